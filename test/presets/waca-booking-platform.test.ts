/** A platform of two shops, one with each provider of SMS: everything that the preset prepares, switched on as its page shows. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import { smartdove } from '../../src/adapters/smartdove/index.js';
import { twsms } from '../../src/adapters/twsms/index.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { wacaBooking } from '../../src/presets/waca-booking/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { startGateway } from '../../src/testing/gateways/start-gateway.js';
import { recording } from '../../src/testing/recording.js';
import { aBooking, aMember, aSession, aShop } from './waca-booking-samples.js';

async function aGateway<Name extends 'smartdove' | 'twsms'>(name: Name) {
  const gateway = await startGateway(name);
  onTestFinished(() => gateway.close());
  return gateway;
}

async function aPlatform() {
  const [dove, taiwan] = [await aGateway('smartdove'), await aGateway('twsms')];
  const { lifecycles, rules, templates, enabled, verification } = wacaBooking();
  const email = recording<EmailMessage>('smtp');
  const clock = fakeClock('2026-03-02T11:00', { timeZone: 'Asia/Taipei' });
  const notifier = createNotifier({
    rules,
    templates,
    enabled,
    transports: { email, sms: [smartdove(dove.options), twsms(taiwan.options)] },
    store: memory(),
    clock,
    signals: { booking: { 'order.fail': () => undefined } },
    credits: { sms: {} },
    verification: { ...verification, keys: ['a key of at least thirty-two characters'] },
    sites: { 'shop-1': { transports: { sms: 'smartdove' } }, 'shop-2': { transports: { sms: 'twsms' } } },
    texts: { allowedHosts: ['xiaorizi.example'] },
  });
  const shopOf = (id: string) => ({ ...aShop, id, preVisitNotes: undefined });
  const placed = async (id: string, no = `B-${id}`) => {
    const created = aBooking({ no, shop: shopOf(id), sessions: [aSession({ status: 'pending' })] });
    await notifier.handleTransition(lifecycles.booking, { created });
    await notifier.tick();
  };
  const points = async (id: string) => (await notifier.credits.of(id)).find(({ transport }) => transport === undefined)?.points;
  return { notifier, points, dove, taiwan, email, clock, lifecycles, shopOf, placed };
}

describe('a platform of shops', () => {
  test('sends the SMS of each shop by the provider that it has chosen, beside the e-mail (1.b3)', async () => {
    const { notifier, dove, taiwan, email, placed } = await aPlatform();
    await notifier.credits.topUp('shop-1', { points: 100, key: 'first' });
    await placed('shop-1');
    await placed('shop-2');
    expect(dove.messages.map(({ text }) => text)).toEqual([expect.stringContaining('B-shop-1')]);
    expect(taiwan.messages.map(({ text }) => text)).toEqual([expect.stringContaining('B-shop-2')]);
    expect(email.messages.map(({ site }) => site)).toEqual(['shop-1', 'shop-2']);
  });

  test('charges points to who has SMARTDOVE, and nothing to who has an account at TwSMS (1.b4)', async () => {
    const { notifier, points, taiwan, placed } = await aPlatform();
    await notifier.credits.topUp('shop-1', { points: 100, key: 'exchange-1' });
    await placed('shop-1');
    await placed('shop-2');
    expect(await points('shop-1')).toBe(99.15);
    expect(taiwan.balance).toBe(999);
    // The same exchange told twice adds once.
    await notifier.credits.topUp('shop-1', { points: 100, key: 'exchange-1' });
    expect(await points('shop-1')).toBe(99.15);
  });

  test('warns at the next login below 100 messages, and writes to the merchant below 50, once for each crossing (1.b5)', async () => {
    const { notifier, email, lifecycles, shopOf, placed } = await aPlatform();
    const created = { shop: shopOf('shop-1'), merchant: { name: '王小明', email: 'owner@xiaorizi.example' } };
    await notifier.handleTransition(lifecycles.shop, { created });
    await notifier.credits.topUp('shop-1', { points: 50 * 0.85, key: 'first' });
    await placed('shop-1');
    await notifier.tick();
    const mails = email.messages.filter(({ rule }) => rule === 'credits-low');
    expect(mails).toMatchObject([{ address: 'owner@xiaorizi.example', subjectLine: '簡訊點數即將使用完畢' }]);
    const [account] = await notifier.credits.of('shop-1');
    expect(account?.warnings.map(({ line }) => line)).toEqual([100, 50]);
    const written = () => email.messages.filter(({ rule }) => rule === 'credits-low').length;
    await placed('shop-1', 'B-2');
    await notifier.tick();
    expect(written()).toBe(1);
    // 48 messages are left: above the line with three more, and below it again with the second that is sent.
    await notifier.credits.topUp('shop-1', { points: 3 * 0.85, key: 'second' });
    const counts: number[] = [];
    for (const no of ['B-3', 'B-4', 'B-5']) {
      await placed('shop-1', no);
      await notifier.tick();
      counts.push(written());
    }
    expect(counts).toEqual([1, 2, 2]);
  });

  test('verifies the phone of a member who signs up (1.a10)', async () => {
    const { notifier, taiwan, shopOf } = await aPlatform();
    const started = await notifier.verification.start(aMember({ shop: shopOf('shop-2') }));
    await notifier.tick();
    const code = /\d{6}/.exec(taiwan.messages[0]?.text ?? '')?.[0] ?? '';
    expect(started.ok && (await notifier.verification.check(started.id, code))).toEqual({ ok: true });
  });

  test('lets a merchant write the SMS, within a length, and the notes, without advertising (1.b1, 1.b2)', async () => {
    const { notifier, taiwan, email, lifecycles, placed, clock } = await aPlatform();
    const sms = { lifecycle: 'booking', template: 'order-placed', channel: 'sms', locale: 'zh-TW' } as const;
    const notes = { lifecycle: 'booking', slot: 'preVisitNotes', locale: 'zh-TW' } as const;
    expect((await notifier.texts.save('shop-2', { ...sms, text: '收到訂單 {{no}}，謝謝！' })).ok).toBe(true);
    expect(await notifier.texts.save('shop-2', { ...sms, text: '謝'.repeat(300) })).toMatchObject({ ok: false });
    expect((await notifier.texts.save('shop-2', { ...notes, text: '請提早十分鐘到場。' })).ok).toBe(true);
    expect(await notifier.texts.save('shop-2', { ...notes, text: '全館特價中！' })).toMatchObject({
      ok: false,
      problems: [{ code: 'promotional-word' }],
    });
    await placed('shop-2');
    expect(taiwan.messages.map(({ text }) => text)).toEqual(['收到訂單 B-shop-2，謝謝！']);
    const sessions = [aSession()];
    const subject = aBooking({ no: 'B-shop-2', shop: { ...aShop, id: 'shop-2', preVisitNotes: undefined }, sessions });
    await notifier.handleTransition(lifecycles.booking, { subject, event: 'order.acceptAll' });
    await clock.advanceTo('2026-03-12T10:00');
    await notifier.tick();
    expect(email.messages.find(({ rule }) => rule === 'pre-visit')?.text).toContain('行前注意事項\n請提早十分鐘到場。');
  });
});
