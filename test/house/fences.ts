import { posix, resolve } from 'node:path';
import ts from 'typescript';
import type { Fence } from './markdown.js';
import { root } from './sources.js';

/** Languages under which code would escape the compiler; TypeScript is written `ts`. */
const unchecked = new Set(['js', 'javascript', 'typescript', 'mjs', 'cjs', 'mts', 'cts', 'tsx', 'jsx']);

/**
 * Compiles all `ts` fences in one program against the sources and answers with the problems, by file and line of the markdown.
 *
 * Each fence is a module of its own. One that is labelled `ts file=shop.ts` can be imported by the others of the same
 * markdown file as `./shop.js`.
 */
export function fenceProblems(fences: readonly Fence[]): readonly string[] {
  const typescript = fences.filter(({ label }) => /^ts\b/.test(label));
  const named = new Map<string, Fence>();
  const problems: string[] = [];
  for (const [index, fence] of typescript.entries()) {
    const name = fileNameOf(fence, index);
    const path = name && virtualPath(fence, name);
    if (path === undefined)
      problems.push(`${fence.path}:${fence.line} has the label '${fence.label}'; known: 'ts', 'ts file=name.ts'`);
    else if (named.has(path)) problems.push(`${fence.path}:${fence.line} is the second fence named '${name}' of its file`);
    else named.set(path, fence);
  }
  return [...problems, ...otherProblems(fences), ...compile(named)];
}

/** JSON is parsed; code in other spellings of JavaScript is refused. */
function otherProblems(fences: readonly Fence[]): readonly string[] {
  return fences.flatMap(({ path, line, label, code }) => {
    const language = label.split(/\s/)[0] ?? '';
    if (unchecked.has(language)) return [`${path}:${line} is labelled '${language}', which nothing compiles; write it as 'ts'`];
    return language === 'json' && !isJson(code) ? [`${path}:${line} is labelled 'json' and is none`] : [];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function fileNameOf({ label }: Fence, index: number): string | undefined {
  if (label === 'ts') return `fence-${index}.ts`;
  return /^ts file=(?<name>[\w-]+\.ts)$/.exec(label)?.groups?.name;
}

/** Fences live in a folder that does not exist, one for each markdown file, so that they cannot import one another by accident. */
function virtualPath({ path }: Fence, name: string): string {
  return posix.join(root.replaceAll('\\', '/'), 'fences', path, name);
}

function compile(named: ReadonlyMap<string, Fence>): readonly string[] {
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const folders = new Set([...named.keys()].map((path) => posix.dirname(path)));
  const { fileExists, readFile, directoryExists, getSourceFile } = host;
  host.fileExists = (path) => named.has(path) || fileExists(path);
  host.readFile = (path) => named.get(path)?.code ?? readFile(path);
  host.directoryExists = (path) => folders.has(path) || (directoryExists?.(path) ?? true);
  host.getSourceFile = (path, version) => {
    const fence = named.get(path);
    return fence === undefined ? getSourceFile(path, version) : ts.createSourceFile(path, fence.code, version, true);
  };
  const program = ts.createProgram([...named.keys()], options, host);
  return [...named].flatMap(([path, fence]) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => {
      const line = file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      return `${fence.path}:${fence.line + line} ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
    });
  });
}

/** The project's own options; only an example may hold what it does not use. */
function compilerOptions(): ts.CompilerOptions {
  const config = ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}
