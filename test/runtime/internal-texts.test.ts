/** Invitations, merchants' texts and a customer's history keep to it as well: what is internal is not for customers. */
import { describe, expect, test } from 'vitest';
import { recordTemplateStore } from '../../src/runtime/texts/record-template-store.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { CalendarTemplate } from '../../src/templates/template-set.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anOrder, order } from '../builders/back-office.js';
import { problemsOf } from '../builders/problems.js';
import { readAppointment } from '../templates/calendar/reading.js';

const rules = order.rules({
  placed: { on: 'order.placed', to: 'buyer', by: ['sms'] },
  'owner-told': { on: 'order.placed', to: 'owner', by: ['sms'] },
  pickup: { each: 'margins', on: 'order.packed', to: ['buyer', 'owner'], by: ['email'] },
  'lines-packed': { each: 'lines', on: 'order.packed', to: 'supplier', by: ['email'] },
});

const email = { subject: 'S', text: 'T' };
const organizer = { name: 'Shop', email: 'shop@example.com' };
const calendar: CalendarTemplate = { method: 'REQUEST', start: 'pickup.at', minutes: 30, uid: '1', summary: 'Pickup', organizer };
const json = (_context: unknown, value: unknown) => JSON.stringify(value);

function set(change: Partial<CalendarTemplate> = {}) {
  const templates = {
    placed: { sms: 'Order {{no}}' },
    'owner-told': { sms: '{{no}}: {{> noted}}' },
    pickup: { email: { ...email, calendar: { ...calendar, ...change } } },
    'lines-packed': { email },
    note: { sms: 'About {{no}}' },
  };
  const partials = { noted: '{{#each notes}}{{text}}{{/each}}' };
  const editable = { placed: ['sms'], 'owner-told': ['sms'] };
  return defineTemplates(order, { defaultLocale: 'en', helpers: { json }, editable, locales: { en: { templates, partials } } });
}

function aShop(templates = set()) {
  return createTestNotifier({
    rules: [rules],
    templates: [templates],
    start: '2026-03-01T11:00',
    timeZone: 'Europe/Moscow',
    texts: {},
  });
}

const buyer = { ...anOrder().buyer, phone: '+79161234567' };
const created = anOrder({ buyer, owner: { name: 'Olga', email: 'olga@example.com', phone: '+79161234568' } });

describe('an invitation to a customer', () => {
  const leaks: readonly (readonly [part: string, change: Partial<CalendarTemplate>])[] = [
    ['summary', { summary: '{{notes.0.text}}' }],
    ['description', { description: '{{#each lines}}{{cost}}{{/each}}' }],
    ['location', { location: '{{labels.grade}}' }],
    ['url', { url: 'https://shop.example/{{meta.risk}}' }],
    ['uid', { uid: '{{buyer.rating}}' }],
    ['method', { method: '{{#if notes}}REQUEST{{/if}}' }],
    ['organizer.name', { organizer: { ...organizer, name: '{{notes.0.by}}' } }],
    ['each', { each: 'notes' }],
  ];

  test.each(leaks)('is refused where its %s reads what is internal', (part, change) => {
    const found = problemsOf(() => aShop(set(change))).filter((problem) => problem.startsWith('internal-path'));
    expect(found[0]).toContain(`'pickup', email.calendar.${part}, line 1: '`);
    expect(found[0]).toContain("Only owner, supplier may read it, and rule 'pickup' tells 'buyer'.");
    expect(() => aShop(), 'control: without it, all is in order').not.toThrow();
  });

  test('is written from data without it, where the check cannot see', async () => {
    const shop = aShop(set({ description: '{{json item}}', uid: '{{item.sku}}' }));
    await shop.handleTransition(order, { created });
    await shop.handleTransition(order, { subject: created, event: 'order.pack' });
    await shop.advanceBy({ minutes: 1 });
    const invited = shop.transports.email.messages.filter(({ rule }) => rule === 'pickup').slice(0, 2);
    const told = invited.map((message) => {
      const { value } = readAppointment(message.calendar?.[0]?.content ?? '');
      return [message.recipient.name, value('description')];
    });
    expect(told).toEqual([
      ['Ann', '{"sku":"A","margin":null}'],
      ['Olga', '{"sku":"A","margin":600,"cost":300}'],
    ]);
  });
});

