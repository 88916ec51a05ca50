import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type MemoryStore, memory } from '../../src/adapters/memory/index.js';
import { OrderbellError, PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../src/core/errors.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import type { EmailMessage, Message, Transport } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { recording } from '../../src/testing/recording.js';
import { aCreditShop, aMember, member, shop, site } from '../builders/credits.js';
import { problemsOf } from '../builders/problems.js';

const price = 0.85;

/** The same store for a process that dies before it has told anybody of anything. */
function dying(store: MemoryStore): MemoryStore {
  return new Proxy(store, {
    get(target, name) {
      if (name === 'change') return () => Promise.reject(new Error('the process has died'));
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}

describe('what a message costs (1.b4)', () => {
  test('0.85 point a domestic message, 3 an international one', async () => {
    const { notifier, ask, account } = aCreditShop();
    await notifier.credits.topUp(site.id, { points: 10, key: 'k' });
    await ask(1);
    expect((await account()).points).toBe(9.15);
    await ask(1, { phone: '0912-345-678' });
    expect((await account()).points).toBe(8.3);
    await ask(1, { phone: '+4915112345678' });
    expect((await account()).points).toBe(5.3);
  });

  test('domestic is what is sent within the country of the shop', async () => {
    const { notifier, ask, account } = aCreditShop();
    await notifier.credits.topUp(site.id, { points: 10, key: 'k' });
    const abroad = { ...site, country: 'US' };
    await ask(1, { shop: abroad, phone: '+12015550123' });
    expect((await account()).points).toBe(9.15);
    await ask(1, { shop: abroad });
    expect((await account()).points).toBe(6.15);
  });

  test('a long SMS counts its parts', async () => {
    const { notifier, sms, ask, account } = aCreditShop();
    await notifier.credits.topUp(site.id, { points: 10, key: 'k' });
    await ask(1, { shop: { ...site, name: '陶'.repeat(80) } });
    expect(sms.last?.text.length).toBeGreaterThan(70);
    expect((await account()).points).toBe(10 - 2 * price);
  });

  test('prices, and who is domestic, can be set for any provider', async () => {
    const prices = { smartdove: { domestic: 2, international: 5, paidFrom: 'ledger' } } as const;
    const { notifier, ask, account } = aCreditShop({
      credits: { prices, isDomestic: ({ address }) => address.startsWith('+49') },
    });
    await notifier.credits.topUp(site.id, { points: 10, key: 'k' });
    await ask(1, { phone: '+4915112345678' });
    await ask(1);
    expect(await account()).toMatchObject({ points: 3, messagesLeft: 1 });
  });

  test('what goes by e-mail, or through a transport without a price, costs nothing', async () => {
    const free = recording<Message>('free');
    const { notifier, ask } = aCreditShop({ sms: [free] });
    await ask(2);
    expect(free.messages).toHaveLength(2);
    expect(await notifier.credits.of(site.id)).toEqual([]);
  });

  test('each site has a ledger of its own, and what has no site is paid for by the site of the options', async () => {
    const { notifier, ask } = aCreditShop({ credits: { site: 'S-2' } });
    await notifier.credits.topUp('S-1', { points: 10, key: 'k' });
    await notifier.credits.topUp('S-2', { points: 20, key: 'k' });
    await ask(1);
    const points = async (name?: string) => (await notifier.credits.of(name)).map((account) => account.points);
    expect([await points('S-1'), await points('S-2'), await points()]).toEqual([[9.15], [20], [20]]);
  });
});

describe('points are exchanged (1.b4)', () => {
  test('once for each key, however often it is called', async () => {
    const { notifier, account } = aCreditShop();
    const exchange = { points: 100, key: 'exchange-1' };
    expect(await notifier.credits.topUp(site.id, exchange)).toEqual({ points: 100, isNew: true });
    expect(await notifier.credits.topUp(site.id, exchange)).toEqual({ points: 100, isNew: false });
    await expect(notifier.credits.topUp(site.id, { ...exchange, points: 50 })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('100 points before, not 50'),
    });
    expect((await account()).points).toBe(100);
  });

  test('in the transaction in which the host takes them from what newsletters and cart reminders share', async () => {
    const { notifier, store, account } = aCreditShop();
    const fail = new Error('the shared balance does not suffice');
    const exchange = store.transaction(async (tx) => {
      await notifier.credits.topUp(site.id, { points: 100, key: 'exchange-1', tx });
      throw fail;
    });
    await expect(exchange).rejects.toBe(fail);
    expect((await account()).points).toBe(0);
    await store.transaction((tx) => notifier.credits.topUp(site.id, { points: 100, key: 'exchange-1', tx }));
    expect((await account()).points).toBe(100);
  });

  test.each([
    ['no points', { points: 0 }],
    ['points that are no number', { points: Number.NaN }],
    ['no key', { key: '' }],
    ['a channel that nothing is paid for', { channel: 'email' }],
  ])('%s are refused, and nothing is added', async (_, wrong) => {
    const { notifier, account } = aCreditShop();
    const topUp = notifier.credits.topUp(site.id, { points: 10, key: 'k', ...wrong });
    await expect(topUp).rejects.toMatchObject({ code: 'invalid-argument', message: expect.stringMatching(/Expected/) });
    expect((await account()).points).toBe(0);
  });
});

describe('TwSMS is topped up at its own site (1.b4)', () => {
  function twsms(amount: number) {
    const transport = recording<Message>('twsms');
    const state = { amount, asked: 0 };
    const balance: NonNullable<Transport['balance']> = async () => {
      state.asked += 1;
      return { amount: state.amount, unit: 'messages' };
    };
    return { transport: Object.assign(transport, { balance }), state };
  }

  test('its balance is asked for when the back office looks, and counts domestic messages', async () => {
    const { transport, state } = twsms(80);
    const { notifier, account, low } = aCreditShop({ sms: [transport] });
    expect(await account()).toMatchObject({ transport: 'twsms', points: 80, messagesLeft: 80, warnings: [{ line: 100 }] });
    expect(low).toMatchObject([{ line: 100, transport: 'twsms', site: site.id }]);
    state.amount = 500;
    expect(await account()).toMatchObject({ points: 500, warnings: [] });
    const topUp = notifier.credits.topUp(site.id, { points: 5, key: 'k' });
    await expect(topUp).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('top up the account there'),
    });
  });

  test('it is asked now and then while messages go out, and the merchant is told', async () => {
    const { transport, state } = twsms(40);
    const { notifier, ask, clock, email, low } = aCreditShop({ sms: [transport] });
    await notifier.handleTransition(shop, { created: { shop: site } });
    await ask(5);
    expect([state.asked, transport.messages.length]).toEqual([1, 5]);
    expect(email.messages.map(({ subjectLine }) => subjectLine)).toEqual(['簡訊點數即將使用完畢']);
    await clock.advanceBy({ minutes: 10 });
    await ask(5);
    expect([state.asked, low.length, email.messages.length]).toEqual([2, 2, 1]);
  });

  test('a provider that does not tell its balance holds up nothing', async () => {
    const { transport, state } = twsms(40);
    const { ask, account, errors } = aCreditShop({ sms: [transport] });
    const broken = new RetryableDeliveryError('twsms: busy');
    Object.assign(transport, { balance: () => Promise.reject(broken) });
    await ask(2);
    expect([transport.messages.length, errors, state.asked]).toEqual([2, [broken], 0]);
    expect(await account()).toMatchObject({ points: 0, error: broken });
  });

  test('an account that is empty at the provider costs no attempt, and the message goes when it is topped up', async () => {
    const { transport } = twsms(0);
    const { notifier, ask, clock } = aCreditShop({ sms: [transport] });
    transport.failNext(new RetryableDeliveryError('twsms: out of credit', { reason: 'no-credit' }), 3);
    await ask(1);
    for (let times = 0; times < 3; times++) {
      await clock.advanceBy({ minutes: 15 });
      await notifier.tick();
    }
    expect(transport.messages).toHaveLength(1);
    expect(await notifier.history(member, 'M-1')).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });
});

describe('warnings (1.b5)', () => {
  const low = (messages: number) => ({ points: messages * price, key: `up to ${messages}` });

  test('fewer than 100 domestic messages: a warning at the next login, until it was seen', async () => {
    const { notifier, ask, account, low: events, clock } = aCreditShop();
    await notifier.credits.topUp(site.id, low(101));
    await ask(1);
    expect(await account()).toMatchObject({ messagesLeft: 100, warnings: [] });
    await ask(3);
    expect(await account()).toMatchObject({ messagesLeft: 97, warnings: [{ line: 100, since: clock.now() }] });
    await notifier.credits.seen(site.id);
    await ask(1);
    expect(await account()).toMatchObject({ messagesLeft: 96, warnings: [] });
    expect(events).toMatchObject([{ channel: 'sms', site: site.id, line: 100, messagesLeft: 99, transport: undefined }]);
  });

  test('fewer than 50: an e-mail 簡訊點數即將使用完畢 to the merchant, once per crossing and not once per message', async () => {
    const { notifier, ask, email, low: events } = aCreditShop();
    await notifier.handleTransition(shop, { created: { shop: site, merchant: { name: '王小明', email: 'wang@example.com' } } });
    await notifier.credits.topUp(site.id, low(51));
    await ask(1);
    expect(email.messages).toEqual([]);
    await ask(4);
    expect(email.messages).toMatchObject([
      { address: 'wang@example.com', subjectLine: '簡訊點數即將使用完畢', rule: 'credits-low' },
    ]);
    expect(email.last?.text).toContain('49 則國內簡訊');
    expect(events.map(({ line }) => line)).toEqual([100, 50]);
  });

  test('a top-up above the line arms it again', async () => {
    const { notifier, ask, email } = aCreditShop();
    await notifier.handleTransition(shop, { created: { shop: site } });
    await notifier.credits.topUp(site.id, low(50));
    await ask(2);
    await notifier.credits.topUp(site.id, { points: 0.85, key: 'still below' });
    await ask(1);
    expect(email.messages).toHaveLength(1);
    await notifier.credits.topUp(site.id, { points: 5 * price, key: 'above' });
    await ask(6);
    expect(email.messages).toHaveLength(2);
  });

  test('the lines can be set', async () => {
    const { notifier, ask, low: events } = aCreditShop({ credits: { warnBelow: 3, mailBelow: 2 } });
    await notifier.handleTransition(shop, { created: { shop: site } });
    await notifier.credits.topUp(site.id, low(4));
    await ask(3);
    expect(events.map(({ line, messagesLeft }) => [line, messagesLeft])).toEqual([
      [3, 2],
      [2, 1],
    ]);
  });

  test('a crossing that a process died over is told by the next one, once', async () => {
    const store = memory();
    const first = aCreditShop({ store });
    await first.notifier.handleTransition(shop, { created: { shop: site } });
    await first.notifier.credits.topUp(site.id, low(50));
    const second = aCreditShop({ store: dying(store), clock: first.clock });
    await first.notifier.handleTransition(member, {
      subject: aMember(1),
      fact: 'phone.verification',
      payload: { code: '482913' },
    });
    await second.notifier.tick();
    expect([second.sms.messages.length, second.email.messages.length, second.low.length]).toEqual([1, 0, 1]);
    for (let times = 0; times < 2; times++) {
      const next = aCreditShop({ store, clock: first.clock });
      await next.account();
      await next.notifier.tick();
      expect(next.email.messages).toHaveLength(times === 0 ? 1 : 0);
    }
  });

  test('a merchant whom nobody has told of is an error, and the mail follows when the shop is known', async () => {
    const { notifier, ask, email, errors, clock } = aCreditShop();
    await notifier.credits.topUp(site.id, low(50));
    await ask(2);
    expect(errors).toMatchObject([{ code: 'unknown-subject' }]);
    await notifier.handleTransition(shop, { created: { shop: site } });
    await clock.advanceBy({ minutes: 2 });
    await ask(1);
    expect(email.messages).toHaveLength(1);
  });
});

describe('an empty account', () => {
  test('costs no attempt: the message waits, says why, and goes when there is credit', async () => {
    const { notifier, ask, sms, clock, low } = aCreditShop();
    await ask(2);
    expect(sms.attempts).toEqual([]);
    const [job] = await notifier.history(member, 'M-1');
    expect(job).toMatchObject({
      status: 'scheduled',
      attempts: 0,
      code: 'postponed',
      why: expect.stringMatching(/out of credit/),
    });
    expect(low.map(({ line }) => line)).toEqual([0]);
    await notifier.credits.topUp(site.id, { points: 1, key: 'k' });
    await clock.advanceBy({ minutes: 15 });
    await notifier.tick();
    expect(sms.messages).toHaveLength(1);
    expect(await notifier.history(member, 'M-1')).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });

  test('a message that may fall back is sent by e-mail', async () => {
    const parcel = defineLifecycle('parcel', {
      schema: z.object({ no: z.string() }),
      key: ({ no }) => no,
      timeZone: 'Asia/Taipei',
      machines: {},
      states: {},
      facts: { 'parcel.here': z.object({}) },
      roles: { buyer: () => ({ name: 'Ann', phone: '0912-345-678', email: 'ann@example.com' }) },
    });
    const [sms, email] = [recording<Message>('smartdove'), recording<EmailMessage>('email')];
    const by = { firstOf: ['sms', 'email'] } as const;
    const notifier = createNotifier({
      rules: [parcel.rules({ here: { on: 'parcel.here', to: 'buyer', by } })],
      templates: [
        defineTemplates(parcel, {
          defaultLocale: 'en',
          locales: {
            en: {
              templates: {
                here: { sms: 'It is here', email: { subject: 'Here', html: '<p>It is here</p>', text: 'It is here' } },
              },
            },
          },
        }),
      ],
      transports: { sms, email },
      credits: { sms: {} },
      store: memory(),
    });
    const tell = async (no: string) => {
      await notifier.handleTransition(parcel, { subject: { no }, fact: 'parcel.here', payload: {} });
      await notifier.tick();
      return [sms.messages.length, email.messages.length];
    };
    expect(await tell('P-1')).toEqual([0, 1]);
    await notifier.credits.topUp('default', { points: 1, key: 'k' });
    expect(await tell('P-2')).toEqual([1, 1]);
    expect(await tell('P-3')).toEqual([1, 2]);
    expect(await notifier.history(parcel, 'P-3')).toMatchObject([{ status: 'sent', channel: 'email', attempts: 1 }]);
  });

  test('is given up like any other message that waits too long', async () => {
    const { notifier, ask, clock } = aCreditShop();
    await ask(1);
    await clock.advanceBy({ days: 4 });
    await notifier.tick();
    const [job] = await notifier.history(member, 'M-1');
    expect(job).toMatchObject({ status: 'failed', why: expect.stringMatching(/given up .* out of credit/) });
  });
});

describe('what became of a message', () => {
  const ends: readonly (readonly [string, Error, number])[] = [
    ['refused for good: given back', new PermanentDeliveryError('no such number'), 0],
    ['not taken now: given back', new RetryableDeliveryError('busy'), 0],
    ['an answer that was lost: spent', new UnknownOutcomeError('no answer'), 1],
    ['something that a transport should not throw: spent', new Error('socket hang up'), 1],
  ];
  test.each(ends)('%s', async (_, error, spent) => {
    const { notifier, ask, sms, account } = aCreditShop();
    await notifier.credits.topUp(site.id, { points: 100, key: 'k' });
    sms.failNext(error);
    await ask(1);
    expect(await account()).toMatchObject({ points: 100 - spent * price, held: 0 });
  });

  test('a transport that fails over gives back before the next one is paid', async () => {
    const first = recording<Message>('smartdove');
    const other = recording<Message>('other');
    const prices = {
      smartdove: { domestic: 0.85, international: 3, paidFrom: 'ledger' },
      other: { domestic: 2, international: 3, paidFrom: 'ledger' },
    } as const;
    const { notifier, ask, account } = aCreditShop({ sms: [first, other], credits: { prices } });
    await notifier.credits.topUp(site.id, { points: 100, key: 'k' });
    first.failNext(new RetryableDeliveryError('busy'));
    await ask(1);
    expect([other.messages.length, (await account()).points]).toEqual([1, 98]);
  });

  test('a store that cannot be asked sends nothing', async () => {
    const store = memory();
    const { notifier, ask, sms } = aCreditShop({ store });
    await notifier.credits.topUp(site.id, { points: 100, key: 'k' });
    const { read } = store.records;
    const away = new OrderbellError('store-unavailable', 'away');
    Object.assign(store.records, { read: () => Promise.reject(away) });
    const breaks: unknown[] = [];
    notifier.on('breaker', (event) => breaks.push(event));
    await ask(6);
    // No failure of the provider's: its breaker stays closed.
    expect([sms.attempts, breaks]).toEqual([[], []]);
    Object.assign(store.records, { read });
    expect(await notifier.history(member, 'M-1')).toMatchObject([{ status: 'scheduled', code: 'store-unavailable' }]);
  });

  test('many at a time are charged with few writes, and never more than there is', async () => {
    const store = memory();
    const { notifier, ask, sms, account } = aCreditShop({ store, concurrency: 50 });
    await notifier.credits.topUp(site.id, { points: 20 * price, key: 'k' });
    const { write } = store.records;
    let writes = 0;
    Object.assign(store.records, {
      write: (...given: Parameters<typeof write>) => {
        writes += 1;
        return write.apply(store.records, given);
      },
    });
    await ask(50);
    expect([sms.messages.length, await account()]).toMatchObject([20, { points: 0, held: 0, messagesLeft: 0 }]);
    expect(writes).toBeLessThan(30);
  });
});

test('settings that make no sense are refused, all at once', () => {
  const prices = { smartdove: { domestic: 0, international: 3, paidFrom: 'purse' }, smartdoof: {} };
  // What a host without types may hand in.
  const credits = { warnBelow: -1, mailBelov: 5, prices } as object;
  expect(problemsOf(() => aCreditShop({ credits }))).toEqual([
    expect.stringMatching(/mailBelov.*Did you mean 'mailBelow'/),
    expect.stringMatching(/credits.sms.warnBelow: expected a whole number above 0, got -1/),
    expect.stringMatching(/credits.sms.prices.smartdove.domestic: expected a number above 0/),
    expect.stringMatching(/credits.sms.prices.smartdove.paidFrom: expected 'ledger' or 'provider', got purse/),
    expect.stringMatching(/smartdoof.*Did you mean 'smartdove'/),
    expect.anything(),
    expect.anything(),
    expect.anything(),
  ]);
});

test('a store without records is refused at definition, and only where credits are counted', () => {
  const store = Object.assign(memory(), { records: undefined });
  // Only the records are missing.
  expect(problemsOf(() => aCreditShop({ store: store as never }))).toEqual([expect.stringMatching(/store-without-records/)]);
});
