import { describe, expect, it, test } from 'vitest';
import type { Rule } from '../../src/core/rule.js';
import type { Shape } from '../../src/core/shape.js';
import { type B2cplOptions, b2cpl, type OrderInput, type ReturnInput } from '../../src/presets/b2cpl/index.js';
import type { SentEvent } from '../../src/runtime/events.js';
import { createTestNotifier } from '../../src/testing/index.js';
import { anna, anOpenOrder, anOrder, aPickup, aReturn, courier, point } from './b2cpl-samples.js';

/** A shop with its carrier at noon of Tuesday 3 March 2026 in Moscow; `called` are the orders that somebody is to call about. */
function aShop(options?: B2cplOptions) {
  const { lifecycles, rules, templates, enabled } = b2cpl(options);
  const called: string[] = [];
  const notifier = createTestNotifier({
    rules,
    templates,
    enabled,
    start: new Date('2026-03-03T12:00:00+03:00'),
    signals: { order: { call: (order: { readonly no: string }) => void called.push(order.no) } },
  });
  const sent: SentEvent[] = [];
  notifier.on('sent', (event) => void sent.push(event));
  const told = () => sent.map(({ job, channel }) => `${job.rule} by ${channel}`);
  return { notifier, called, sent, told, ...lifecycles };
}

const open = { slot: undefined, method: 'courier', region: true } as const;

describe('one side informs at each stage (5.1)', () => {
  const rowsOf = (options?: B2cplOptions) => {
    const { rules } = b2cpl(options);
    // Rows of either lifecycle, read without the names of their own.
    return Object.entries({ ...rules.order.rows, ...rules.return.rows }) as [string, Rule<Shape>][];
  };

  it('as the settings divide them, and by default the carrier from the arrival on', () => {
    const owners = (options?: B2cplOptions) =>
      rowsOf(options).flatMap(([name, { owner }]) => (owner === 'carrier' ? [name] : []));
    expect(owners()).toEqual([
      'choose-delivery',
      'call-to-agree',
      'delivery-day',
      'delivery-missed',
      'at-pickup-point',
      'pickup-reminder',
      'collection-day',
      'return-on-the-way',
    ]);
    expect(owners({ stages: { handedOver: 'carrier', arrived: 'shop', courierBooked: 'shop', onTheWay: 'shop' } })).toEqual([
      'handed-over',
      'delivery-day',
      'at-pickup-point',
      'pickup-reminder',
    ]);
  });

  it('and two programs, each for its side, tell together what one tells for both, and nothing twice', async () => {
    const live = async (options: B2cplOptions) => {
      const { notifier, order, told } = aShop(options);
      await notifier.handleTransition(order, { created: anOpenOrder({ arrivedOn: '2026-03-05' }) });
      await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.handOver' });
      await notifier.advanceTo(new Date('2026-03-05T10:00:00+03:00'));
      const arrived = await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.arrive' });
      if (!arrived.ok) throw new Error(arrived.message);
      await notifier.tick();
      const slot = { day: '2026-03-06', from: '10:00', to: '14:00' };
      const after = { ...arrived.subject, delivery: { ...arrived.subject.delivery, slot } };
      await notifier.handleTransition(order, { before: arrived.subject, after });
      await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.dispatch' });
      await notifier.advanceTo(new Date('2026-03-06T12:00:00+03:00'));
      await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.deliver' });
      await notifier.advanceTo(new Date('2026-03-07T12:00:00+03:00'));
      return told();
    };
    const [both, shop, carrier] = [await live({}), await live({ informs: 'shop' }), await live({ informs: 'carrier' })];
    expect(both).toEqual([
      'order-later by email',
      'handed-over by email',
      'choose-delivery by sms',
      'change-noted by email',
      'delivery-day by sms',
      'order-delivered by email',
    ]);
    expect(shop).toEqual(['order-later by email', 'handed-over by email', 'order-delivered by email']);
    expect(carrier).toEqual(['choose-delivery by sms', 'change-noted by email', 'delivery-day by sms']);
    expect([...shop, ...carrier].sort()).toEqual([...both].sort());
  });

  it('on one channel: the other has its turn only where the first does not take it', async () => {
    const { notifier, order, told } = aShop();
    await notifier.handleTransition(order, { created: anOrder({ receiver: { ...anna, email: undefined } }) });
    await notifier.tick();
    expect(told()).toEqual(['order-next-day by sms']);
  });

  it('and what waits when the stage passes to the other side is not sent', async () => {
    const { notifier, order, told } = aShop();
    await notifier.pause({ rule: 'handed-over' });
    await notifier.handleTransition(order, { created: anOpenOrder() });
    await notifier.tick();
    await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.handOver' });
    await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.arrive' });
    await notifier.resume({ rule: 'handed-over' });
    await notifier.tick();
    expect(told()).toEqual(['order-later by email', 'choose-delivery by sms']);
    const history = await notifier.history(order, 'A-1042');
    expect(history.find(({ rule }) => rule === 'handed-over')).toMatchObject({
      status: 'skipped',
      why: "'carrier' informs at this stage, not 'shop'",
    });
  });
});