describe("a merchant's text", () => {
  const placed = { lifecycle: order, template: 'placed', channel: 'sms', locale: 'en' } as const;
  const ownerTold = { ...placed, template: 'owner-told' } as const;
  const leaks = ['{{no}} {{notes.0.text}}', '{{no}} {{list lines "cost"}}', '{{no}} {{> noted}}'];

  test.each(leaks)('for customers is not saved where it reads what is internal: %s', async (text) => {
    const shop = aShop();
    const result = await shop.texts.save('shop-1', { ...placed, text });
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([expect.stringContaining(' is internal. ')]);
    expect(await shop.texts.list('shop-1')).toEqual([]);
    expect(await shop.texts.save('shop-1', { ...ownerTold, text }), 'control: the owner may read it').toMatchObject({ ok: true });
  });

  test.each(leaks)('that was saved before the path was internal is left aside: %s', async (text) => {
    const shop = aShop();
    const errors: string[] = [];
    shop.on('error', ({ error }) => errors.push(String(error)));
    const ref = { lifecycle: 'order', name: 'placed', channel: 'sms', locale: 'en' };
    await recordTemplateStore(shop.store.records).write('shop-1', ref, { change: { text }, at: 0, by: 'o', version: undefined });
    await shop.handleTransition(order, { created });
    await shop.advanceBy({ minutes: 1 });
    expect(shop.transports.sms.messages.map((message) => message.text)).toEqual(['Order O-1', 'O-1: SECRET-NOTE']);
    expect(errors).toEqual([expect.stringContaining(' is internal. ')]);
  });

  test('is previewed as its reader will see it', async () => {
    const shop = aShop();
    const ref = { lifecycle: 'order', name: 'placed', channel: 'sms', locale: 'en' };
    const change = { text: '{{no}}{{> noted}}' };
    await recordTemplateStore(shop.store.records).write('shop-1', ref, { change, at: 0, by: 'o', version: undefined });
    const sample = { subject: created };
    expect(await shop.texts.preview('shop-1', { ...placed, sample })).toMatchObject({ ok: true, text: 'O-1' });
    expect(await shop.texts.preview('shop-1', { ...ownerTold, sample })).toMatchObject({ ok: true, text: 'O-1: SECRET-NOTE' });
  });
});

describe('customerHistory', () => {
  test('never shows what the shop’s own people were told, even where it is asked for', async () => {
    const shop = aShop();
    await shop.handleTransition(order, { created });
    await shop.handleTransition(order, { subject: created, event: 'order.pack' });
    await shop.send(order, 'O-1', { template: 'note', to: ['buyer', 'owner'], by: ['sms'] });
    await shop.advanceBy({ minutes: 1 });
    const all = await shop.history(order, 'O-1');
    expect(all.filter(({ role }) => role === 'owner').map(({ rule, status }) => [rule, status])).toEqual([
      ['owner-told', 'sent'],
      ['pickup', 'sent'],
      ['pickup', 'sent'],
      ['note', 'sent'],
    ]);
    const shown = [
      ['buyer', 'placed'],
      ['buyer', 'pickup'],
      ['buyer', 'pickup'],
      ['buyer', 'note'],
    ];
    const seen = await shop.customerHistory(order, 'O-1');
    expect(seen.map(({ role, rule }) => [role, rule])).toEqual(shown);
    const named = await shop.customerHistory(order, 'O-1', { roles: ['buyer'] });
    expect(named).toEqual(seen);
    for (const role of ['owner', 'supplier'] as const)
      await expect(shop.customerHistory(order, 'O-1', { roles: ['buyer', role] })).rejects.toMatchObject({
        code: 'unknown-role',
        message: expect.stringContaining(`customerHistory(): '${role}' is a role of 'internal.for'.`),
      });
  });
});
