/**
 * Reading what hosts define, which may be anything at run time.
 * @module
 */

/** An object whose properties may be anything. */
export type Bag = Readonly<Record<string, unknown>>;

/** The properties of a value; none where it is no object. */
export function bag(value: unknown): Bag {
  // Objects are read by name only, and every value read is checked.
  return typeof value === 'object' && value !== null ? (value as Bag) : {};
}

/** One thing, several or none, as a list. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  // Array.isArray does not narrow a union with a readonly array; a T is never an array here.
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** What a value is, for messages: `nothing`, `'a text'`, `a list`, `number 7`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object') return 'an object';
  return typeof value === 'function' ? 'a function' : `${typeof value} ${String(value)}`;
}
