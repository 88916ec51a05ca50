/** What the types cost an editor: instantiations that the compiler needs for a lifecycle and its rules, beyond the schema alone. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compile } from './compile.js';

const ceiling = 25_000;

/** The builder's text: its schema and data come first and last, the lifecycle with its table stands between. */
const shop = readFileSync(new URL('../builders/booking.ts', import.meta.url), 'utf8');
const lifecycle = shop.slice(shop.indexOf('export const booking = '), shop.indexOf('/** A booking placed in Taipei'));

/** What any function that takes these schemas costs: zod's own types, which a host pays for already. */
const schemas = `
declare function take<S extends z.ZodType>(schema: S): z.output<S>;
export const taken = [take(bookingSchema), take(z.object({ session: z.string() })), take(z.object({ reason: z.string().optional() }).optional())];
`;

test(`a lifecycle with its table of rules costs at most ${ceiling} type instantiations`, { timeout: 60_000 }, () => {
  const without = compile(shop.replace(lifecycle, schemas).replace(/^import .*defineLifecycle.*$/m, ''));
  const whole = compile(shop);
  expect([without.messages, whole.messages]).toEqual([[], []]);
  const cost = whole.instantiations - without.instantiations;
  expect(cost).toBeGreaterThan(1_000);
  expect(cost).toBeLessThan(ceiling);
});
