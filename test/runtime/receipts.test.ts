import { describe, expect, test } from 'vitest';
import { RetryableDeliveryError } from '../../src/core/errors.js';
import type { DeliveryState, Receipt, Sent } from '../../src/ports/transport.js';
import type { ReceiptEvent } from '../../src/runtime/events.js';
import { aBooking, booking } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

const rules = booking.rules({ 'order-placed': { on: 'order.processing', to: 'booker', by: ['sms'] } });

/** A shop that has told one booker by SMS. */
async function told(change: (shop: ReturnType<typeof studio>) => void = () => {}) {
  const shop = studio({ rules });
  change(shop);
  const events: ReceiptEvent[] = [];
  shop.notifier.on('receipt', (event) => events.push(event));
  await shop.notifier.handleTransition(booking, { created: aBooking({ no: 'B-1' }) });
  await shop.notifier.tick();
  const heard = async () => (await shop.notifier.history(booking, 'B-1'))[0]?.receipt;
  return { ...shop, events, heard };
}

/** Has a transport answer when it is asked, one by one or many at a time. */
function asked(sms: ReturnType<typeof studio>['sms'], answer: (sent: readonly Sent[]) => readonly Receipt[]) {
  const questions: (readonly Sent[])[] = [];
  const ask = async (sent: readonly Sent[]) => {
    questions.push(sent);
    return answer(sent);
  };
  Object.assign(sms, { receipts: ask });
  return questions;
}

const underway = ({ id }: Sent): Receipt => ({ id, state: 'underway', word: 'ACCEPTD' });

describe('a receipt that a provider posts', () => {
  test('is kept with its job, told of and counted', async () => {
    const { notifier, clock, events, heard } = await told();
    const answer = await notifier.receipt('gateway', { id: 'gateway-1', state: 'delivered', word: 'DELIVRD' });
    expect(answer).toMatchObject({ ok: true, results: [{ outcome: 'applied', id: 'gateway-1', state: 'delivered' }] });
    expect(await heard()).toEqual({ state: 'delivered', word: 'DELIVRD', at: clock.now().getTime() });
    expect(events).toMatchObject([
      { transport: 'gateway', outcome: 'applied', id: 'gateway-1', state: 'delivered', job: { subject: 'B-1', status: 'sent' } },
    ]);
    expect((await notifier.health()).receipts).toEqual({ applied: 1, alreadyKnown: 0, unknown: 0, refused: 0 });
  });

  test('changes nothing when it comes again, and is told as such', async () => {
    const { notifier, clock, events, heard } = await told();
    const receipt = { id: 'gateway-1', state: 'undelivered', word: 'UNDELIV' };
    await notifier.receipt('gateway', receipt);
    const before = await heard();
    await clock.advanceBy({ minutes: 3 });
    expect(await notifier.receipt('gateway', receipt)).toMatchObject({ ok: true, results: [{ outcome: 'already-known' }] });
    expect(await heard()).toEqual(before);
    expect(events.map(({ outcome }) => outcome)).toEqual(['applied', 'already-known']);
    expect((await notifier.health()).receipts).toMatchObject({ applied: 1, alreadyKnown: 1 });
  });

  test.each<readonly [readonly DeliveryState[], DeliveryState]>([
    [['delivered', 'underway'], 'delivered'],
    [['underway', 'delivered'], 'delivered'],
    [['delivered', 'undelivered'], 'delivered'],
    [['undelivered', 'expired'], 'undelivered'],
    [['expired', 'underway'], 'expired'],
    [['undelivered', 'delivered'], 'delivered'],
    [['underway', 'partly-delivered', 'rejected'], 'partly-delivered'],
  ])('may come out of order: of %j remains %s', async (states, left) => {
    const { notifier, heard } = await told();
    for (const state of states) await notifier.receipt('gateway', { id: 'gateway-1', state });
    expect((await heard())?.state).toBe(left);
  });

  test('for a message that nobody has sent is unknown, and the provider is to come again', async () => {
    const { notifier, events, heard } = await told();
    const answer = await notifier.receipt('gateway', [
      { id: 'gateway-9', state: 'delivered' },
      { id: 'gateway-1', state: 'delivered' },
    ]);
    expect(answer).toMatchObject({ ok: false, results: [{ outcome: 'unknown', id: 'gateway-9' }, { outcome: 'applied' }] });
    expect(await heard()).toMatchObject({ state: 'delivered' });
    expect(events).toMatchObject([{ outcome: 'unknown', job: undefined }, { outcome: 'applied' }]);
    expect((await notifier.health()).receipts).toMatchObject({ applied: 1, unknown: 1 });
  });

  test.each([
    [{ forged: true }, 'receipt-forged'],
    [{ id: 'gateway-1', state: 'eaten' }, 'receipt-invalid'],
    ['rubbish', 'receipt-invalid'],
    [undefined, 'receipt-invalid'],
  ])('is refused and counted where it is forged or cannot be read: %j', async (payload, code) => {
    const { notifier, events, heard } = await told();
    const answer = await notifier.receipt('gateway', payload);
    expect(answer).toMatchObject({ ok: false, results: [{ outcome: 'refused', code, why: expect.stringContaining('gateway') }] });
    expect(await heard()).toBeUndefined();
    expect(events).toMatchObject([{ outcome: 'refused', code }]);
    expect((await notifier.health()).receipts).toEqual({ applied: 0, alreadyKnown: 0, unknown: 0, refused: 1 });
  });

  test('needs a transport that reads receipts', async () => {
    const { notifier } = await told(({ email }) => Object.assign(email, { readReceipt: undefined }));
    await expect(notifier.receipt('twilo', {})).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining("unknown transport 'twilo'"),
    });
    await expect(notifier.receipt('smtp', {})).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining("'smtp' reads no receipts"),
    });
  });

  test('of somebody who was forgotten is unknown', async () => {
    const { notifier } = await told();
    await notifier.forget(booking, 'B-1');
    expect(await notifier.receipt('gateway', { id: 'gateway-1', state: 'delivered' })).toMatchObject({
      results: [{ outcome: 'unknown' }],
    });
  });

  test('is kept once, however many come at the same time', async () => {
    const { notifier, events } = await told();
    const receipt = { id: 'gateway-1', state: 'delivered' };
    await Promise.all(Array.from({ length: 5 }, () => notifier.receipt('gateway', receipt)));
    expect(events.map(({ outcome }) => outcome).sort()).toEqual([...Array(4).fill('already-known'), 'applied']);
  });
});

