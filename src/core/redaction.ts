/**
 * Redaction: data as people see them who may not read what is internal.
 * @module
 */
import type { Contact } from './contact.js';
import type { InternalTree } from './internal.js';
import type { ItemScope, LifecycleModel, View } from './model.js';

/** What a template sees of a message, and whom it is for. */
export interface Visible extends View {
  readonly recipient: Contact;
}

/**
 * What somebody from outside sees: copies without what is internal; all that is shared with the originals is free of it. Of the
 * recipient only what a contact has is left, because a role may yield a record of the shop's that has more.
 */
export function redacted(
  model: LifecycleModel,
  { subject, item, payload, recipient }: Visible,
  items: ItemScope | undefined,
): Visible {
  const tree = model.internal?.tree;
  const { id, name, email, phone, locale, addresses } = recipient;
  const contact = { id, name, email, phone, locale, addresses };
  if (tree === undefined) return { subject, item, payload, recipient };
  const copies = new Map<object, unknown>();
  const shown = without(subject, tree, copies);
  const payloadTree = tree.children.get('payload');
  return {
    subject: shown,
    item: item === undefined ? undefined : visibleItem(item, shown, copies, items),
    payload: payloadTree === undefined ? payload : without(payload, payloadTree, new Map()),
    recipient: contact,
  };
}

/** The copy of an item. One that is no part of the subject is made of its copy once more; where it is none of that, nothing is shown. */
function visibleItem(
  item: unknown,
  subject: unknown,
  copies: ReadonlyMap<object, unknown>,
  items: ItemScope | undefined,
): unknown {
  if (typeof item !== 'object' || item === null) return item;
  if (copies.has(item)) return copies.get(item);
  const key = items?.key(item);
  return items?.of(subject).find((one) => items.key(one) === key);
}

/** A value without its internal parts. Only what leads to them is copied. */
function without(value: unknown, tree: InternalTree, copies: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const copy = copyWithout(value, tree, copies);
  copies.set(value, copy);
  return copy;
}

function copyWithout(value: object, tree: InternalTree, copies: Map<object, unknown>): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => without(one, tree, copies));
  if (value instanceof Set) return new Set([...value].map((one: unknown) => without(one, tree, copies)));
  if (value instanceof Map) return new Map([...value].map(([key, one]: [unknown, unknown]) => [key, without(one, tree, copies)]));
  const visible = Object.entries(value).flatMap(([name, one]: [string, unknown]) => {
    const part = tree.children.get(name);
    if (part === undefined) return [[name, one] as const];
    return part.isInternal ? [] : [[name, without(one, part, copies)] as const];
  });
  return Object.fromEntries(visible);
}
