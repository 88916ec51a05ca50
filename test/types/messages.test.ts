/**
 * What the compiler says to the likeliest mistakes in a rule table. The first sentence is pinned where it names the cause; for a
 * row that fits no kind of rule, the last one, which names what is missing.
 */
import { expect, test } from 'vitest';
import { compile } from './compile.js';

const rows = [
  `{ on: 'order.procesing', to: 'booker', by: ['email'] }`,
  `{ on: 'partner.asigned', to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', unles: 'pays on site', to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', while: { paymnt: 'unpaid' }, to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', while: { payment: 'unpad' }, to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', if: 'pays onsite', to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', to: 'boker', by: ['email'] }`,
  `{ due: { before: 'payment.dedline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] }`,
  `{ due: { before: 'payment.deadline', days: 1 }, to: 'booker', by: ['email'] }`,
  `{ on: 'order.failed', to: 'booker' }`,
  `{ on: 'order.failed', by: ['email'] }`,
  `{ on: 'order.failed', to: 'participant', by: ['email'] }`,
];

test('the likeliest mistakes in a table are compile errors whose messages name the mistake', { timeout: 60_000 }, () => {
  const text = ["import { booking } from '../builders/booking.js';", ...rows.map((row) => `booking.rules({ a: ${row} });`)].join(
    '\n',
  );
  const said = compile(text).messages.map((message) => {
    const [line = '', ...sentences] = message.split(/: (.*)/s);
    const whole = sentences.join('');
    const last = whole.split('\n').at(-1)?.trim() ?? '';
    const known = /'([^']+)' does not exist in type .*(Did you mean to write '[^']+'\?)/s.exec(whole);
    return `${rows[Number(line) - 2]}\n  ${known === null ? last : `'${known[1]}' does not exist. ${known[2]}`}`;
  });
  expect(said.join('\n')).toMatchInlineSnapshot(`
    "{ on: 'order.procesing', to: 'booker', by: ['email'] }
      Type '"order.procesing"' is not assignable to type '"payment.refunded" | "partner.assigned" | "order.processing" | "order.accepting" | "order.accepted" | "order.failed" | "order.cancelled" | "payment.unpaid" | "payment.paid" | ... 6 more ... | undefined'. Did you mean '"order.processing"'?
    { on: 'partner.asigned', to: 'booker', by: ['email'] }
      Type '"partner.asigned"' is not assignable to type '"payment.refunded" | "partner.assigned" | "order.processing" | "order.accepting" | "order.accepted" | "order.failed" | "order.cancelled" | "payment.unpaid" | "payment.paid" | ... 6 more ... | undefined'. Did you mean '"partner.assigned"'?
    { on: 'order.failed', unles: 'pays on site', to: 'booker', by: ['email'] }
      'unles' does not exist. Did you mean to write 'unless'?
    { on: 'order.failed', while: { paymnt: 'unpaid' }, to: 'booker', by: ['email'] }
      'paymnt' does not exist. Did you mean to write 'payment'?
    { on: 'order.failed', while: { payment: 'unpad' }, to: 'booker', by: ['email'] }
      Type '"unpad"' is not assignable to type 'StateFilter<"unpaid" | "paid" | "refunded"> | undefined'. Did you mean '"unpaid"'?
    { on: 'order.failed', if: 'pays onsite', to: 'booker', by: ['email'] }
      Type '"pays onsite"' is not assignable to type '"pays on site" | "session accepted" | "session of the payload" | readonly ("pays on site" | "session accepted" | "session of the payload")[] | readonly "pays on site"[] | undefined'. Did you mean '"pays on site"'?
    { on: 'order.failed', to: 'boker', by: ['email'] }
      Type '"boker"' is not assignable to type '"booker" | "participant" | FixedContact | readonly ("booker" | "participant" | FixedContact)[] | readonly ("booker" | FixedContact)[] | undefined'. Did you mean '"booker"'?
    { due: { before: 'payment.dedline', days: 1, at: '10:00' }, to: 'booker', by: ['email'] }
      Type '"payment.dedline"' is not assignable to type '"payment.deadline" | "service.start" | undefined'. Did you mean '"payment.deadline"'?
    { due: { before: 'payment.deadline', days: 1 }, to: 'booker', by: ['email'] }
      Property 'at' is missing in type '{ before: "payment.deadline"; days: number; }' but required in type 'Days'.
    { on: 'order.failed', to: 'booker' }
      Property 'by' is missing in type '{ on: "order.failed"; to: "booker"; }' but required in type 'Tells<"booker", unknown>'.
    { on: 'order.failed', by: ['email'] }
      Property 'to' is missing in type '{ on: "order.failed"; by: string[]; }' but required in type 'Tells<"booker", unknown>'.
    { on: 'order.failed', to: 'participant', by: ['email'] }
      Property 'each' is missing in type '{ on: "order.failed"; to: "participant"; by: "email"[]; }' but required in type '{ readonly each: "sessions"; }'."
  `);
});

test('a right table has no errors, so the messages above are about the mistakes', { timeout: 60_000 }, () => {
  const right = `{ on: 'order.failed', unless: 'pays on site', while: { payment: 'unpaid' }, to: 'booker', by: ['email'] }`;
  expect(compile(`import { booking } from '../builders/booking.js';\nbooking.rules({ a: ${right} });`).messages).toEqual([]);
});
