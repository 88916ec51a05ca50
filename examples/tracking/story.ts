/**
 * What happened before anybody looks at the page: an order of a coffee shop that is delivered tomorrow, and the return of an earlier one.
 * @module
 */
import { createNotifier, type Notifier } from 'orderbell';
import { memory } from 'orderbell/memory';
import { type B2cpl, b2cpl, type Order, type OrderInput, type Return, type ReturnInput } from 'orderbell/presets/b2cpl';
import { fakeClock, recording } from 'orderbell/testing';

const timeZone = 'Europe/Moscow';
const shop = { id: 'kofe', name: 'Кофейня дома', url: 'https://kofe.example', phone: '+7 495 000-11-22' };
const carrier = {
  name: 'Быстрая доставка',
  phone: '+7 800 000-33-44',
  intervals: [
    { from: '10:00', to: '14:00' },
    { from: '14:00', to: '18:00' },
  ],
};
const receiver = { id: 'R-1', name: 'Анна Смирнова', email: 'anna@example.com', phone: '+7 926 123-45-67' };
const courier = { name: 'Илья', phone: '+7 903 111-22-33' };
const address = 'Казань, ул. Баумана, д. 5, кв. 12';

const placed: OrderInput = {
  no: 'A-1042',
  placedAt: '2026-03-03T12:00:00+03:00',
  timeZone,
  status: 'placed',
  shop,
  carrier,
  name: 'Кофемолка ручная & турка «Медь»',
  receiver,
  amountDue: 4990,
  delivery: { method: 'courier', region: true, address },
};

const requested: ReturnInput = {
  no: 'V-77',
  order: 'A-0981',
  timeZone,
  status: 'requested',
  shop,
  carrier,
  name: 'Чашка, 2 шт.',
  receiver,
  point: { address: 'Казань, ул. Пушкина, д. 20' },
};

/** What the page is shown from. */
export interface Story {
  readonly notifier: Notifier<unknown>;
  readonly lifecycles: B2cpl['lifecycles'];
  readonly orders: ReadonlyMap<string, Order>;
  readonly returns: ReadonlyMap<string, Return>;
}

/** Plays the story up to the evening before the delivery. Nothing is sent to anybody. */
export async function playStory(): Promise<Story> {
  const { lifecycles, rules, templates, enabled } = b2cpl();
  const clock = fakeClock('2026-03-03T12:00', { timeZone });
  const transports = { email: recording('email'), sms: recording('sms') };
  const signals = { order: { call: () => Promise.resolve() } };
  const notifier = createNotifier({ rules, templates, enabled, signals, transports, store: memory(), clock });
  const orders = new Map<string, Order>();
  const returns = new Map<string, Return>();

  /** Delivers what is due until a time, then has an order or return changed. */
  const at = async (time: string, happen: () => Promise<unknown>) => {
    const until = new Date(`2026-${time}:00+03:00`);
    for (
      let next = (await notifier.tick()).nextDueAt;
      next !== undefined && next <= until;
      next = (await notifier.tick()).nextDueAt
    )
      await clock.advanceTo(next);
    await clock.advanceTo(until);
    await happen();
    await notifier.tick();
  };
  type OrderEvent = 'order.handOver' | 'order.arrive' | 'order.dispatch';
  const order = async (event: OrderEvent | undefined, changes: Partial<Order> = {}) => {
    const before = known(orders.get(placed.no));
    const after = { ...before, ...changes };
    const change = event === undefined ? { before, after } : { before, subject: after, event };
    const result = await notifier.handleTransition(lifecycles.order, change);
    if (result.ok) orders.set(placed.no, result.subject);
  };

  await at('03-03T12:00', async () => {
    const result = await notifier.handleTransition(lifecycles.order, { created: placed });
    if (result.ok) orders.set(placed.no, result.subject);
  });
  await at('03-04T10:00', () => order('order.handOver'));
  await at('03-07T09:00', () => order('order.arrive', { arrivedOn: '2026-03-07' }));
  await notifier.receipt('sms', { id: 'sms-1', state: 'delivered' });
  const { delivery } = known(orders.get(placed.no));
  await at('03-07T20:15', () =>
    order(undefined, { delivery: { ...delivery, slot: { day: '2026-03-09', from: '14:00', to: '18:00' } } }),
  );
  await at('03-08T11:00', async () => {
    const result = await notifier.handleTransition(lifecycles.return, { created: requested });
    if (result.ok) returns.set(requested.no, result.subject);
  });
  await at('03-08T13:30', async () => {
    const before = known(returns.get(requested.no));
    const collection = { slot: { day: '2026-03-09', from: '14:00', to: '18:00' }, address, courier };
    const change = { before, subject: { ...before, collection }, event: 'return.bookCourier' } as const;
    const result = await notifier.handleTransition(lifecycles.return, change);
    if (result.ok) returns.set(requested.no, result.subject);
  });
  await at('03-08T20:00', () => order('order.dispatch', { delivery: { ...known(orders.get(placed.no)).delivery, courier } }));
  return { notifier, lifecycles, orders, returns };
}

function known<T>(parcel: T | undefined): T {
  if (parcel === undefined) throw new Error('the story begins with it');
  return parcel;
}
