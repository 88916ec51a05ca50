import { builtinModules } from 'node:module';
import ts from 'typescript';
import { importsOf, isRelative, lineOf, packageOf, parse, targetOf, walk } from './imports.js';
import type { Sources } from './sources.js';

/**
 * Which folder may import from which, besides from itself. Nothing else is allowed.
 * A name ending in `/` means every file below it; one ending in `.ts` means that file.
 */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  index: ['core/', 'templates/', 'ports/', 'runtime/'],
  core: [],
  templates: ['core/'],
  ports: ['core/'],
  phones: ['core/'],
  runtime: ['core/', 'templates/', 'ports/', 'phones/read-phone.ts'],
  sql: ['core/', 'ports/'],
  engine: ['ports/', 'core/errors.ts'],
  http: ['ports/', 'core/errors.ts', 'core/sms-sender.ts'],
  adapters: ['ports/', 'core/errors.ts', 'sql/', 'engine/', 'http/'],
  presets: ['core/', 'templates/', 'ports/', 'presets/shared/'],
  testing: ['core/', 'ports/', 'runtime/', 'templates/', 'phones/read-phone.ts', 'adapters/memory/'],
  cli: ['core/', 'templates/', 'ports/', 'runtime/', 'adapters/', 'presets/', 'testing/'],
};

/** Layers that hold one folder for each thing, which know nothing of each other. */
const separate = new Set(['adapters', 'presets']);

/** Layers that may import from another layer types only: nothing of the other is left when they run. */
const typesOnly = new Set(['ports']);

/** Third-party packages, by layer. Adapters take clients that somebody else built, by structural type. */
const mayUse: Readonly<Record<string, readonly string[]>> = {
  core: ['zod', 'date-fns', 'date-fns-tz'],
  templates: ['handlebars', 'html-to-text', 'zod'],
  phones: ['libphonenumber-js'],
  runtime: ['eventemitter3', '@opentelemetry/api'],
  presets: ['zod', 'jsep'],
  testing: ['zod'],
  cli: ['zod'],
};

/** Packages whose index loads much that we do not use: they are imported file by file (`date-fns/addDays`). */
const deepOnly = new Set(['date-fns', 'date-fns-tz']);

const mayUseNode = new Set(['runtime', 'adapters', 'testing', 'cli']);

/** Names that reach the world outside, or wait for it. */
const impureNames = new Set([
  ...[
    'Promise',
    'PromiseLike',
    'AsyncIterable',
    'process',
    'performance',
    'crypto',
    'fetch',
    'console',
    'globalThis',
    'Temporal',
  ],
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'queueMicrotask'],
]);

/** Methods of Date that answer or act in the zone of the process. */
const localDateMethod =
  /^(?:(?:get|set)(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|getTimezoneOffset|toLocale\w*String)$/;

/** Everything in the sources that breaks the laws of the architecture, one sentence with file and line each. */
export function violations(sources: Sources): readonly string[] {
  return [...sources].flatMap(([path, text]) => [...importProblems(path, text, sources), ...shapeProblems(path, text)]);
}

/** Every cycle of files that import each other, types included, written as a path that ends where it starts. */
export function importCycles(sources: Sources): readonly string[] {
  const cycles = new Map<string, string>();
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const cycle = trail.slice(start);
      cycles.set([...cycle].sort().join(), [...cycle, path].join(' -> '));
    }
    if (done.has(path)) return;
    done.add(path);
    for (const target of neighbours(path, sources)) visit(target, [...trail, path]);
  };
  for (const path of sources.keys()) visit(path, []);
  return [...cycles.values()];
}

function neighbours(path: string, sources: Sources): readonly string[] {
  return importsOf(path, sources.get(path) ?? '')
    .filter(({ specifier }) => isRelative(specifier))
    .map(({ specifier }) => targetOf(path, specifier))
    .filter((target) => sources.has(target));
}

function importProblems(path: string, text: string, sources: Sources): readonly string[] {
  return importsOf(path, text).flatMap(({ specifier, line, typeOnly }) => {
    const problem = isRelative(specifier)
      ? relativeProblem(path, specifier, typeOnly, sources)
      : packageProblem(path, layerOf(path), specifier);
    return problem === undefined ? [] : [`${path}:${line} ${problem}`];
  });
}