describe('next day and later (5.2)', () => {
  test.each<[string, OrderInput, string]>([
    ['the next day', anOrder(), 'order-next-day'],
    [
      'the same day',
      anOrder({ delivery: { method: 'courier', slot: { day: '2026-03-03', from: '14:00', to: '18:00' } } }),
      'order-next-day',
    ],
    [
      'the second day',
      anOrder({ delivery: { method: 'courier', slot: { day: '2026-03-05', from: '10:00', to: '14:00' } } }),
      'order-later',
    ],
    ['the next day in a region', anOrder({ delivery: { method: 'courier', region: true } }), 'order-later'],
    ['a day that is still to be agreed', anOpenOrder(), 'order-later'],
    ['a pickup point', aPickup(), 'order-later'],
    [
      'the next day by the calendar of the receiver, where it is already tomorrow',
      anOrder({
        placedAt: '2026-03-03T20:00:00+03:00',
        timeZone: 'Asia/Vladivostok',
        delivery: { method: 'courier', slot: { day: '2026-03-05', from: '10:00', to: '14:00' } },
      }),
      'order-next-day',
    ],
  ])('an order for %s', async (_what, created, rule) => {
    const { notifier, order, told } = aShop();
    await notifier.handleTransition(order, { created });
    await notifier.tick();
    expect(told()).toEqual([`${rule} by email`]);
  });

  it('nobody calls about a next-day delivery, nor asks for a day, nor tells that it is on its way', async () => {
    const { notifier, order, told, called } = aShop();
    await notifier.handleTransition(order, { created: anOrder({ arrivedOn: '2026-03-03' }) });
    await notifier.tick();
    for (const event of ['order.handOver', 'order.arrive'] as const)
      await notifier.handleTransition(order, { subject: 'A-1042', event });
    await notifier.advanceTo(new Date('2026-03-06T12:00:00+03:00'));
    expect(told()).toEqual(['order-next-day by email']);
    expect(called).toEqual([]);
  });

  it('who has not chosen a day is called once, and who has is not', async () => {
    const { notifier, order, called } = aShop();
    await notifier.handleTransition(order, { created: anOpenOrder({ status: 'arrived', arrivedOn: '2026-03-03' }) });
    const chosen = anOpenOrder({ no: 'A-2', status: 'arrived', arrivedOn: '2026-03-03' });
    const { subject: before } = await created(notifier.handleTransition(order, { created: chosen }));
    const slot = { day: '2026-03-06', from: '14:00', to: '18:00' };
    await notifier.handleTransition(order, { before, after: { ...before, delivery: { ...before.delivery, slot } } });
    await notifier.advanceTo(new Date('2026-03-04T10:59:59+03:00'));
    expect(called).toEqual([]);
    await notifier.advanceTo(new Date('2026-03-10T12:00:00+03:00'));
    expect(called).toEqual(['A-1042']);
  });
});

describe('on the day of delivery (5.3)', () => {
  const dispatched = anOrder({ status: 'withCourier', delivery: { method: 'courier', courier } });

  it('the notice comes in the morning, and at once where the courier got the parcel later', async () => {
    const { notifier, order, sent } = aShop();
    await notifier.handleTransition(order, { created: dispatched });
    await notifier.handleTransition(order, { created: anOrder({ no: 'A-2', status: 'arrived' }) });
    await notifier.advanceTo(new Date('2026-03-04T09:30:00+03:00'));
    await notifier.handleTransition(order, { subject: 'A-2', event: 'order.dispatch' });
    await notifier.tick();
    const days = sent.filter(({ job }) => job.rule === 'delivery-day');
    expect(days.map(({ at, job }) => [job.subject, at.toISOString()])).toEqual([
      ['A-1042', '2026-03-04T05:00:00.000Z'],
      ['A-2', '2026-03-04T06:30:00.000Z'],
    ]);
  });

  it('moves with the day that the receiver chooses', async () => {
    const { notifier, order, sent } = aShop();
    const { subject: before } = await created(notifier.handleTransition(order, { created: dispatched }));
    const slot = { day: '2026-03-06', from: '18:00', to: '22:00' };
    await notifier.handleTransition(order, { before, after: { ...before, delivery: { ...before.delivery, slot } } });
    await notifier.advanceTo(new Date('2026-03-07T12:00:00+03:00'));
    const days = sent.filter(({ job }) => job.rule === 'delivery-day');
    expect(days.map(({ at }) => at.toISOString())).toEqual(['2026-03-06T05:00:00.000Z']);
    expect(days[0]?.text).toContain('с 18:00 до 22:00');
  });
});

