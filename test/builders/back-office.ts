/** An order with what only the shop may read: notes, the cost of each line, and the note of a fact. */
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';

const contact = z.object({ name: z.string(), email: z.string(), phone: z.string().optional(), rating: z.number().optional() });

export const orderSchema = z.object({
  no: z.string(),
  status: z.enum(['placed', 'packed']),
  buyer: contact,
  owner: contact,
  notes: z.array(z.object({ text: z.string(), by: z.string() })),
  lines: z.array(
    z.object({
      sku: z.string(),
      price: z.number(),
      cost: z.number(),
      supplier: z.object({ name: z.string(), terms: z.string() }),
    }),
  ),
  pickup: z.object({ at: z.date() }),
  meta: z.unknown(),
  labels: z.record(z.string(), z.string()),
});

export type Order = z.output<typeof orderSchema>;

export const order = defineLifecycle('order', {
  schema: orderSchema,
  key: (o) => o.no,
  timeZone: 'Europe/Moscow',
  site: () => 'shop-1',
  machines: { order: defineMachine({ placed: { pack: 'packed' }, packed: {} }) },
  states: { order: 'status' },
  facts: { 'note.added': z.object({ text: z.string(), line: z.string() }) },
  roles: { buyer: (o) => o.buyer, owner: (o) => o.owner },
  items: {
    lines: {
      key: (line) => line.sku,
      roles: { supplier: (line) => ({ name: line.supplier.name, email: 'supplier@example.com' }) },
    },
    margins: {
      of: (o: Order) => o.lines.map(({ sku, price, cost }) => ({ sku, margin: price - cost, cost })),
      key: (line) => line.sku,
    },
  },
  internal: {
    paths: ['notes', 'lines.cost', 'lines.supplier.terms', 'buyer.rating', 'meta.risk', 'labels.grade', 'payload.text'],
    for: ['owner', 'lines.supplier'],
  },
});

export function anOrder(changes: Partial<Order> = {}): Order {
  return {
    no: 'O-1',
    status: 'placed',
    buyer: { name: 'Ann', email: 'ann@example.com', rating: 2 },
    owner: { name: 'Olga', email: 'olga@example.com' },
    notes: [{ text: 'SECRET-NOTE', by: 'Olga' }],
    lines: [
      { sku: 'A', price: 900, cost: 300, supplier: { name: 'Mill', terms: 'SECRET-TERMS' } },
      { sku: 'B', price: 100, cost: 70, supplier: { name: 'Mill', terms: 'SECRET-TERMS' } },
    ],
    pickup: { at: new Date('2026-03-05T09:00:00Z') },
    meta: { risk: 'SECRET-RISK', colour: 'red' },
    labels: { grade: 'SECRET-GRADE', size: 'L' },
    ...changes,
  };
}