function relativeProblem(path: string, specifier: string, typeOnly: boolean, sources: Sources): string | undefined {
  const target = targetOf(path, specifier);
  if (!specifier.endsWith('.js')) return `imports '${specifier}' without the ending .js`;
  if (!sources.has(target)) return `imports '${specifier}', which is no file of src`;
  if (path !== 'src/index.ts' && target.endsWith('/index.ts'))
    return `imports '${specifier}': nobody imports an index from inside`;
  if (isOwn(path, target)) return undefined;
  const from = layerOf(path);
  if (!mayImport[from]?.some((allowed) => target.startsWith(`src/${allowed}`)))
    return `may not import '${specifier}' (${unitOf(path)} -> ${unitOf(target)})`;
  if (typesOnly.has(from) && !typeOnly) return `may import from '${specifier}' types only`;
  return undefined;
}

/** The one file of a layer that runs anywhere by which it reaches Node. */
const reachesNode = new Set(['src/http/node-sender.ts']);

function packageProblem(path: string, layer: string, specifier: string): string | undefined {
  if (specifier.startsWith('node:'))
    return mayUseNode.has(layer) || reachesNode.has(path) ? undefined : `may not import '${specifier}': ${layer} runs anywhere`;
  if (builtinModules.includes(specifier)) return `imports '${specifier}' without the prefix node:`;
  const name = packageOf(specifier);
  if (!mayUse[layer]?.includes(name)) return `may not import the package '${name}'`;
  if (deepOnly.has(name) && specifier === name)
    return `imports the index of '${name}'; import the one function, as '${name}/...'`;
  return undefined;
}

function shapeProblems(path: string, text: string): readonly string[] {
  const found: string[] = [];
  const file = parse(path, text);
  walk(file, (node) => {
    const problem = exportProblem(node) ?? (layerOf(path) === 'core' ? impurity(node) : undefined);
    if (problem !== undefined) found.push(`${path}:${lineOf(node)} ${problem}`);
  });
  if (
    path === 'src/index.ts' &&
    !file.statements.every((node) => ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
  ) {
    found.push(`${path}:1 holds more than re-exports`);
  }
  return found;
}

function exportProblem(node: ts.Node): string | undefined {
  if (ts.isExportDeclaration(node) && (node.exportClause === undefined || ts.isNamespaceExport(node.exportClause)))
    return 'exports *';
  if (ts.isExportAssignment(node) || node.kind === ts.SyntaxKind.DefaultKeyword) {
    const isSwitchDefault = ts.isDefaultClause(node.parent);
    return isSwitchDefault ? undefined : 'has a default export';
  }
  if (ts.isExportSpecifier(node) && node.name.text === 'default') return 'has a default export';
  return undefined;
}

function impurity(node: ts.Node): string | undefined {
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return 'waits: core has no promises';
  if (ts.isIdentifier(node) && impureNames.has(node.text) && !isMemberName(node)) return `uses ${node.text}: core is pure`;
  if (ts.isPropertyAccessExpression(node)) return impureMember(node);
  if (isDate(node) && ts.isNewExpression(node) && !node.arguments?.length)
    return 'reads the clock with new Date(): time is an argument';
  if (isDate(node) && ts.isNewExpression(node) && (node.arguments?.length ?? 0) > 1)
    return 'makes a Date in the zone of the process';
  if (isDate(node) && ts.isCallExpression(node)) return 'reads the clock with Date(): time is an argument';
  return undefined;
}

function impureMember(node: ts.PropertyAccessExpression): string | undefined {
  const member = `${node.expression.getText()}.${node.name.text}`;
  if (member === 'Date.now') return 'reads the clock with Date.now(): time is an argument';
  if (member === 'Math.random') return 'uses Math.random: chance is an argument';
  if (localDateMethod.test(node.name.text)) return `uses ${node.name.text}, which answers in the zone of the process`;
  return undefined;
}

function isDate(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  return (
    (ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text === 'Date'
  );
}

/** True for `x.process`, `{ process: ... }` and the like, where the name is not the global one. */
function isMemberName(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const isNamed = ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
  return isNamed && parent.name === node;
}

function isOwn(path: string, target: string): boolean {
  return unitOf(path) === unitOf(target);
}

/** `src/core/plan.ts` is of the layer `core`, `src/index.ts` of `index`. */
function layerOf(path: string): string {
  return (path.split('/')[1] ?? '').replace(/\.ts$/, '');
}

/** The layer, or within a layer of separate folders that folder: `adapters/memory`. */
function unitOf(path: string): string {
  const layer = layerOf(path);
  return separate.has(layer) ? `${layer}/${path.split('/')[2] ?? ''}` : layer;
}