describe('a provider that is asked', () => {
  test('is asked after a minute, then less and less often, and after three days no more', async () => {
    let questions: readonly (readonly Sent[])[] = [];
    const minutes: number[] = [];
    const { notifier, clock, events } = await told(({ sms }) => {
      questions = asked(sms, (sent) => sent.map(underway));
    });
    const start = clock.now().getTime();
    notifier.start();
    for (let hour = 0; hour < 100; hour += 1) {
      const before = questions.length;
      for (let minute = 0; minute < 60 && hour < 1; minute += 1) {
        const known = questions.length;
        await clock.advanceBy({ minutes: 1 });
        if (questions.length > known) minutes.push((clock.now().getTime() - start) / 60_000);
      }
      if (hour > 0) await clock.advanceBy({ hours: 1 });
      if (hour > 0 && questions.length > before) minutes.push((clock.now().getTime() - start) / 60_000);
    }
    await notifier.stop();
    expect(minutes.map((minute) => Math.round(minute))).toEqual([1, 5, 30, 120, 360, 1440, 2880, 4320]);
    expect(questions[0]).toEqual([{ id: 'gateway-1', address: '+886912345678' }]);
    // That nothing has changed is no news.
    expect(events.map(({ outcome }) => outcome)).toEqual(['applied']);
  });

  test('is asked no more once the message has arrived', async () => {
    let questions: readonly (readonly Sent[])[] = [];
    const { notifier, clock, heard } = await told(({ sms }) => {
      questions = asked(sms, (sent) => sent.map(({ id }) => ({ id, state: 'delivered', word: 'DELIVRD' })));
    });
    await clock.advanceBy({ minutes: 1 });
    expect(await notifier.pollReceipts()).toEqual({ asked: 1, applied: 1, failed: 0 });
    expect(await heard()).toMatchObject({ state: 'delivered' });
    await clock.advanceBy({ days: 2 });
    expect(await notifier.pollReceipts()).toEqual({ asked: 0, applied: 0, failed: 0 });
    expect(questions).toHaveLength(1);
  });

  test('may be asked for many messages at once, and say nothing of some', async () => {
    let questions: readonly (readonly Sent[])[] = [];
    const shop = await told(({ sms }) => {
      questions = asked(sms, (sent) => sent.slice(1).map(({ id }) => ({ id, state: 'expired', word: 'EXPIRED' })));
    });
    for (const no of ['B-2', 'B-3']) await shop.notifier.handleTransition(booking, { created: aBooking({ no }) });
    await shop.notifier.tick();
    await shop.clock.advanceBy({ minutes: 2 });
    expect(await shop.notifier.pollReceipts()).toEqual({ asked: 3, applied: 2, failed: 0 });
    expect(questions.map((sent) => sent.length)).toEqual([3]);
    await shop.clock.advanceBy({ minutes: 5 });
    expect(await shop.notifier.pollReceipts()).toEqual({ asked: 1, applied: 0, failed: 0 });
  });

  test('may fail: that is told, disturbs no delivery, and it is asked again', async () => {
    const errors: unknown[] = [];
    let isDown = true;
    const { notifier, clock, heard, sms } = await told((shop) => {
      asked(shop.sms, (sent) => {
        if (isDown) throw new RetryableDeliveryError('no connection');
        return sent.map(({ id }) => ({ id, state: 'delivered', word: 'DELIVRD' }));
      });
      shop.notifier.on('error', ({ error }) => errors.push(error));
    });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    expect(errors).toMatchObject([{ code: 'delivery-retryable', message: 'no connection' }]);
    await notifier.handleTransition(booking, { created: aBooking({ no: 'B-2' }) });
    await clock.advanceBy({ minutes: 0 });
    expect(sms.messages).toHaveLength(2);
    isDown = false;
    await clock.advanceBy({ minutes: 11 });
    expect(await heard()).toMatchObject({ state: 'delivered' });
    await notifier.stop();
    expect(clock.pending()).toEqual([]);
  });

  test('that never answers holds up no other question', async () => {
    const { notifier, clock } = await told(({ sms }) => {
      Object.assign(sms, { receipt: () => new Promise(() => {}), timeout: 2_000 });
    });
    const errors: unknown[] = [];
    notifier.on('error', ({ error }) => errors.push(error));
    await clock.advanceBy({ minutes: 1 });
    const polling = notifier.pollReceipts();
    await clock.advanceBy({ minutes: 1 });
    expect(await polling).toEqual({ asked: 1, applied: 0, failed: 1 });
    expect(errors).toMatchObject([{ message: expect.stringContaining('did not answer within 2000 ms') }]);
  });

  test('sets no timer where nobody is to be asked', async () => {
    const { notifier, clock } = studio({ rules, longestSleep: 600_000 });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    expect(clock.pending()).toHaveLength(1);
    await notifier.stop();
  });
});