describe('what the receiver changes (5.5)', () => {
  const base = anOrder({ status: 'handedOver' });
  test.each<[string, Partial<OrderInput>]>([
    ['the date', { delivery: { ...base.delivery, slot: { day: '2026-03-05', from: '10:00', to: '14:00' } } }],
    ['the interval', { delivery: { ...base.delivery, slot: { day: '2026-03-04', from: '14:00', to: '18:00' } } }],
    ['the address', { delivery: { ...base.delivery, address: 'Москва, ул. Новая, д. 1' } }],
    ['the way of delivery', { delivery: { method: 'pickup', point } }],
    ['the phone', { receiver: { ...anna, phone: '+79260000000' } }],
    ['all of them at once', { delivery: { method: 'pickup', point }, receiver: { ...anna, phone: '+79260000000' } }],
  ])('is confirmed once: %s', async (_what, changes) => {
    const { notifier, order, told } = aShop();
    const { subject: before } = await created(notifier.handleTransition(order, { created: base }));
    const after = order.model.schema.parse({ ...base, ...changes });
    await notifier.tick();
    const first = told().length;
    // What the schema of the lifecycle has parsed.
    await notifier.handleTransition(order, { before, after: after as typeof before });
    await notifier.tick();
    expect(told().slice(first)).toEqual(['change-noted by email']);
  });

  it('is not confirmed where nothing of it has changed', async () => {
    const { notifier, order, told } = aShop();
    const { subject: before } = await created(notifier.handleTransition(order, { created: base }));
    await notifier.handleTransition(order, { before, after: { ...before, amountDue: 100 } });
    await notifier.tick();
    expect(told().filter((text) => text.startsWith('change-noted'))).toEqual([]);
  });
});

describe('a return (5.6)', () => {
  it('has a lifecycle and notices of its own, and nothing of it touches the order', async () => {
    const { notifier, order, return: back, told } = aShop();
    await notifier.handleTransition(order, { created: anOrder({ status: 'delivered' }) });
    await notifier.handleTransition(back, { created: aReturn() });
    for (const event of ['return.bookCourier', 'return.handIn', 'return.receive', 'return.refund'] as const) {
      await notifier.advanceTo(new Date(notifier.clock.now().getTime() + 3_600_000));
      await notifier.handleTransition(back, { subject: 'V-77', event });
    }
    await notifier.tick();
    expect(told()).toEqual([
      'order-delivered by email',
      'return-how-to by email',
      'return-on-the-way by sms',
      'return-received by email',
      'return-refunded by email',
    ]);
    expect((await notifier.history(order, 'A-1042')).map(({ rule }) => rule)).toEqual(['order-delivered']);
  });

  it('refuses what its stage does not allow', async () => {
    const { notifier, return: back } = aShop();
    const created: ReturnInput = aReturn();
    await notifier.handleTransition(back, { created });
    expect(await notifier.handleTransition(back, { subject: 'V-77', event: 'return.refund' })).toMatchObject({
      ok: false,
      allowed: ['return.bookCourier', 'return.handIn', 'return.cancel'],
    });
  });
});

describe('the view of the customer (5.4)', () => {
  it('has everything that was sent on all channels, in order, each with its title, and no address in full', async () => {
    const { notifier, order, sent } = aShop();
    await notifier.handleTransition(order, { created: anOpenOrder({ ...open, arrivedOn: '2026-03-04' }) });
    await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.handOver' });
    await notifier.advanceTo(new Date('2026-03-04T10:00:00+03:00'));
    await notifier.handleTransition(order, { subject: 'A-1042', event: 'order.arrive' });
    await notifier.advanceTo(new Date('2026-03-06T10:00:00+03:00'));
    const messages = await notifier.customerHistory(order, 'A-1042');
    expect(messages.map(({ channel, address, title }) => [channel, address, title])).toEqual([
      ['email', 'a***@example.com', 'Заказ принят'],
      ['email', 'a***@example.com', 'Заказ передан в доставку'],
      ['sms', '+7 *** *** 45 67', 'Выбор дня и времени доставки'],
    ]);
    // Nothing is missing of what went out, and nothing else is there.
    expect(messages.map(({ at, channel }) => [at.toISOString(), channel])).toEqual(
      sent.map(({ at, channel }) => [at.toISOString(), channel]),
    );
    const english = await notifier.customerHistory(order, 'A-1042', { locale: 'en' });
    expect(english.map(({ title }) => title)).toEqual([
      'Order received',
      'Handed over to the carrier',
      'Choosing day and time of delivery',
    ]);
  });
});

/** The answer to a change that is allowed. */
async function created<T extends { readonly ok: boolean }>(answer: Promise<T>): Promise<Extract<T, { readonly ok: true }>> {
  const result = await answer;
  if (!result.ok) throw new Error('refused');
  // It was just asked whether it is one.
  return result as Extract<T, { readonly ok: true }>;
}
