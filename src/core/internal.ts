/**
 * What only the shop's own people may read: internal paths of a subject, and who may read them.
 * @module
 */
import type { FixedContact } from './contact.js';

/** The internal part of a lifecycle, as it runs. */
export interface InternalModel {
  /** As they were written: `notes`, `items.cost`, `payload.note`. */
  readonly paths: readonly string[];
  /** The same as a tree, `payload` at its root included. */
  readonly tree: InternalTree;
  /** The roles whose messages are the shop's own affair: they may read what is internal, and no customer sees what they were told. */
  readonly roles: ReadonlySet<string>;
}

/** A part of the data in which something is internal. Lists are passed through: `items.cost` is the cost of each item. */
export interface InternalTree {
  /** The path from the root: `items`. */
  readonly path: string;
  /** Whether this part itself is internal, with all that is in it. */
  readonly isInternal: boolean;
  readonly children: ReadonlyMap<string, InternalTree>;
}

/** Whether somebody who is told in this role may read what is internal. A contact counts where no role has found it. */
export function readsInternal(internal: InternalModel, role: string | undefined, contact: FixedContact): boolean {
  return role === undefined ? contact.internal === true : internal.roles.has(role);
}
