import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { redacted } from '../../src/core/redaction.js';
import { anOrder, order } from '../builders/back-office.js';
import { problemsOf } from '../builders/problems.js';

const parts = {
  schema: z.object({
    no: z.string(),
    notes: z.array(z.object({ text: z.string() })).optional(),
    meta: z.any(),
    either: z.union([z.object({ a: z.string() }), z.object({ b: z.string() }), z.null()]),
  }),
  key: (o: { readonly no: string }) => o.no,
  timeZone: 'UTC',
  machines: {},
  states: {},
  roles: { owner: () => ({ name: 'Olga' }) },
} as const;
const define = (internal: unknown) => () => defineLifecycle('order', { ...parts, internal: internal as { for: ['owner'] } });

test('the model tells which roles are internal, and which paths', () => {
  expect([...(order.model.internal?.roles ?? [])]).toEqual(['owner', 'supplier']);
  expect(order.model.internal?.paths).toContain('lines.cost');
  expect(define({ for: ['owner'] })().model.internal?.paths).toEqual([]);
  expect(define({ paths: ['notes.text', 'meta.x.y', 'either.b'], for: ['owner'] })).not.toThrow();
  expect(defineLifecycle('order', parts).model.internal).toBeUndefined();
});

test('a path that hides nothing, and a role that does not exist, are reported with the rest', () => {
  expect(
    problemsOf(define({ paths: ['note', 'notes.txt', 'no.x', 'either.c', 'payload.text'], for: ['ownr'], role: 'x' })),
  ).toEqual([
    "unknown-option | internal.role: unknown part 'role'. Known: paths, for.",
    "unknown-role | internal.for: unknown role 'ownr'. Did you mean 'owner'? Known: owner.",
    "unknown-variable | internal.paths: unknown path 'note'. Did you mean 'notes'? Known: no, notes, meta, either.",
    "unknown-variable | internal.paths: unknown path 'notes.txt'. Did you mean 'notes.text'? Known: notes.text.",
    expect.stringContaining("unknown-variable | internal.paths: unknown path 'no.x'."),
    expect.stringContaining("unknown-variable | internal.paths: unknown path 'either.c'."),
    expect.stringContaining("unknown-variable | internal.paths: unknown path 'payload.text'."),
  ]);
  expect(problemsOf(define({ paths: [7] }))).toEqual([
    "missing-value | internal.for: expected the roles that may read it, such as ['owner'], got nothing.",
    "invalid-value | internal.paths: expected paths such as ['notes'], got a list.",
  ]);
  expect(problemsOf(define('notes'))[0]).toBe(
    "invalid-value | internal: expected { paths: ['notes'], for: ['owner'] }, got 'notes'.",
  );
});

test('a role that shares its name with one from outside is reported: rules could not tell them apart', () => {
  const collection = { of: () => [], key: () => '', roles: { owner: () => null, partner: () => null } };
  const guide = { ...collection, roles: { partner: () => null } };
  const defined = (roles: readonly string[], items: object) => () =>
    defineLifecycle('order', { ...parts, items: items as Record<string, never>, internal: { for: roles as readonly ['owner'] } });
  expect(problemsOf(defined(['owner'], { visits: collection }))).toEqual([
    "duplicate-name | internal.for: 'owner' is also a role of 'visits', whom rules with each: 'visits' tell by this name. Rename one of them.",
  ]);
  expect(problemsOf(defined(['visits.partner'], { visits: guide, tours: guide }))).toEqual([
    "duplicate-name | internal.for: 'partner' is also a role of 'tours'. Add 'tours.partner', or rename one of them.",
  ]);
  expect(defined(['visits.partner', 'tours.partner'], { visits: guide, tours: guide })).not.toThrow();
  expect(defined(['owner'], { visits: guide })).not.toThrow();
});

test('a path into a record is reported where it names what each of its values has: its keys are data', () => {
  const schema = z.object({ no: z.string(), prices: z.record(z.string(), z.object({ cost: z.number() })) });
  const hiding = (path: string) => () =>
    defineLifecycle('order', { ...parts, schema, internal: { paths: [path as 'no'], for: ['owner'] } });
  expect(problemsOf(hiding('prices.cost'))).toEqual([
    "invalid-value | internal.paths: 'prices.cost' would hide the key 'cost' of a record and not the field of this name that each of its values has. Hide the record: 'prices'.",
  ]);
  for (const path of ['prices', 'prices.wholesale', 'prices.wholesale.cost']) expect(hiding(path)).not.toThrow();
});

test('from outside everything is there but what is internal, and the original is left as it was', () => {
  const subject = anOrder();
  const before = structuredClone(subject);
  const [item] = subject.lines;
  const payload = { text: 'SECRET', line: 'A' };
  const seen = redacted(order.model, { subject, item, payload, recipient: subject.buyer }, order.model.items.get('lines'));
  const lines = subject.lines.map(({ sku, price, supplier: { name } }) => ({ sku, price, supplier: { name } }));
  const { notes: _notes, ...rest } = subject;
  const buyer = { name: 'Ann', email: 'ann@example.com' };
  expect(seen.subject).toEqual({ ...rest, lines, buyer, meta: { colour: 'red' }, labels: { size: 'L' } });
  expect(seen.item).toEqual(lines[0]);
  expect(seen.payload).toEqual({ line: 'A' });
  expect(seen.recipient).toEqual(buyer);
  expect(subject).toEqual(before);
});

test('an item that is made of internal data is made anew of what may be seen', () => {
  const subject = anOrder();
  const items = order.model.items.get('margins');
  const item = items?.of(subject)[0];
  expect(item).toEqual({ sku: 'A', margin: 600, cost: 300 });
  const seen = redacted(order.model, { subject, item, payload: undefined, recipient: {} }, items);
  expect(seen.item).toEqual({ sku: 'A', margin: Number.NaN, cost: undefined });
});

test('sets, maps and dates on the way are kept', () => {
  const schema = z.object({
    no: z.string(),
    at: z.date(),
    tags: z.set(z.object({ name: z.string(), why: z.string() })),
    by: z.map(z.string(), z.object({ name: z.string(), why: z.string() })),
  });
  const { model } = defineLifecycle('order', { ...parts, schema, internal: { paths: ['tags.why', 'by.why'], for: ['owner'] } });
  const at = new Date(0);
  const subject = { no: '1', at, tags: new Set([{ name: 'a', why: 'x' }]), by: new Map([['k', { name: 'b', why: 'y' }]]) };
  const seen = redacted(model, { subject, item: undefined, payload: undefined, recipient: {} }, undefined);
  expect(seen.subject).toEqual({ no: '1', at, tags: new Set([{ name: 'a' }]), by: new Map([['k', { name: 'b' }]]) });
});
