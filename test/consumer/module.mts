import { createNotifier, defineLifecycle, defineMachine, OrderbellError } from 'orderbell';
import * as consoleAdapter from 'orderbell/console';
import * as file from 'orderbell/file';
import * as memory from 'orderbell/memory';
import * as nodemailer from 'orderbell/nodemailer';
import { b2cpl } from 'orderbell/presets/b2cpl';
import { bitrix } from 'orderbell/presets/bitrix';
import { retailcrm } from 'orderbell/presets/retailcrm';
import { tiu } from 'orderbell/presets/tiu';
import { ucoz } from 'orderbell/presets/ucoz';
import { wacaBooking } from 'orderbell/presets/waca-booking';
import { defineTemplates } from 'orderbell/templates';
import * as testing from 'orderbell/testing';
import * as twsms from 'orderbell/twsms';
import * as unsubscribe from 'orderbell/unsubscribe';
import * as webhook from 'orderbell/webhook';
import { z } from 'zod';

const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });
const first: 'unpaid' | 'paid' | 'refunded' = payment.initial;
if (first !== 'unpaid') throw new Error(`a payment starts as ${first}`);

// @ts-expect-error: a state that does not exist is a red line in the editor of a user, too.
const unknown = (): unknown => defineMachine({ unpaid: { pay: 'payed' }, paid: {} });
try {
  unknown();
  throw new Error('an unknown state was accepted');
} catch (error) {
  if (!(error instanceof OrderbellError) || error.code !== 'invalid-machine') throw error;
}

for (const subpath of [consoleAdapter, file, memory, nodemailer, testing, twsms, unsubscribe, webhook]) {
  if (Object.keys(subpath).length === 0) throw new Error('a subpath exports nothing');
}

const presets = [b2cpl(), bitrix(), retailcrm(), tiu(), ucoz(), wacaBooking()];
for (const { rules, templates } of presets)
  testing.createTestNotifier({ rules: Object.values(rules), templates: Object.values(templates), start: new Date(0) });

// Exported, as in a shop of several files: with `declaration` on, the compiler must be able to name what these are.
export const order = defineLifecycle('order', {
  schema: z.object({ no: z.string(), payment: z.enum(payment.states), buyer: z.object({ name: z.string(), email: z.string() }) }),
  key: (o) => o.no,
  timeZone: 'Asia/Taipei',
  machines: { payment },
  states: { payment: 'payment' },
  roles: { buyer: (o) => o.buyer },
});
export const rules = order.rules({ paid: { on: 'payment.paid', to: 'buyer', by: ['email'] } });
export const templates = defineTemplates(order, {
  defaultLocale: 'en',
  locales: { en: { templates: { paid: { email: { subject: '{{no}} is paid', text: 'Thank you, {{recipient.name}}.' } } } } },
});
const email = testing.recording();
export const notifier = createNotifier({ rules: [rules], templates: [templates], transports: { email }, store: memory.memory() });
const created = { no: '1', payment: 'unpaid' as const, buyer: { name: 'Ann', email: 'ann@example.com' } };
await notifier.handleTransition(order, { created });
await notifier.handleTransition(order, { subject: '1', event: 'payment.pay' });
const { sent } = await notifier.tick();
if (sent !== 1 || email.last?.text !== 'Thank you, Ann.') throw new Error(`sent ${sent}: ${email.last?.text}`);

const gateway = await testing.startGateway('twsms');
const { amount } = await twsms.twsms({ ...gateway.options, fetch }).balance();
await gateway.close();
if (amount !== 1_000) throw new Error(`a balance of ${amount}`);
