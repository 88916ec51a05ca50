/** What is internal never stands in a message to those who may not read it, whatever renders it: the data are without it. */
import { expect, test } from 'vitest';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { Templates } from '../../src/templates/engine.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anOrder, type Order, order, orderSchema } from '../builders/back-office.js';

const rules = order.rules({
  placed: { on: 'order.placed', to: ['buyer', 'owner'], by: ['email'] },
  packed: { each: 'lines', on: 'order.packed', to: ['buyer', 'supplier'], by: ['email'] },
  noted: {
    on: 'note.added',
    to: [
      { name: 'Press', email: 'press@example.com' },
      { name: 'Store', email: 'store@example.com', internal: true },
    ],
    by: ['email'],
  },
});

/** An engine that checks nothing and writes down everything that it is given. */
const dumping: Templates = {
  lifecycle: 'order',
  languages: ['en'],
  channels: ['email'],
  has: () => true,
  reads: () => false,
  check: () => ({ problems: [], opaque: [] }),
  render: ({ data, extra }) => ({
    kind: 'message',
    locale: 'en',
    text: JSON.stringify({ data, extra }),
    subjectLine: 'S',
    html: undefined,
  }),
};

function dumpingShop(templates: Templates = dumping) {
  return createTestNotifier({ rules: [rules], templates: [templates], start: '2026-03-01T11:00', timeZone: 'Europe/Moscow' });
}

const secret = /SECRET|"cost"|"rating"/;

test('whatever an engine writes, only those who may read it get what is internal', async () => {
  const shop = dumpingShop();
  await shop.handleTransition(order, { created: anOrder() });
  await shop.handleTransition(order, { subject: anOrder(), fact: 'note.added', payload: { text: 'SECRET', line: 'A' } });
  await shop.handleTransition(order, { subject: anOrder(), event: 'order.pack' });
  await shop.advanceBy({ minutes: 1 });
  const told = shop.transports.email.messages.map(({ rule, recipient, text }) => [rule, recipient.name, secret.test(text)]);
  expect(told).toEqual([
    ['placed', 'Ann', false],
    ['placed', 'Olga', true],
    ['noted', 'Press', false],
    ['noted', 'Store', true],
    ['packed', 'Ann', false],
    ['packed', 'Mill', true],
    ['packed', 'Ann', false],
    ['packed', 'Mill', true],
  ]);
  const [first] = shop.transports.email.messages;
  expect(first?.text).toContain('"sku":"A"');
  expect(first?.address).toBe('ann@example.com');
});

test('messages that the host asks for, and those sent again, follow the same', async () => {
  const shop = dumpingShop();
  await shop.handleTransition(order, { created: anOrder() });
  await shop.send(order, 'O-1', {
    template: 'any',
    to: ['buyer', 'owner', { name: 'Eve', email: 'eve@example.com' }],
    by: ['email'],
  });
  await shop.advanceBy({ minutes: 1 });
  const [buyers] = await shop.history(order, 'O-1');
  if (buyers === undefined) throw new Error('nothing was sent');
  await shop.resend(buyers, 'again');
  await shop.advanceBy({ minutes: 1 });
  const told = shop.transports.email.messages.map(({ recipient, text }) => [recipient.name, secret.test(text)]);
  expect(told).toEqual([
    ['Ann', false],
    ['Olga', true],
    ['Ann', false],
    ['Olga', true],
    ['Eve', false],
    ['Ann', false],
  ]);
});

test('an item that the check cannot see into shows a customer nothing internal', async () => {
  const table = order.rules({ margin: { each: 'margins', on: 'order.packed', to: ['buyer', 'owner'], by: ['email'] } });
  const templates = defineTemplates(order, {
    defaultLocale: 'en',
    locales: { en: { templates: { margin: { email: { subject: 'S', text: '{{json item}}' } } } } },
    helpers: { json: (_context, value) => JSON.stringify(value) },
  });
  const shop = createTestNotifier({ rules: [table], templates: [templates], start: '2026-03-01T11:00' });
  await shop.handleTransition(order, { created: anOrder() });
  await shop.handleTransition(order, { subject: anOrder(), event: 'order.pack' });
  await shop.advanceBy({ minutes: 1 });
  const [toAnn, toOlga] = shop.transports.email.messages.map(({ text }) => text);
  expect([toAnn, toOlga]).toEqual(['{"sku":"A","margin":null}', '{"sku":"A","margin":600,"cost":300}']);
});

