import { describe, expect, test } from 'vitest';
import { type OrderInput, type TiuOptions, tiu } from '../../src/presets/tiu/index.js';
import { orderTexts } from '../../src/presets/tiu/templates/ru/texts.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { problemsOf } from '../builders/problems.js';
import { anna, anOrder, aShop } from './tiu-samples.js';

/** A shop in Moscow on Monday, 2026-03-02, at 11:00, and what it has sent: `day time rule channel role`. */
function shopOf(options: TiuOptions = {}) {
  const { lifecycles, rules, templates, enabled } = tiu(options);
  const shop = createTestNotifier({ rules, templates, enabled, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
  const lines = (role?: string) =>
    shop.timeline().filter((line) => line.outcome === 'sent' && (role === undefined || line.role === role));
  const sent = (role?: string) => lines(role).map((line) => `${line.at.slice(5, 16)} ${line.rule} ${line.channel} ${line.role}`);
  const textOf = (rule: string) => lines().find((line) => line.rule === rule)?.text ?? '';
  return { ...lifecycles, shop, lines, sent, textOf };
}

/** A shop with an order that was just placed, and what happens to it next, a minute later. */
async function placed(changes: Partial<OrderInput> = {}, options: TiuOptions = {}) {
  const world = shopOf(options);
  let now = anOrder(changes);
  await world.shop.handleTransition(world.order, { created: now });
  await world.shop.advanceBy({ minutes: 1 });
  const step = async (request: Happening, options: { readonly actor?: string } = {}) => {
    const result = await world.shop.handleTransition(world.order, { ...request, subject: now }, options);
    if (result.ok) now = result.subject;
    await world.shop.advanceBy({ minutes: 1 });
    return result;
  };
  /** Gives the order a status by hand, as the cabinet does. */
  const give = async (orderStatus: string, more: Partial<OrderInput> = {}) => {
    const result = await world.shop.handleTransition(world.order, { before: now, after: { ...now, ...more, orderStatus } });
    if (result.ok) now = result.subject;
    await world.shop.advanceBy({ minutes: 1 });
    return result;
  };
  return { ...world, step, give };
}

type Happening =
  | { readonly event: 'order.place' | 'order.accept' | 'order.complete' }
  | { readonly event: 'payment.payOnline' | 'payment.markPaid' | 'payment.unmark' | 'payment.refund' }
  | { readonly event: 'order.cancel'; readonly payload: { readonly reason: string; readonly note?: string } }
  | { readonly fact: 'message.written'; readonly payload: { readonly text: string; readonly subject?: string } }
  | { readonly fact: 'note.added'; readonly payload: { readonly note: string; readonly by?: string } };

const rulesOf = (lines: readonly string[]) => lines.map((line) => line.split(' ')[1]);

describe('statuses of the shop’s own', () => {
  test('are added at run time; those that say so tell the buyer that the order is accepted, others nothing (6.1)', async () => {
    const { give, sent, textOf } = await placed();
    await give('Ждёт звонка');
    await give('Какой-то другой');
    expect(rulesOf(sent('buyer'))).toEqual(['order-placed']);
    const statuses = [...(aShop.statuses ?? []), { name: 'Передан на упаковку' }];
    await give('Передан на упаковку', { shop: { ...aShop, statuses } });
    expect(sent('buyer').at(-1)).toBe('03-02T11:03 order-accepted email buyer');
    expect(textOf('order-accepted')).toContain('Статус: Передан на упаковку');
  });

  test('say it once while the order is in work, and each time where the shop wants it so (6.1)', async () => {
    const told = async (options: TiuOptions) => {
      const { step, give, sent } = await placed({}, options);
      await step({ event: 'order.accept' });
      await give('Собран');
      await give('Ожидает отправки со склада');
      return rulesOf(sent('buyer'));
    };
    expect(await told({})).toEqual(['order-placed', 'order-accepted']);
    expect(await told({ acceptedEachTime: true })).toEqual(['order-placed', ...Array(3).fill('order-accepted')]);
  });

  test('can be completed and cancelled, which tells the buyer (6.1)', async () => {
    const completed = await placed();
    await completed.give('Ждёт звонка');
    await completed.step({ event: 'order.complete' });
    expect(rulesOf(completed.sent('buyer'))).toEqual(['order-placed', 'order-completed']);
    const cancelled = await placed();
    await cancelled.give('Ждёт звонка');
    await cancelled.step({ event: 'order.cancel', payload: { reason: 'Не дозвонились' } });
    expect(rulesOf(cancelled.sent('buyer'))).toEqual(['order-placed', 'order-cancelled']);
  });

  test('have names of their own', async () => {
    const { order, shop } = shopOf();
    for (const name of ['completed', 'Собран']) {
      const statuses = [...(aShop.statuses ?? []), { name }];
      await expect(shop.handleTransition(order, { created: anOrder({ shop: { ...aShop, statuses } }) })).rejects.toThrow(
        `there is a status '${name}' already`,
      );
    }
  });
});

describe('a draft', () => {
  test('sends nothing until it is placed, whatever is done with it (6.2)', async () => {
    const { step, sent, shop, order } = await placed({ orderStatus: 'draft', placedBy: 'shop' });
    await shop.refresh(order, anOrder({ orderStatus: 'draft', placedBy: 'shop', total: 5000 }));
    await shop.advanceTo('2026-03-09T11:00');
    expect(shop.timeline()).toEqual([]);
    await step({ event: 'order.place' });
    expect(rulesOf(sent('buyer'))).toEqual(['order-placed']);
  });

  test('that is thrown away has never been heard of (6.2)', async () => {
    const { step, shop } = await placed({ orderStatus: 'draft' });
    expect(await step({ event: 'order.cancel', payload: { reason: 'Передумал' } })).toMatchObject({ ok: true });
    expect(shop.timeline()).toEqual([]);
  });

  test('a buyer without an address is e-mailed nothing, and the owner is told all the same (6.2)', async () => {
    const { shop, sent } = await placed({ buyer: { name: 'Анна', phone: anna.phone } });
    expect(sent()).toEqual(['03-02T11:00 owner-new-order email owner', '03-02T11:00 owner-new-order sms owner']);
    expect(shop.timeline()).toContainEqual(
      expect.objectContaining({ rule: 'order-placed', outcome: 'skipped', code: 'no-address' }),
    );
  });
});

describe('a cancellation', () => {
  test('without a reason is refused, and nothing is stored or sent (6.3)', async () => {
    const { order, shop, sent } = await placed();
    // What a form may send: the type of the payload asks for a reason.
    for (const payload of [undefined, {}, { reason: ' ' }] as { reason: string }[]) {
      const result = await shop.handleTransition(order, { subject: anOrder(), event: 'order.cancel', payload });
      expect(result).toMatchObject({ ok: false, code: 'invalid-payload' });
    }
    await shop.advanceBy({ hours: 1 });
    expect(rulesOf(sent('buyer'))).toEqual(['order-placed']);
  });

  test('tells the buyer its reason, and not what was noted beside it (6.3)', async () => {
    const { step, textOf } = await placed();
    await step({ event: 'order.cancel', payload: { reason: 'Нет на складе', note: 'Поставщик подвёл' } });
    expect(textOf('order-cancelled')).toContain('Причина: Нет на складе');
    expect(textOf('order-cancelled')).not.toContain('Поставщик');
  });

  test('that the host has made itself has its reason in the data; without one nobody is told (6.3)', async () => {
    const { give, textOf } = await placed();
    await give('cancelled', { cancelReason: 'Закрыт склад' });
    expect(textOf('order-cancelled')).toContain('Причина: Закрыт склад');
    const silent = await placed();
    await silent.give('cancelled');
    expect(rulesOf(silent.sent('buyer'))).toEqual(['order-placed']);
  });
});

test('after completion an order may be accepted or cancelled, and no change of it is told any more (6.4)', async () => {
  const { step, give, sent, order, shop } = await placed();
  await step({ event: 'order.accept' });
  await step({ event: 'order.complete' });
  const last = ['order-placed', 'order-accepted', 'order-completed'];
  expect(rulesOf(sent('buyer'))).toEqual(last);
  for (const again of [await step({ event: 'order.accept' }), await give('Собран')]) expect(again.ok).toBe(true);
  await step({ event: 'payment.markPaid' });
  expect(await step({ event: 'order.cancel', payload: { reason: 'Возврат' } })).toMatchObject({ ok: true });
  await shop.advanceTo('2026-04-01T00:00');
  expect(rulesOf(sent('buyer'))).toEqual(last);
  const why = (await shop.explain(order, anOrder({ orderStatus: 'accepted' }))).find(
    ({ rule }) => rule === 'order-cancelled',
  )?.why;
  expect(why).toBe('nothing is sent after order.completed');
});

describe('a payment', () => {
  test('online is confirmed by the gateway alone, and never entered again once it was left (6.5)', async () => {
    const { step, sent, order, shop } = await placed();
    expect(await step({ event: 'payment.payOnline' })).toMatchObject({ ok: false, code: 'wrong-actor' });
    expect(await step({ event: 'payment.payOnline' }, { actor: 'manager' })).toMatchObject({ ok: false, code: 'wrong-actor' });
    const byHand = { before: anOrder(), after: anOrder({ paymentStatus: 'paidOnline' }) };
    expect(await shop.handleTransition(order, byHand)).toMatchObject({ ok: false, code: 'wrong-actor' });
    expect(await step({ event: 'payment.payOnline' }, { actor: 'gateway' })).toMatchObject({ ok: true });
    expect(
      sent()
        .slice(-2)
        .map((line) => line.slice(12)),
    ).toEqual(['payment-received email buyer', 'owner-paid-online email owner']);
    expect(await step({ event: 'payment.unmark' })).toMatchObject({ ok: true });
    expect(await step({ event: 'payment.payOnline' }, { actor: 'gateway' })).toMatchObject({ ok: false, code: 'entered-once' });
  });

  test('that the shop has marked by hand is another state, as often as it likes (6.5)', async () => {
    const { step, textOf } = await placed();
    for (let n = 0; n < 2; n++) {
      const marked = await step({ event: 'payment.markPaid' });
      expect(marked).toMatchObject({ ok: true, subject: { paymentStatus: 'paid' } });
      expect(await step({ event: 'payment.unmark' })).toMatchObject({ ok: true });
    }
    expect(textOf('payment-received')).toContain('Мы получили оплату');
    expect(textOf('payment-received')).not.toContain('Онлайн');
  });

  test('is told to nobody where the shop wants it so', async () => {
    const { step, sent } = await placed({}, { paymentNotices: false });
    await step({ event: 'payment.payOnline' }, { actor: 'gateway' });
    expect(sent().filter((line) => line.includes('paid') || line.includes('payment'))).toEqual([]);
  });
});

test('a message is sent without a change of status, after completion as well (6.6)', async () => {
  const { step, shop, order, lines } = await placed();
  const written = await step({ fact: 'message.written', payload: { text: 'Курьер будет в 10.' } });
  expect(written).toMatchObject({ ok: true, entered: [], left: [], subject: { orderStatus: 'new' } });
  await step({ event: 'order.accept' });
  await step({ event: 'order.complete' });
  await shop.send(order, '1024', { rule: 'message', payload: { text: 'Как вам шафран?', subject: 'Ваш отзыв' } });
  await shop.advanceBy({ minutes: 1 });
  const messages = lines('buyer').filter(({ rule }) => rule === 'message');
  expect(messages.map(({ subjectLine }) => subjectLine)).toEqual(['Сообщение по заказу № 1024', 'Ваш отзыв']);
  expect(messages[1]?.text).toContain('Как вам шафран?');
});

describe('the owner', () => {
  test('is told of each new order by e-mail and SMS, where the shop has SMS (6.7)', async () => {
    const { sent, textOf } = await placed();
    expect(sent('owner')).toEqual(['03-02T11:00 owner-new-order email owner', '03-02T11:00 owner-new-order sms owner']);
    expect(textOf('owner-new-order')).toContain('https://my.lavka.example/orders/1024');
    const without = await placed({ shop: { ...aShop, smsEnabled: false } });
    expect(without.sent('owner')).toEqual(['03-02T11:00 owner-new-order email owner']);
    const off = await placed({}, { smsEnabled: false });
    expect(off.sent('owner')).toEqual(['03-02T11:00 owner-new-order email owner']);
  });

  test('is not told of an order that the shop has written down itself, and is the shop’s address where there is no owner (6.7)', async () => {
    const { sent } = await placed({ placedBy: 'shop' });
    expect(sent('owner')).toEqual([]);
    const { owner: _, ...shop } = aShop;
    const { lines } = await placed({ shop: { ...shop, phone: '+7 916 200-30-50' } });
    expect(lines('owner').map(({ address }) => address)).toEqual(['shop@lavka.example', '+7 916 200-30-50']);
  });

  test('is reminded to accept or reject within three days, and their supervisor is told when they do not (6.7)', async () => {
    const { shop, sent } = await placed();
    await shop.advanceTo('2026-03-20T00:00');
    expect(sent().slice(3)).toEqual([
      '03-04T10:00 acceptance-reminder email owner',
      '03-05T08:00 acceptance-last-call email owner',
      '03-05T08:00 acceptance-last-call sms owner',
      '03-05T11:00 acceptance-overdue email owner',
      '03-05T11:00 acceptance-overdue sms owner',
      '03-05T11:00 acceptance-escalated email supervisor',
      '03-05T11:00 acceptance-escalated sms supervisor',
    ]);
  });

  test.each([
    ['accepts', { event: 'order.accept' }],
    ['rejects', { event: 'order.cancel', payload: { reason: 'Нет на складе' } }],
  ] as const)('is not reminded who %s in time (6.7)', async (_does, happening) => {
    const { shop, sent, step } = await placed();
    await step(happening);
    await shop.advanceTo('2026-03-20T00:00');
    expect(sent('owner')).toHaveLength(2);
    expect(sent('supervisor')).toEqual([]);
  });

  test('is reminded in other numbers of days and hours, and nobody is told who is not there (6.7)', async () => {
    const { supervisor: _, ...alone } = aShop;
    const { shop, sent } = await placed({ shop: alone }, { acceptDays: 2, reminderAt: '09:00', lastCallHours: 5 });
    await shop.advanceTo('2026-03-20T00:00');
    expect(sent().slice(3)).toEqual([
      '03-03T09:00 acceptance-reminder email owner',
      '03-04T06:00 acceptance-last-call email owner',
      '03-04T06:00 acceptance-last-call sms owner',
      '03-04T11:00 acceptance-overdue email owner',
      '03-04T11:00 acceptance-overdue sms owner',
    ]);
  });
});

describe('the history of an order', () => {
  const at = '2026-03-02T11:30:00+03:00';
  const history = [
    { at, status: 'accepted', by: 'ТАЙНЫЙ-МЕНЕДЖЕР', note: 'ТАЙНАЯ заметка' },
    { at, note: 'ТАЙНАЯ вторая' },
    { at, status: 'Собран' },
  ];

  test('is kept, notes included, for the shop’s people; no buyer reads a note in any message (6.8)', async () => {
    const { step, lines, shop, order } = await placed({ history }, { buyerSms: true });
    await step({ fact: 'note.added', payload: { note: 'ТАЙНАЯ третья', by: 'ТАЙНЫЙ-АВТОР' } });
    await step({ fact: 'message.written', payload: { text: 'Здравствуйте!' } });
    await step({ event: 'payment.payOnline' }, { actor: 'gateway' });
    await step({ event: 'order.accept' });
    await step({ event: 'order.complete' });
    const secret = /ТАЙН|my\.lavka\.example/;
    const everything = shop.transports.email.messages.concat();
    const toBuyer = everything.filter(({ role }) => role === 'buyer');
    expect(toBuyer.map(({ rule }) => rule)).toEqual([
      'order-placed',
      'message',
      'payment-received',
      'order-accepted',
      'order-completed',
    ]);
    for (const { rule, text, html, subjectLine } of toBuyer) expect(`${subjectLine} ${text} ${html}`, rule).not.toMatch(secret);
    for (const { rule, text, role } of everything.filter(({ role }) => role !== 'buyer'))
      expect(text, `${rule} ${role}`).toMatch(secret);
    for (const { text, role } of lines().filter(({ channel, role }) => channel === 'sms' && role === 'buyer'))
      expect(text, role).not.toMatch(secret);
    const completed = toBuyer.at(-1)?.text ?? '';
    expect(completed).toContain('02.03.2026, 11:30 — принят\n');
    expect(completed).toContain('02.03.2026, 11:30 — Собран\n');
    const all = await shop.history(order, '1024');
    expect(new Set(all.map(({ role }) => role))).toEqual(new Set(['buyer', 'owner', 'supervisor', 'staff']));
  });

  test('shows a buyer what they were sent, and nothing that the shop’s people were told (6.8)', async () => {
    const { step, shop, order } = await placed({ history });
    await step({ fact: 'note.added', payload: { note: 'ТАЙНАЯ', by: 'Ольга' } });
    await step({ event: 'order.accept' });
    const shown = await shop.customerHistory(order, '1024');
    expect(shown.map(({ role, title }) => [role, title])).toEqual([
      ['buyer', 'Заказ оформлен'],
      ['buyer', 'Заказ принят'],
    ]);
    for (const role of ['owner', 'staff', 'supervisor'] as const)
      await expect(shop.customerHistory(order, '1024', { roles: [role] })).rejects.toMatchObject({ code: 'unknown-role' });
  });

  test.each([
    ['a note', '{{#each history}}{{note}}{{/each}}', 'history.note'],
    ['who wrote it', '{{history.0.by}}', 'history.by'],
    ['the way into the cabinet', '{{manageUrl}}', 'manageUrl'],
    ['the history for the shop', '{{> theProcessingText}}', 'history.note'],
  ])('no text for a buyer can be written that reads %s (6.8)', (_what, text, path) => {
    const { lifecycles, rules } = tiu();
    const make = (rule: string) => () => {
      const templates = { ...orderTexts.templates, [rule]: { ...orderTexts.templates[rule], email: { subject: 'S', text } } };
      const helpers = { acceptUntil: () => new Date(0), webAddress: () => '' };
      const set = defineTemplates(lifecycles.order, {
        defaultLocale: 'ru',
        locales: { ru: { ...orderTexts, templates } },
        helpers,
      });
      return createTestNotifier({ rules, templates: [set], start: '2026-03-02T11:00' });
    };
    expect(problemsOf(make('order-accepted'))).toContainEqual(
      expect.stringMatching(
        new RegExp(`^internal-path .*'${path.replace('.', '\\.')}' is internal\\..*rule 'order-accepted' tells 'buyer'`),
      ),
    );
    expect(make('owner-paid-online'), 'control: the owner may read it').not.toThrow();
  });
});

describe('options', () => {
  test('that do not exist or do not fit are told all at once', () => {
    const options = { acceptDays: 0, reminderAt: '25:00', lastCallHours: 'six', buyerSMS: true } as unknown as TiuOptions;
    expect(problemsOf(() => tiu(options))).toEqual([
      'invalid-value | options.acceptDays: 0 does not fit. Expected a whole number of days from 1 to 30, such as 3.',
      "invalid-value | options.reminderAt: '25:00' does not fit. Expected a local time HH:mm from 00:00 to 23:59, such as '10:00'.",
      "invalid-value | options.lastCallHours: 'six' does not fit. Expected a whole number of hours from 1 to 23, such as 3.",
      expect.stringMatching(/^unknown-option \| options\.buyerSMS: unknown option 'buyerSMS'\. Did you mean 'buyerSms'\?/),
    ]);
    expect(problemsOf(() => tiu('x' as unknown as TiuOptions))).toEqual([
      "invalid-value | options: 'x' does not fit. Expected an object such as { acceptDays: 3 }.",
    ]);
  });

  test('that are given as undefined are those that were not given', () => {
    expect(tiu({ acceptDays: undefined, buyerSms: undefined }).rules.order.rows).toEqual(tiu().rules.order.rows);
  });
});

test('a wall clock that is changed keeps the time of day of the deadline', async () => {
  const shop = { ...aShop, timeZone: 'Europe/Berlin' };
  const world = shopOf();
  await world.shop.clock.advanceTo('2026-03-27T12:00');
  await world.shop.handleTransition(world.order, { created: anOrder({ shop, placedAt: '2026-03-27T10:00:00+01:00' }) });
  await world.shop.advanceTo('2026-04-02T00:00');
  // The clocks of Berlin go forward on 29 March: 10:00 there is 11:00 in Moscow then.
  expect(world.sent('supervisor')[0]).toBe('03-30T11:00 acceptance-escalated email supervisor');
});
