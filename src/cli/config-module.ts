/**
 * Config modules: a host's own rules and templates, loaded from a file.
 * @module
 */
import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OrderbellError, type Problem, throwProblems, unknownName } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import type { AnyTable } from '../runtime/options.js';
import type { Templates } from '../templates/engine.js';
import { problemsOf } from './problems.js';
import type { Setup } from './setup.js';

/** What a config module may export. `lifecycles` are read from the rules; whoever exports them, too, does no harm. */
const exportNames = ['rules', 'templates', 'enabled', 'windows', 'limits', 'lifecycles'];

/**
 * Loads a module that exports `rules` and `templates`, each of them one, a list or an object of several; `enabled`, `windows` and
 * `limits` may stand beside them. The exports may also be those of a default export.
 *
 * Throws `invalid-argument` with a problem for each mistake. A definition in the module that is wrong is such a mistake, too.
 *
 * @param path Absolute path of a `.js`, `.mjs` or `.cjs` file, or a `.ts` file where this runtime loads TypeScript.
 */
export async function loadConfig(path: string): Promise<Setup> {
  const exported = await exportsOf(path);
  const problems: Problem[] = [...misspelt(Object.keys(exported))];
  const rules = several(exported['rules'], isTable, 'rules', 'what lifecycle.rules({ ... }) returns', problems);
  const templates = several(exported['templates'], areTemplates, 'templates', 'what defineTemplates() returns', problems);
  throwProblems('invalid-argument', path, problems);
  const { enabled, windows, limits } = exported;
  const settings = Object.fromEntries(Object.entries({ enabled, windows, limits }).filter(([, value]) => value !== undefined));
  // createNotifier checks the settings; rules and templates were looked at just now.
  return { ...settings, rules, templates } as Setup;
}

/** Exports that are nearly one of ours which is not there. What else a module exports is its own affair. */
function misspelt(names: readonly string[]): readonly Problem[] {
  const others = names.filter((name) => !exportNames.includes(name));
  return exportNames.flatMap((missing) => {
    const guess = names.includes(missing) ? undefined : nearest(missing, others);
    if (guess === undefined) return [];
    return [{ code: 'unknown-option', place: `export '${guess}'`, message: unknownName('export', guess, exportNames) }];
  });
}

type Exports = Readonly<Record<string, unknown>>;

async function exportsOf(path: string): Promise<Exports> {
  try {
    await access(path);
  } catch (cause) {
    const message = `there is no file ${path} that can be read. Expected a module that exports rules and templates.`;
    throw new OrderbellError('invalid-argument', message, { cause });
  }
  try {
    const module: Exports = await import(pathToFileURL(path).href);
    const { default: standard, ...named } = module;
    return typeof standard === 'object' && standard !== null ? { ...standard, ...named } : named;
  } catch (cause) {
    // A definition in the module that is wrong says best itself what is wrong.
    if (problemsOf(cause).length > 0) throw cause;
    throw new OrderbellError('invalid-argument', notLoaded(path, cause), { cause });
  }
}

function notLoaded(path: string, cause: unknown): string {
  if (isTypeScript(path) && isNotLoadable(cause)) {
    const fix = 'Run it with Node 22.18 or later, or name the JavaScript that it is built to.';
    return `this runtime, Node ${process.versions.node}, cannot load ${path}, because it is TypeScript. ${fix}`;
  }
  return `${path} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
}

function isTypeScript(path: string): boolean {
  return ['.ts', '.mts', '.cts'].includes(extname(path));
}

function isNotLoadable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
}

/** One of a thing, a list or an object of them, as a list. */
function several<T>(
  value: unknown,
  isOne: (value: unknown) => value is T,
  name: string,
  expected: string,
  problems: Problem[],
): readonly T[] {
  const all: readonly unknown[] = isOne(value)
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value)
      : [];
  const good = all.filter(isOne);
  if (good.length === all.length && all.length > 0) return good;
  const code = value === undefined ? 'missing-value' : 'invalid-value';
  problems.push({ code, place: `export '${name}'`, message: `expected ${expected}, or several of them in a list or an object.` });
  return good;
}

function isTable(value: unknown): value is AnyTable {
  return typeof value === 'object' && value !== null && 'compiled' in value && 'rows' in value;
}

function areTemplates(value: unknown): value is Templates {
  return typeof value === 'object' && value !== null && 'lifecycle' in value && 'render' in value;
}
