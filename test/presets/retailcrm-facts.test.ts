import { describe, expect, it, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { type OrderInput, type RetailcrmOptions, retailcrm } from '../../src/presets/retailcrm/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anna, anOrder, aSite, fullOrder } from './retailcrm-samples.js';

/** Plays changes of one order, an hour apart from the first; what was sent, `day time rule channel`, and the texts. */
async function played(
  steps: readonly [Partial<OrderInput>, ...Partial<OrderInput>[]],
  options: RetailcrmOptions = {},
  start = '2026-03-02T10:00',
) {
  const { lifecycles, rules, templates, enabled } = retailcrm(options);
  const world = createTestNotifier({ rules, templates, enabled, start, timeZone: 'Europe/Moscow' });
  let order: OrderInput = anOrder(steps[0]);
  await world.handleTransition(lifecycles.order, { created: order });
  for (const step of steps.slice(1)) {
    await world.advanceBy({ hours: 1 });
    const answer = await world.handleTransition(lifecycles.order, { before: order, after: { ...order, ...step } });
    // What a link has changed as well, the host saves.
    if (answer.ok) order = answer.subject;
  }
  await world.advanceBy({ days: 8 });
  const sent = world.timeline().filter(({ outcome }) => outcome === 'sent');
  return {
    lines: sent.map(({ at, rule, channel }) => `${at.slice(5, 16)} ${rule} ${channel}`),
    rules: [...new Set(sent.map(({ rule }) => rule))],
    textOf: (name: string, by: string) => sent.find(({ rule, channel }) => rule === name && channel === by)?.text ?? '',
  };
}

const both = (at: string, rule: string) => [`${at} ${rule} email`, `${at} ${rule} sms`];

describe('a row asks', () => {
  it('for a field that has changed, its old value and its new one: a number that comes when the parcel is on its way (4.1)', async () => {
    const { lines } = await played([
      { trackNumber: 'A' },
      { trackNumber: 'B' },
      { status: 'send-to-delivery', trackNumber: null },
      { trackNumber: 'C' },
      { status: 'delivering' },
      { trackNumber: null },
      { trackNumber: 'D' },
      { totalSumm: 1 },
    ]);
    expect(lines.filter((line) => line.includes('track-number'))).toEqual([
      ...both('03-02T13:00', 'track-number'),
      ...both('03-02T16:00', 'track-number'),
    ]);
  });

  it('for a group of statuses: told once, however the order moves within the group (4.1)', async () => {
    const { lines } = await played([
      {},
      { status: 'no-call' },
      { status: 'cancel-other' },
      { status: 'new' },
      { status: 'no-product' },
    ]);
    expect(lines).toEqual([
      ...both('03-02T10:00', 'order-accepted'),
      ...both('03-02T11:00', 'cancelled'),
      ...both('03-02T14:00', 'cancelled'),
    ]);
  });

  it('for conditions on the order, and for the time of day in its zone (4.1)', async () => {
    const options = { orderMethods: ['one-click'], openingHours: { from: '12:00', to: '20:00' } };
    expect((await played([{}], options)).lines).toEqual([]);
    expect((await played([{ orderMethod: null }], options)).lines).toEqual([]);
    const oneClick = { orderMethod: { code: 'one-click' } };
    expect((await played([oneClick], options)).rules).toEqual(['order-accepted-after-hours']);
    expect((await played([oneClick], options, '2026-03-02T19:59')).rules).toEqual(['order-accepted']);
    const inOmsk = { ...oneClick, site: { ...aSite, timeZone: 'Asia/Omsk' } };
    expect((await played([inOmsk], options)).rules).toEqual(['order-accepted']);
  });

  it('for conditions of the shop’s own, and for its own statuses (4.1)', async () => {
    const { lifecycles, rules, templates, enabled } = retailcrm({
      statuses: { delivery: ['at-customs'] },
      conditions: { dear: { path: 'totalSumm', is: '>', than: 10_000 } },
    });
    const order = lifecycles.order.rules({
      ...rules.order.rows,
      held: { on: 'status.at-customs', if: 'dear', template: 'cancelled', to: 'customer', by: ['sms'] },
    });
    expect(() => {
      // @ts-expect-error: the shop has no such condition
      lifecycles.order.rules({ held: { on: 'status.at-customs', if: 'cheap', to: 'customer', by: ['sms'] } });
    }).toThrow("unknown condition 'cheap'");
    expect(() => {
      // @ts-expect-error: the shop has no such status
      lifecycles.order.rules({ held: { on: 'status.at-custom', to: 'customer', by: ['sms'] } });
    }).toThrow('at-customs');
    const world = createTestNotifier({
      rules: [order],
      templates: [templates.order],
      enabled,
      start: '2026-03-02T10:00',
      timeZone: 'Europe/Moscow',
    });
    for (const [number, totalSumm] of [
      ['1', 9_999],
      ['2', 10_001],
    ] as const) {
      await world.handleTransition(lifecycles.order, { created: anOrder({ number, totalSumm }) });
      await world.handleTransition(lifecycles.order, { subject: anOrder({ number, totalSumm }), event: 'status.set-at-customs' });
    }
    await world.advanceBy({ minutes: 1 });
    expect(world.timeline().filter(({ rule }) => rule === 'held')).toMatchObject([{ subject: '2', outcome: 'sent' }]);
  });
});

describe('the chain of notices', () => {
  it('goes from the new order to the delivered one, with both texts of each (4.2)', async () => {
    const { lines } = await played([
      { payment: { when: 'ahead' } },
      { status: 'client-confirmed' },
      { status: 'prepayed' },
      { status: 'send-to-assembling' },
      { status: 'assembling-complete' },
      { status: 'send-to-delivery', trackNumber: '10042' },
      { status: 'delivering' },
      { status: 'courier' },
      { status: 'pickup-point' },
      { status: 'post-office' },
      { status: 'complete' },
    ]);
    expect(lines).toEqual([
      ...both('03-02T10:00', 'order-accepted'),
      ...both('03-02T11:00', 'order-agreed'),
      ...both('03-02T12:00', 'prepaid'),
      ...both('03-02T15:00', 'handed-to-delivery'),
      ...both('03-02T17:00', 'handed-to-courier'),
      ...both('03-02T18:00', 'at-pickup-point'),
      ...both('03-02T19:00', 'at-post-office'),
      '03-02T20:00 delivered email',
    ]);
  });

  it('says within working hours that the shop calls soon, and outside of them when it calls (4.2)', async () => {
    const soon = await played([{}]);
    expect(soon.textOf('order-accepted', 'sms')).toBe('Лавка ламп: заказ 1001C принят. Скоро позвоним и уточним детали.');
    const later = await played([{ site: { ...aSite, opensAt: '10:30', closesAt: '21:00' } }]);
    expect(later.rules).toEqual(['order-accepted-after-hours']);
    expect(later.textOf('order-accepted-after-hours', 'email')).toContain('Мы работаем ежедневно с 10:30 до 21:00');
  });

  it('leaves out orders of some sites, or with a mark in the comment, from beginning to end (4.2)', async () => {
    const options = { excludedSites: ['MPB'], excludedComments: ['C11', 'drop1'] };
    const steps = [{ status: 'send-to-assembling' }, { status: 'send-to-delivery' }, { status: 'complete' }] as const;
    expect((await played([{ site: { ...aSite, code: 'MPB' } }, ...steps], options)).lines).toEqual([]);
    expect((await played([{ customerComment: 'для drop1' }, ...steps], options)).lines).toEqual([]);
    expect((await played([{ customerComment: 'для drop' }, ...steps], options)).rules).toHaveLength(4);
  });

  it('confirms new orders of the methods in a list, and tells of the others from there on (4.2)', async () => {
    const options = { orderMethods: ['shopping-cart', 'one-click'] };
    const rulesFor = async (code: string) =>
      (await played([{ orderMethod: { code } }, { status: 'send-to-assembling' }], options)).rules;
    expect(await rulesFor('one-click')).toEqual(['order-accepted', 'sent-to-assembling']);
    expect(await rulesFor('phone')).toEqual(['sent-to-assembling']);
  });

  it('tells of the warehouse once: with the payment, or without one (4.2)', async () => {
    expect((await played([{}, { status: 'prepayed' }, { status: 'send-to-assembling' }])).rules).toEqual([
      'order-accepted',
      'prepaid',
    ]);
    expect((await played([{}, { status: 'client-confirmed' }, { status: 'send-to-assembling' }])).rules).toEqual([
      'order-accepted',
      'sent-to-assembling',
    ]);
  });

  it('tells of a payment once, whether the status says so or the gateway, and not of money taken at the door (4.2)', async () => {
    const paid = { payment: { status: 'paid' } } as const;
    const prepaid = (lines: readonly string[]) => lines.filter((line) => line.includes('prepaid sms'));
    expect(prepaid((await played([{}, { status: 'prepayed' }, { status: 'new' }, { status: 'prepayed' }])).lines)).toHaveLength(
      1,
    );
    expect(prepaid((await played([{}, paid, { status: 'prepayed' }])).lines)).toHaveLength(1);
    expect(prepaid((await played([{}, { status: 'courier' }, { status: 'complete', ...paid }])).lines)).toEqual([]);
  });

  it.each([
    ['russian-post', 'Почта России', 'https://www.pochta.ru/tracking?barcode=RA%201'],
    ['sdek-to-door', 'СДЭК', 'https://www.cdek.ru/ru/tracking/?order_id=RA%201'],
    ['sdek-to-point', 'СДЭК', 'https://www.cdek.ru/ru/tracking/?order_id=RA%201'],
    ['international', 'Экспресс', 'https://t.17track.net/ru#nums=RA%201'],
    ['dhl', 'DHL', 'https://dhl.example/RA%201'],
  ])('links to the carrier of the delivery type %s (4.2)', async (code, name, url) => {
    const carriers = { dhl: { name: 'DHL', url: 'https://dhl.example/{number}' } };
    const deliveryType = { code, name: 'Экспресс' };
    const { textOf } = await played([{}, { status: 'send-to-delivery', deliveryType, trackNumber: 'RA 1' }], { carriers });
    expect(textOf('handed-to-delivery', 'sms')).toBe(`Лавка ламп: заказ 1001C отправлен (${name}). Трек-номер RA 1: ${url}`);
    expect(textOf('handed-to-delivery', 'email')).toContain(`Отследить посылку: ${url}`);
  });

  it('names no link where the carrier is not known, and no number where there is none (4.2)', async () => {
    const { textOf } = await played([
      {},
      { status: 'send-to-delivery', deliveryType: { code: 'constructor', name: 'Дрон' }, trackNumber: '1' },
    ]);
    expect(textOf('handed-to-delivery', 'sms')).toBe('Лавка ламп: заказ 1001C отправлен (Дрон). Трек-номер 1.');
    const without = await played([{}, { status: 'send-to-delivery' }]);
    expect(without.textOf('handed-to-delivery', 'email')).toContain('Трек-номер пришлём отдельно');
  });

  it('names the courier, the phone, the day and what is due (4.2)', async () => {
    const { textOf } = await played([{}, { ...fullOrder, status: 'courier' }]);
    expect(textOf('handed-to-courier', 'sms').replaceAll('\u00a0', ' ')).toBe(
      'Лавка ламп: заказ 1001C у курьера, доставка 06.03.2026. Илья, +7 903 000-11-22. К оплате 4 097,50 ₽.',
    );
    const paid = await played([{}, { ...fullOrder, payment: { status: 'paid' }, status: 'courier' }]);
    expect(paid.textOf('handed-to-courier', 'sms')).not.toContain('К оплате');
  });

  it('names the post office, and the address of the pickup point with its hours (4.2)', async () => {
    const { textOf } = await played([{}, { ...fullOrder, status: 'post-office' }, { status: 'pickup-point' }]);
    expect(textOf('at-post-office', 'email')).toContain('101000, ул. Мясницкая, 26');
    expect(textOf('at-post-office', 'sms')).toContain('Возьмите паспорт. Посылка 10042518843.');
    expect(textOf('at-pickup-point', 'sms')).toContain('Москва, ул. Лесная, 5. До 12.03.2026.');
    expect(textOf('at-pickup-point', 'email')).toContain('10:00–21:00');
  });

  it('lists the items, and is signed as the site signs (4.2)', async () => {
    const { textOf } = await played([{}]);
    const text = textOf('order-accepted', 'email').replaceAll('\u00a0', ' ');
    expect(text).toContain('• Настольная лампа «Север»\n  1 штука × 3 490 ₽');
    expect(text).toContain('• Батарейка\n  5 штук × 45,50 ₽');
    expect(text).toContain('С уважением,\nЛавка ламп');
    const bare = (await played([{ items: [] }, { status: 'complete' }])).textOf('delivered', 'email');
    expect(bare, 'no heading where nothing is listed').not.toContain('Состав заказа');
    expect(text).toContain('■ Состав заказа\n• ');
    const signed = await played([{ site: { ...aSite, signature: 'Ваша Лавка' } }]);
    expect(signed.textOf('order-accepted', 'email')).toContain('Ваша Лавка\n');
    expect(signed.textOf('order-accepted', 'email')).not.toContain('С уважением');
  });
});

describe('the ladder of an unpaid order', () => {
  it('has four rows: 6 hours, 24 hours, 3 days and 6 days after the order', async () => {
    const { lines } = await played([{ payment: { when: 'ahead' } }], { reminderAt: '11:00' });
    expect(lines.filter((line) => line.includes('unpaid'))).toEqual([
      ...both('03-02T16:00', 'unpaid-6h'),
      ...both('03-03T10:00', 'unpaid-24h'),
      ...both('03-05T11:00', 'unpaid-3d'),
      ...both('03-08T11:00', 'unpaid-6d'),
    ]);
  });

  it.each<readonly [string, Partial<OrderInput>]>([
    ['the order is paid', { payment: { when: 'ahead', status: 'paid' } }],
    ['it is given the status of one that is', { status: 'prepayed' }],
    ['it is cancelled', { status: 'no-call' }],
    ['it is sent all the same', { status: 'send-to-assembling' }],
    ['it is agreed to be paid on delivery', { payment: { when: 'on-delivery' } }],
  ])('ends when %s', async (_when, step) => {
    const { rules } = await played([{ payment: { when: 'ahead' } }, step]);
    expect(rules.filter((rule) => rule?.startsWith('unpaid'))).toEqual([]);
  });

  it('does not begin for an order that is paid when it is handed over', async () => {
    expect((await played([{}])).rules).toEqual(['order-accepted']);
  });
});

describe('options', () => {
  const problemsOf = (options: unknown): readonly string[] => {
    try {
      // Whatever a program without types hands over.
      retailcrm(options as RetailcrmOptions);
    } catch (error) {
      if (error instanceof OrderbellError) return error.problems.map(({ place, message }) => `${place}: ${message}`);
      throw error;
    }
    return [];
  };

  test.each<readonly [string, unknown, string]>([
    ['one that does not exist', { reminderrAt: '10:00' }, "options: unknown option 'reminderrAt'. Did you mean 'reminderAt'?"],
    [
      'a group that does not exist',
      { statuses: { deliveri: ['x'] } },
      "options.statuses: unknown option 'deliveri'. Did you mean 'delivery'?",
    ],
    [
      'a status of the preset',
      { statuses: { delivery: ['courier'] } },
      "options.statuses.delivery: the status 'courier' is in the group 'delivery' already",
    ],
    [
      'a status twice',
      { statuses: { delivery: ['x'], cancel: ['x'] } },
      "options.statuses.cancel: the status 'x' is in the group 'delivery' already",
    ],
    [
      'a code that rules cannot name',
      { statuses: { delivery: ['at customs'] } },
      'options.statuses.delivery.0: Expected a code such as',
    ],
    [
      'a link without a number',
      { carriers: { dhl: { name: 'DHL', url: 'https://dhl.example' } } },
      "options.carriers.dhl.url: Expected an address with https:// and '{number}' in it.",
    ],
    ['a time that is none', { reminderAt: '24:30' }, 'options.reminderAt: Expected a local time HH:mm'],
    ['half of the hours', { openingHours: { from: '09:00' } }, 'options.openingHours.to: '],
    [
      'a condition of the preset',
      { conditions: { 'paid ahead': { all: [] } } },
      "options.conditions: 'paid ahead' is a condition of the preset.",
    ],
    ['a condition that is none', { conditions: { x: { path: 'a' } } }, 'options.conditions.x: Expected a condition such as'],
    [
      'a condition on a field that orders do not have',
      { conditions: { x: { not: { path: 'sit.code', in: ['a'] } } } },
      "options.conditions.x: unknown field 'sit.code'. Did you mean 'site.code'?",
    ],
    ['no object', 'all', 'options: Expected an object such as'],
  ])('refuse %s', (_what, options, problem) => {
    const problems = problemsOf(options);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  test('are reported all at once', () => {
    expect(problemsOf({ a: 1, reminderAt: 7, smsEnabled: 'no' })).toHaveLength(3);
  });

  test('switch SMS off', async () => {
    expect((await played([{}], { smsEnabled: false })).lines).toEqual(['03-02T10:00 order-accepted email']);
  });
});

describe('an order', () => {
  const schema = retailcrm({ statuses: { delivery: ['at-customs'] } }).lifecycles.order.model.schema;

  test.each([anOrder(), fullOrder, anOrder({ status: 'at-customs', customer: { ...anna, locale: 'en' } })])(
    'is read from what it reads as',
    (order) => {
      const once = schema.parse(order);
      expect(schema.parse(once)).toEqual(once);
    },
  );

  test('with a status that the shop does not have is refused, with those it has', () => {
    expect(() => schema.parse(anOrder({ status: 'at-custom' }))).toThrow(
      /there is no status 'at-custom'. Known: new, .*at-customs/,
    );
  });
});
