import { describe, expect, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { targetsms } from '../../src/adapters/targetsms/index.js';
import { type BitrixOptions, bitrix } from '../../src/presets/bitrix/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { recording } from '../../src/testing/recording.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { withGateway } from '../adapters/gateway-suite.js';
import { anOrder } from './bitrix-samples.js';

const olga = { name: 'Ольга', phone: '+79001234567' };

/** A shop in Moscow on Monday, 2026-03-02, at 11:00, and what it has sent. */
function shopOf(options: BitrixOptions = {}) {
  const { lifecycles, rules, templates, enabled } = bitrix(options);
  const shop = createTestNotifier({ rules, templates, enabled, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
  const told = (...rulesToo: readonly string[]) =>
    shop
      .timeline()
      .filter(({ rule }) => rulesToo.length === 0 || rulesToo.includes(String(rule)))
      .map(({ at, rule, outcome, channel, recipient, code }) =>
        [at.slice(5, 16), rule, outcome, channel, recipient, code].filter((part) => part !== undefined).join(' '),
      );
  return { ...lifecycles, shop, told };
}

/** A shop with rows of its own; the text of each is its name. */
function ownShop(rows: Readonly<Record<string, object>>) {
  const { order } = bitrix({
    statuses: { N: 'Принят', P: 'Оплачен', S: 'Отправлен', F: 'Выполнен' },
    sites: ['s1', 's2'],
    events: ['GIFT_READY'],
    mailTemplates: [17],
  }).lifecycles;
  const texts = Object.keys(rows).map((name) => [name, { sms: name }]);
  const rules = order.rulesFromJson(rows);
  const templates = defineTemplates(order, {
    defaultLocale: 'ru',
    locales: { ru: { templates: Object.fromEntries(texts) } },
  });
  const shop = createTestNotifier({
    rules: [rules],
    templates: [templates],
    start: '2026-03-02T11:00',
    timeZone: 'Europe/Moscow',
  });
  const sent = () => shop.timeline().flatMap(({ rule, outcome }) => (outcome === 'sent' ? [rule] : []));
  return { order, shop, sent };
}

describe('what a shop of 1C-Bitrix sends', () => {
  test('a new order and each of its statuses is told to the buyer and to administrators at fixed numbers (2.1)', async () => {
    const { order, shop, told } = shopOf({ administrators: [olga] });
    const created = anOrder();
    await shop.handleTransition(order, { created });
    await shop.advanceBy({ minutes: 1 });
    await shop.handleTransition(order, { subject: created, event: 'status.toP' });
    await shop.advanceBy({ minutes: 1 });
    expect(told()).toEqual([
      '03-02T11:00 new-order sent sms Анна Смирнова',
      '03-02T11:00 new-order sent email Анна Смирнова',
      '03-02T11:00 new-order-admin sent sms Ольга',
      '03-02T11:01 status-changed sent sms Анна Смирнова',
      '03-02T11:01 status-changed sent email Анна Смирнова',
      '03-02T11:01 status-changed-admin sent sms Ольга',
    ]);
  });

  test('a rule may ask for the start status, the end status, both or neither (2.2)', async () => {
    const told = { to: 'buyer', by: ['sms'] };
    const { order, shop, sent } = ownShop({
      neither: { on: 'status.*', from: '*', ...told },
      start: { on: 'status.*', from: 'N', ...told },
      end: { on: 'status.S', from: '*', ...told },
      both: { on: 'status.S', from: 'P', ...told },
    });
    let subject = anOrder();
    await shop.handleTransition(order, { created: subject });
    const step = async (event: 'status.toP' | 'status.toS' | 'status.toN') => {
      const before = sent().length;
      const result = await shop.handleTransition(order, { subject, event });
      if (result.ok) subject = result.subject;
      await shop.advanceBy({ minutes: 1 });
      return sent().slice(before);
    };
    expect(await step('status.toP')).toEqual(['neither', 'start']);
    expect(await step('status.toS')).toEqual(['neither', 'end', 'both']);
    expect(await step('status.toN')).toEqual(['neither']);
    expect(await step('status.toS')).toEqual(['neither', 'start', 'end']);
  });

  test('a rule has a switch, a site, a sender with a default, and a fixed number or a field of the order (2.3)', async () => {
    const { order, shop, sent } = ownShop({
      on: { on: 'order.placed', to: 'buyer', by: ['sms'], sender: 'ChaiShop', if: 'site s1' },
      'other-site': { on: 'order.placed', to: 'buyer', by: ['sms'], if: 'site s2' },
      off: { on: 'order.placed', to: 'buyer', by: ['sms'], active: false },
      fixed: { on: 'order.placed', to: { phone: '+79001234567' }, by: ['sms'] },
    });
    await shop.handleTransition(order, { created: anOrder() });
    await shop.handleTransition(order, { created: anOrder({ no: '2', site: 's2' }) });
    await shop.advanceBy({ minutes: 1 });
    expect(sent()).toEqual(['on', 'other-site', 'fixed', 'fixed']);
    const messages = shop.transports['sms']?.messages ?? [];
    expect(messages.map(({ address, sender }) => [address, sender?.sms ?? sender?.name])).toEqual([
      ['+79161234567', 'ChaiShop'],
      ['+79001234567', undefined],
      ['+79161234567', undefined],
      ['+79001234567', undefined],
    ]);
  });

  test('an administrator is not told of a test order, since the text is empty then (2.4)', async () => {
    const { order, shop, told } = shopOf({ administrators: [olga], testWord: 'проба' });
    await shop.handleTransition(order, { created: anOrder({ description: 'ПРОБА, не отправлять' }) });
    await shop.handleTransition(order, { created: anOrder({ no: '2', description: 'тестовый' }) });
    await shop.advanceBy({ minutes: 1 });
    expect(told('new-order-admin')).toEqual([
      '03-02T11:00 new-order-admin skipped sms Ольга empty',
      '03-02T11:00 new-order-admin sent sms Ольга',
    ]);
  });

  test('SMS are in Cyrillic, or in Latin letters by a switch; e-mail is never touched (2.5)', async () => {
    const textsOf = async (options: BitrixOptions) => {
      const { order, shop } = shopOf(options);
      await shop.handleTransition(order, { created: anOrder() });
      await shop.advanceBy({ minutes: 1 });
      return shop.timeline().map(({ text = '' }) => /[а-яё]/i.test(text));
    };
    expect(await textsOf({})).toEqual([true, true]);
    expect(await textsOf({ transliterate: true })).toEqual([false, true]);
  });

  test.each([
    ['8 (916) 123-45-67', 'RU', '+79161234567'],
    ['+380 50 123 45 67', 'RU', '+380501234567'],
    ['8 029 123-45-67', 'BY', '+375291234567'],
    ['8 701 123 45 67', 'KZ', '+77011234567'],
    ['050 123 45 67', 'UA', '+380501234567'],
  ])('%s of a shop in %s is %s (2.5)', async (phone, country, expected) => {
    const { order, shop } = shopOf({ country });
    await shop.handleTransition(order, { created: anOrder({ properties: { PHONE: phone } }) });
    await shop.advanceBy({ minutes: 1 });
    expect(shop.transports.sms.messages.map(({ address }) => address)).toEqual([expected]);
  });

  test('a message is sent at a chosen date and time, and to a list; each is in the history (2.6)', async () => {
    const { order, shop, told } = shopOf();
    for (const no of ['1', '2', '3', '4'])
      await shop.handleTransition(order, {
        created: anOrder({ no, properties: { PHONE: `+7916123450${no === '4' ? '2' : no}` } }),
      });
    await shop.advanceBy({ minutes: 1 });
    const at = new Date('2026-03-05T10:00:00+03:00');
    await shop.send(order, '1', { rule: 'tracking-number', by: ['sms'], at });
    const list = ['1', '2', '3', '4'].map((subject) => ({
      lifecycle: order,
      subject,
      rule: 'order-paid' as const,
      by: ['sms'] as const,
    }));
    const { planned, duplicates } = await shop.sendMany(list, {
      batch: 'paid-by-hand',
      at: new Date('2026-03-06T10:00:00+03:00'),
    });
    expect({ planned, duplicates }).toEqual({ planned: 3, duplicates: 1 });
    await shop.advanceBy({ days: 7 });
    expect(told('tracking-number')).toEqual(['03-05T10:00 tracking-number sent sms +79161234501']);
    expect(told('order-paid').filter((line) => line.includes('sent'))).toHaveLength(3);
    const history = await shop.history(order, '1');
    expect(history.filter(({ status }) => status === 'sent').map(({ rule }) => rule)).toEqual([
      'new-order',
      'tracking-number',
      'order-paid',
    ]);
  });

  test('SMS go through TargetSMS under the sender of the rule or the default one, and its balance is asked for (2.3, 2.6)', async () => {
    await withGateway('targetsms', async (gateway) => {
      const { lifecycles, rules, templates } = bitrix();
      const sms = targetsms(gateway.options);
      const own = lifecycles.order.rules({
        ...rules.order.rows,
        'new-order': { ...rules.order.rows['new-order'], sender: 'ChaiShop' },
      });
      const notifier = createNotifier({
        rules: [own],
        templates,
        transports: { sms, email: recording() },
        store: memory(),
      });
      await notifier.handleTransition(lifecycles.order, { created: anOrder() });
      await notifier.tick();
      expect(gateway.messages).toMatchObject([
        { to: '79161234567', from: 'ChaiShop', text: expect.stringContaining('заказ №1042') },
      ]);
      const paid = { before: anOrder(), after: anOrder({ paid: true }) };
      await notifier.handleTransition(lifecycles.order, paid);
      await notifier.tick();
      expect(gateway.messages.slice(1)).toMatchObject([
        { from: gateway.options.sender, text: expect.stringContaining('оплата') },
      ]);
      gateway.setBalance(150);
      expect(await sms.balance()).toEqual({ amount: 150, unit: 'RUR' });
      await notifier.stop();
    });
  });

  test('any e-mail of the shop may send an SMS, bound to one template of it or to all, and so may events of its own (2.7)', async () => {
    const { order, shop, sent } = ownShop({
      all: { on: 'mail.SALE_ORDER_REMIND_PAYMENT', to: 'buyer', by: ['sms'] },
      'one-template': { on: 'mail.SALE_ORDER_REMIND_PAYMENT', if: 'mail template 17', to: 'buyer', by: ['sms'] },
      gift: { on: 'event.GIFT_READY', to: 'buyer', by: ['sms'] },
    });
    const subject = anOrder();
    await shop.handleTransition(order, { created: subject });
    const fact = async (name: 'mail.SALE_ORDER_REMIND_PAYMENT' | 'event.GIFT_READY', template?: number) => {
      const before = sent().length;
      await shop.handleTransition(order, { subject, fact: name, payload: { template } });
      await shop.advanceBy({ minutes: 1 });
      return sent().slice(before);
    };
    expect(await fact('mail.SALE_ORDER_REMIND_PAYMENT', 17)).toEqual(['all', 'one-template']);
    expect(await fact('mail.SALE_ORDER_REMIND_PAYMENT', 18)).toEqual(['all']);
    expect(await fact('event.GIFT_READY')).toEqual(['gift']);
  });

  test('the e-mail is left out where the SMS went out, and goes out where it did not (2.7)', async () => {
    const { order, shop, told } = shopOf({ smsInsteadOfEmail: true });
    await shop.handleTransition(order, { created: anOrder() });
    await shop.handleTransition(order, { created: anOrder({ no: '2', properties: { EMAIL: 'anna@example.com' } }) });
    await shop.advanceBy({ minutes: 1 });
    expect(told()).toEqual(['03-02T11:00 new-order sent sms Анна Смирнова', '03-02T11:00 new-order sent email anna@example.com']);
  });

  test('an e-mail of Bitrix is handed on as it is, without a layout around it (2.7)', async () => {
    const { order, shop } = shopOf();
    const subject = anOrder();
    await shop.handleTransition(order, { created: subject });
    await shop.advanceBy({ minutes: 1 });
    const html = '<!doctype html><title>Оплата</title><p>Ждём &laquo;оплаты&raquo;.</p>';
    const payload = { subject: 'Оплата', text: 'Ждём «оплаты».', html };
    await shop.handleTransition(order, { subject, fact: 'mail.SALE_ORDER_REMIND_PAYMENT', payload });
    await shop.advanceBy({ minutes: 1 });
    expect(shop.transports.email.last).toMatchObject({ subjectLine: 'Оплата', text: 'Ждём «оплаты».', html });
  });
});
