/**
 * Secrets: what is internal in a value, for those who may not read it.
 * @module
 */
import type { InternalTree } from '../core/internal.js';
import { type Leaf, type View, walkPath } from './view.js';

/** The same view, with what is internal in it marked. Lists are passed through: `items.cost` is the cost of each item. */
export function withSecrets(view: View, secret: InternalTree): View {
  return view.map((leaf) => marked(leaf, secret));
}

function marked(leaf: Leaf, secret: InternalTree): Leaf {
  const below = (inner: View | undefined) => inner && withSecrets(inner, secret);
  if (leaf.kind === 'list')
    return { ...leaf, secret, element: () => withSecrets(leaf.element(), secret), at: (index) => below(leaf.at(index)) };
  if (leaf.kind !== 'object') return leaf.kind === 'opaque' || secret.isInternal ? { ...leaf, secret } : leaf;
  const field = (name: string) => {
    const child = secret.children.get(name);
    const own = leaf.field(name) ?? (child && leaf.rest());
    return own && child ? withSecrets(own, child) : own;
  };
  return { ...leaf, secret, field };
}

/** The internal path that somebody reads who follows a path from a value; undefined where there is none. */
export function secretOn(start: View, path: readonly string[]): string | undefined {
  for (let length = 1; length <= path.length; length++) {
    const walk = walkPath(start, path.slice(0, length));
    if (walk.kind !== 'known') return undefined;
    const internal = walk.view.find(({ secret }) => secret?.isInternal === true)?.secret;
    if (internal !== undefined) return internal.path;
  }
  return undefined;
}

/** The internal paths that somebody reads who goes through all fields of a value; its lists lead to values of their own. */
export function secretFields(view: View): readonly string[] {
  const parts = view.flatMap(({ kind, secret }) =>
    secret === undefined || kind === 'list' ? [] : [...secret.children.values()],
  );
  return [...new Set(parts.filter(({ isInternal }) => isInternal).map(({ path }) => path))];
}

/** The internal paths within a value, however deep. */
export function secretsIn(view: View): readonly string[] {
  return [...new Set(view.flatMap(({ secret }) => (secret === undefined ? [] : pathsOf(secret))))];
}

function pathsOf({ path, isInternal, children }: InternalTree): readonly string[] {
  return isInternal ? [path] : [...children.values()].flatMap(pathsOf);
}
