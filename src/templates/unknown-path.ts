/**
 * Messages about paths that lead nowhere.
 * @module
 */
import { nearest } from '../core/nearest.js';
import type { RootScope } from './scope.js';
import { type View, type Walk, walkPath } from './view.js';

/** A path that leads nowhere. */
export interface UnknownPath {
  /** As it stands in the template: `../booker.nmae`. */
  readonly original: string;
  /** What was walked: `booker`, `nmae`. */
  readonly parts: readonly string[];
  /** What stands before that, for messages: the name of a block parameter, `@root`. */
  readonly before: readonly string[];
  readonly walk: Walk & { readonly kind: 'unknown' };
}

/** What to tell the author of a path that leads nowhere: the nearest name, where else it is, and what is known instead. */
export function unknownPathMessage({ original, parts, before, walk }: UnknownPath, scope: RootScope): string {
  const name = parts[walk.at] ?? '';
  const isRoot = walk.from === scope.view;
  const absent = isRoot ? scope.absent.get(name) : undefined;
  if (absent !== undefined) return `'${original}': there is no '${name}' here: ${absent}.`;
  const guess = nearest(name, walk.known);
  const hint = guess === undefined ? '' : ` Did you mean '${replaceLast(original, name, guess)}'?`;
  const isAtRoot = !isRoot && walk.at === 0 && before.length === 0 && walkPath(scope.view, parts).kind === 'known';
  const elsewhere = isAtRoot ? ` The root has it: write '@root.${parts.join('.')}'.` : '';
  const base = [...before, ...parts.slice(0, walk.at)].join('.');
  return `unknown variable '${original}'.${hint}${elsewhere} ${knownInstead(base, walk)}`;
}

/** The kinds of a value in words: `a string or a date`. */
export function kindsIn(view: View): string {
  const kinds = [...new Set(view.map(({ kind }) => kind))].filter((kind) => kind !== 'opaque');
  return kinds.length === 0 ? 'nothing' : kinds.map(kindInWords).join(' or ');
}

/** A kind of value in words: `an object`. */
export function kindInWords(kind: keyof typeof words): string {
  return words[kind];
}

const words = {
  string: 'a string',
  number: 'a number',
  boolean: 'a boolean',
  date: 'a date',
  object: 'an object',
  list: 'a list',
  null: 'null',
  other: 'of a kind that cannot be written',
} as const;

function replaceLast(text: string, name: string, by: string): string {
  const at = text.lastIndexOf(name);
  return text.slice(0, at) + by + text.slice(at + name.length);
}

function knownInstead(base: string, { from, known }: UnknownPath['walk']): string {
  const has = (kind: string) => from.some((leaf) => leaf.kind === kind);
  const it = base === '' ? 'What is in scope here' : `'${base}'`;
  if (has('object'))
    return known.length === 0 ? `${it} has no fields.` : `Known${base === '' ? '' : ` in ${it}`}: ${known.join(', ')}.`;
  if (has('list')) return `${it} is a list: go through it with {{#each}}, or write {{list}}.`;
  if (has('date')) return `${it} is a date and has no fields: write {{date}}, {{time}} or {{dateTime}}.`;
  return `${it} is ${kindsIn(from)} and has no such field.`;
}