test('the functions of a trail see everything, as conditions do, and what is written shows nothing of it', async () => {
  const noted = (o: Pick<Order, 'notes'>) => o.notes.length > 0;
  const purchase = defineLifecycle('order', {
    schema: orderSchema,
    key: (o) => o.no,
    timeZone: 'Europe/Moscow',
    machines: { order: defineMachine({ placed: { pack: 'packed' }, packed: {} }) },
    states: {
      order: { read: (o) => (noted(o) ? o.status : 'placed'), write: (o, status) => orderSchema.parse({ ...o, status }) },
    },
    roles: { buyer: (o) => o.buyer, owner: (o) => o.owner },
    conditions: { 'is noted': noted },
    internal: { paths: ['notes'], for: ['owner'] },
  });
  const visited = (o: Order) => o.notes.map(() => 'placed');
  const templates = defineTemplates(purchase, {
    defaultLocale: 'en',
    trails: { order: { stages: ['placed', { name: 'packed', states: ['packed'], if: 'is noted' }], visited } },
    locales: {
      en: {
        trails: { order: { placed: 'Placed', packed: 'Packed' } },
        templates: { packed: { email: { subject: 'S', text: '{{#trail}}{{label}}: {{status}}; {{/trail}}' } } },
      },
    },
  });
  const table = purchase.rules({ packed: { on: 'order.packed', to: 'buyer', by: ['email'] } });
  const shop = createTestNotifier({ rules: [table], templates: [templates], start: '2026-03-01T11:00' });
  await shop.handleTransition(purchase, { created: anOrder() });
  await shop.handleTransition(purchase, { subject: anOrder(), event: 'order.pack' });
  await shop.advanceBy({ minutes: 1 });
  expect(shop.transports.email.messages.map(({ text }) => text)).toEqual(['Placed: passed; Packed: current;']);
});

const written = defineTemplates(order, {
  defaultLocale: 'en',
  locales: {
    en: {
      templates: {
        ...Object.fromEntries(Object.keys(rules.rows).map((name) => [name, { email: { subject: 'S', text: '{{no}}' } }])),
        'for-the-owner': { email: { subject: 'S', text: '{{#each notes}}{{text}}{{/each}}' } },
      },
    },
  },
});

test('send() refuses a template that reads what is internal, for whoever may not read it', async () => {
  const shop = dumpingShop(written);
  await shop.handleTransition(order, { created: anOrder() });
  const message = { template: 'for-the-owner', by: ['email'] };
  for (const to of ['buyer', ['owner', 'buyer'], { name: 'Eve', email: 'eve@example.com' }] as const)
    await expect(shop.send(order, 'O-1', { ...message, to })).rejects.toMatchObject({
      code: 'internal-path',
      message: expect.stringMatching(
        /^send\(\): templates 'order', .*'notes' is internal\. Only owner, supplier may read it, and it would go to /,
      ),
    });
  await shop.send(order, 'O-1', { ...message, to: 'owner' });
  await shop.send(order, 'O-1', { ...message, to: { name: 'Store', email: 'store@example.com', internal: true } });
  await shop.send(order, 'O-1', { rule: 'placed', to: { name: 'Eve', email: 'eve@example.com' } });
  await shop.advanceBy({ minutes: 1 });
  expect(shop.transports.email.messages.slice(2).map(({ recipient, text }) => [recipient.name, text])).toEqual([
    ['Olga', 'SECRET-NOTE'],
    ['Store', 'SECRET-NOTE'],
    ['Eve', 'O-1'],
  ]);
});

test('a notifier is not made of templates that show a customer what is internal', () => {
  const templates = defineTemplates(order, {
    defaultLocale: 'en',
    locales: {
      en: {
        ...written.locales['en'],
        templates: { ...written.locales['en']?.templates, placed: { email: { subject: '{{notes.0.text}}', text: 'T' } } },
      },
    },
  });
  expect(() => dumpingShop(templates)).toThrow(
    "templates 'order', locale 'en', 'placed', email.subject, line 1: 'notes' is internal. Only owner, supplier may read it, and rule 'placed' tells 'buyer'.",
  );
});
