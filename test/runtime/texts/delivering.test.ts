import { describe, expect, test } from 'vitest';
import type { memory } from '../../../src/adapters/memory/index.js';
import { recordTemplateStore } from '../../../src/runtime/texts/record-template-store.js';
import { aSession } from '../../presets/waca-booking-samples.js';
import { booking, market, notes, ofShop, placed } from './merchants.js';

/** Stores a text without any check, as an older version of the program may have done. */
async function stored(store: ReturnType<typeof memory>, text: string, locale = 'zh-TW', name = 'order-placed') {
  const ref = { lifecycle: 'booking', name, channel: 'sms', locale };
  const write = { change: { text }, at: 0, by: 'mei', version: undefined };
  expect(await recordTemplateStore(store.records).write('shop-1', ref, write)).toBeDefined();
}

const said = ({ sms }: ReturnType<typeof market>) => sms.messages.map(({ text }) => text);

describe('the text of a merchant', () => {
  test('is sent for their shop, and the system’s own for others and in other languages (1.b2)', async () => {
    const shop = market();
    const saved = await shop.notifier.texts.save('shop-1', { ...placed, text: '{{shop.name}} 收到 {{no}}' });
    expect(saved.ok).toBe(true);
    for (const one of [ofShop('shop-1'), ofShop('shop-2'), ofShop('shop-1', { no: 'B-en', locale: 'en' })])
      await shop.notifier.handleTransition(booking, { created: one });
    await shop.notifier.tick();
    const texts = said(shop).sort();
    expect(texts).toHaveLength(3);
    expect(texts).toContain('小日子陶藝工作室 收到 B-shop-1');
    expect(texts.filter((text) => text.startsWith('小日子陶藝工作室 收到'))).toHaveLength(1);
    expect(shop.errors).toEqual([]);
  });

  test('is read when the message goes out, not when it is planned', async () => {
    const shop = market();
    await shop.notifier.handleTransition(booking, { created: ofShop('shop-1') });
    await shop.notifier.texts.save('shop-1', { ...placed, text: '後來的 {{no}}' });
    await shop.notifier.tick();
    expect(said(shop)).toEqual(['後來的 B-shop-1']);
  });

  test('of another process is known half a minute later, one of its own at once', async () => {
    const shop = market();
    const other = shop.make();
    const send = async (no: string) => {
      await other.handleTransition(booking, { created: ofShop('shop-1', { no }) });
      await other.tick();
      return shop.sms.last?.text;
    };
    const system = await send('B-1');
    await shop.notifier.texts.save('shop-1', { ...placed, text: '新的 {{no}}' });
    expect(await send('B-2')).toBe(system?.replace('B-1', 'B-2'));
    await shop.clock.advanceTo('2026-03-02T11:01');
    expect(await send('B-3')).toBe('新的 B-3');
    await other.texts.reset('shop-1', placed);
    expect(await send('B-4')).toBe(system?.replace('B-1', 'B-4'));
  });

  test.each([
    ['cannot be read any more', '{{#if no}}', 'unexpected'],
    ['names what the data have no more', '訂單 {{orderNumber}}', "unknown variable 'orderNumber'"],
    ['fails on the data', '{{date no}} {{no}}', 'date'],
    ['comes to nothing', '{{#if cancelReason}}取消{{/if}}', 'it came to nothing'],
  ])('that %s is left aside: the system’s own is sent, and an error event tells once', async (_, text, why) => {
    const shop = market();
    await shop.notifier.handleTransition(booking, { created: ofShop('shop-9') });
    await shop.notifier.tick();
    const system = shop.sms.last?.text ?? '';
    await stored(shop.store, text);
    for (const no of ['B-1', 'B-2']) await shop.notifier.handleTransition(booking, { created: ofShop('shop-1', { no }) });
    await shop.notifier.tick();
    const expected = ['B-1', 'B-2'].map((no) => system.replace('B-shop-9', no));
    expect(said(shop).slice(1).sort()).toEqual(expected);
    expect(shop.errors).toEqual([expect.stringContaining(why)]);
    expect(shop.errors[0]).toContain("the text of site 'shop-1'");
  });

  test('that is not open any more is not used', async () => {
    const shop = market();
    await stored(shop.store, 'x {{no}}', 'zh-TW', 'booking-voucher');
    await shop.notifier.handleTransition(booking, { created: ofShop('shop-1') });
    await shop.notifier.tick();
    expect([shop.sms.messages.length, shop.errors]).toEqual([1, []]);
  });

  test('that cannot be read from the store costs no message', async () => {
    const shop = market();
    shop.store.records.list = () => Promise.reject(new Error('no connection'));
    await shop.notifier.handleTransition(booking, { created: ofShop('shop-1') });
    await shop.notifier.tick();
    expect([shop.sms.messages.length, shop.email.messages.length]).toEqual([1, 1]);
    expect(shop.errors).toEqual(["the texts of site 'shop-1' could not be read: no connection"]);
  });
});

describe('the notes before the visit', () => {
  async function visited(shop: ReturnType<typeof market>, given: ReturnType<typeof ofShop>) {
    const before = { ...given, sessions: [aSession({ status: 'pending' })] };
    await shop.notifier.handleTransition(booking, { created: before });
    await shop.notifier.handleTransition(booking, {
      before,
      subject: { ...before, sessions: [aSession()] },
      event: 'order.acceptAll',
    });
    await shop.clock.advanceTo('2026-03-12T10:00');
    await shop.notifier.tick();
    return shop.email.messages.find(({ rule }) => rule === 'pre-visit');
  }

  test('fill the field where the data leave it empty, escaped as all data are (1.b1)', async () => {
    const shop = market();
    const text = '請修短指甲 & 帶圍裙\n{{no}}';
    expect(await shop.notifier.texts.save('shop-1', { ...notes, text })).toMatchObject({ ok: true });
    const mail = await visited(shop, ofShop('shop-1'));
    expect(mail?.text).toContain('請修短指甲 & 帶圍裙');
    expect(mail?.text).toContain('{{no}}');
    expect(mail?.html).toContain('請修短指甲 &amp; 帶圍裙');
    const without = await visited(market(), ofShop('shop-2'));
    expect(without?.text).not.toContain('行前注意事項');
  });

  test('give way to those in the data', async () => {
    const shop = market();
    await shop.notifier.texts.save('shop-1', { ...notes, text: '店家的備註' });
    const { shop: data } = ofShop('shop-1');
    const mail = await visited(shop, ofShop('shop-1', { shop: { ...data, preVisitNotes: '資料的備註' } }));
    expect([mail?.text.includes('資料的備註'), mail?.text.includes('店家的備註')]).toEqual([true, false]);
  });
});
