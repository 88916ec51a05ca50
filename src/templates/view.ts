/**
 * Views: what is known of a value in a template, and where a path leads from it.
 * @module
 */
import type { Extent } from './extent.js';

/**
 * What is known of a value: everything that it may be.
 *
 * Whether it may be missing is not part of it: a template writes nothing for a value that is not there.
 */
export type View = readonly Leaf[];

/** One thing that a value may be. */
export type Leaf = Plain | ObjectLeaf | ListLeaf;

/** A value without members, except that a string has a `length`; `opaque` is one that the schema says nothing about. */
export interface Plain {
  readonly kind: 'opaque' | 'string' | 'number' | 'boolean' | 'date' | 'null' | 'other';
  /** What it takes at most as it is written, where its schema tells. */
  readonly extent?: Extent | undefined;
  /** For numbers: the largest magnitude that the schema allows. */
  readonly most?: number | undefined;
}

/** An object, or a record. */
export interface ObjectLeaf {
  readonly kind: 'object';
  readonly names: readonly string[];
  readonly field: (name: string) => View | undefined;
  /** What keys that are not in `names` hold; undefined where there are none. */
  readonly rest: () => View | undefined;
}

/** An array or tuple; a Set or Map is one that cannot be indexed. */
export interface ListLeaf {
  readonly kind: 'list';
  readonly element: () => View;
  readonly at: (index: number) => View | undefined;
  readonly isIndexed: boolean;
  /** Most elements, where the schema tells. */
  readonly most?: number | undefined;
}

/** Where a path leads. */
export type Walk =
  | { readonly kind: 'known'; readonly view: View }
  /** Into something that the schema does not describe, such as `z.any()` or what a transform yields. */
  | { readonly kind: 'opaque' }
  /** Nowhere: segment `at` of the path does not exist in `from`, which has `known`. */
  | { readonly kind: 'unknown'; readonly at: number; readonly from: View; readonly known: readonly string[] };

/** A value that the schema says nothing about. */
export const opaque: View = [{ kind: 'opaque' }];

/** A view of one kind: a literal, what a helper yields. */
export function plainView(kind: Plain['kind']): View {
  return [{ kind }];
}

/** A view with some fields more, which hide those of `base`: the root of a template, a partial's arguments. */
export function overlay(base: View, fields: Readonly<Record<string, View>>): View {
  const names = new Set([...base.flatMap((leaf) => (leaf.kind === 'object' ? leaf.names : [])), ...Object.keys(fields)]);
  const beneath = (name: string): View | undefined => {
    const walk = walkPath(base, [name]);
    return walk.kind === 'known' ? walk.view : walk.kind === 'opaque' ? [beyond] : undefined;
  };
  const rest = () =>
    base.some((leaf) => leaf.kind === 'opaque' || (leaf.kind === 'object' && leaf.rest() !== undefined)) ? opaque : undefined;
  return [
    { kind: 'object', names: [...names], field: (name) => (Object.hasOwn(fields, name) ? fields[name] : beneath(name)), rest },
  ];
}

/**
 * Follows a path, as Handlebars does: own properties only.
 *
 * A path exists where any member of a union has it. Prototypes do not count: a Date has no members, a Map has no keys.
 */
export function walkPath(start: View, path: readonly string[]): Walk {
  let view = start;
  for (const [at, name] of path.entries()) {
    const next = view.flatMap((leaf) => memberOf(leaf, name) ?? []);
    if (next.length === 0) return { kind: 'unknown', at, from: view, known: knownIn(view) };
    if (next.every((leaf) => leaf === beyond)) return { kind: 'opaque' };
    view = next;
  }
  return { kind: 'known', view };
}

/** What `#each` makes of a value: the elements of a list, the values of an object; undefined where there is nothing to go through. */
export function elementsOf(view: View): View | undefined {
  const elements = view.flatMap((leaf): View => {
    if (leaf.kind === 'opaque') return opaque;
    if (leaf.kind === 'list') return leaf.element();
    if (leaf.kind === 'object') return [...leaf.names.flatMap((name) => leaf.field(name) ?? []), ...(leaf.rest() ?? [])];
    return [];
  });
  return elements.length > 0 || view.some((leaf) => leaf.kind === 'object' || leaf.kind === 'list') ? elements : undefined;
}

/** Stands for whatever lies behind an opaque value: a path that ends here has left what the schema describes. */
export const beyond: Leaf = { kind: 'opaque' };

function memberOf(leaf: Leaf, name: string): View | undefined {
  switch (leaf.kind) {
    case 'opaque':
      return [beyond];
    case 'object':
      return leaf.field(name) ?? leaf.rest();
    case 'list':
      if (!leaf.isIndexed) return undefined;
      return name === 'length' ? plainView('number') : /^\d+$/.test(name) ? leaf.at(Number(name)) : undefined;
    case 'string':
      return name === 'length' ? plainView('number') : undefined;
    default:
      return undefined;
  }
}

function knownIn(view: View): readonly string[] {
  const names = view.flatMap((leaf) => {
    if (leaf.kind === 'object') return leaf.names;
    return leaf.kind === 'string' || (leaf.kind === 'list' && leaf.isIndexed) ? ['length'] : [];
  });
  return [...new Set(names)];
}
