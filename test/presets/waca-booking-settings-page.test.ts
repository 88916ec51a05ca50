import { describe, expect, test } from 'vitest';
import { memory } from '../../src/adapters/memory/index.js';
import type { OrderbellError } from '../../src/core/errors.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import {
  importWacaSettings,
  type WacaSettings,
  type WacaSettingsPage,
  wacaBooking,
} from '../../src/presets/waca-booking/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { aBooking, aCoupon, aSession, aShop } from './waca-booking-samples.js';

const shop = { 編號: 'shop-1', 名稱: '小日子陶藝工作室' };

/** A page on which everything is set. */
const whole: WacaSettingsPage = {
  商店: shop,
  訂單通知信: [
    { 通知: '訂購通知信' },
    { 通知: '收款成功通知信', 發送: false },
    { 通知: '預約行前通知信', 行前注意事項: '請穿著方便活動的衣服。\n請修短指甲。' },
  ],
  簡訊提醒: {
    啟用: true,
    簡訊服務: '台灣簡訊',
    簡訊內容: [
      { 通知: '訂購通知', 內容: '【{商店名稱}】收到訂單{訂單編號}，金額{訂單金額}。' },
      { 通知: '收款成功通知', 發送: false },
      { 通知: '預約行前通知', 內容: '{體驗人}您好，{服務時間}在{服務地點}見。' },
      { 通知: '優惠券到期', 發送: false, 內容: '{優惠券名稱}{到期日}到期' },
      { 通知: '手機號碼驗證', 內容: '驗證碼 {驗證碼}' },
    ],
  },
  繳款提醒: { 轉帳匯款: 'N+1', 四大超商條碼: 'N+4 天', 時間: '09:30' },
  繳費期限: { 'IBON 代碼': 3, 'Famiport 代碼': 'N＋5' },
  預約行前通知: { 天數: 3, 時間: '18:00' },
  優惠券: { 時間: '12:00', 到期前天數: 10 },
};

/** The problems of a page, a line each; none where it is in order. */
function problemsOf(page: unknown, options?: Parameters<typeof importWacaSettings>[1]): readonly string[] {
  try {
    importWacaSettings(page, options);
    return [];
  } catch (error) {
    // Anything else would have no problems, and fail the test.
    const { code, problems } = error as OrderbellError;
    expect(code).toBe('invalid-import');
    return problems.map((problem) => `${problem.code} | ${problem.place} | ${problem.message}`);
  }
}

const smsOf = (...rows: readonly object[]) => ({ 商店: shop, 簡訊提醒: { 簡訊內容: rows } });

describe('the settings page of WACA Booking', () => {
  test('becomes options, a provider and texts', () => {
    const { options, site, sites, texts, skipped } = importWacaSettings(whole);
    expect(options).toEqual({
      reminderDay: { 'bank-transfer': 1, 'cvs-barcode': 4 },
      deadlineDay: { ibon: 3, famiport: 5 },
      reminderAt: '09:30',
      preVisitDays: 3,
      preVisitAt: '18:00',
      couponAt: '12:00',
      couponExpiryDays: 10,
      notices: { 'payment-received': { email: false, sms: false }, 'coupon-expiring': { sms: false } },
    });
    expect({ site, sites, skipped }).toEqual({
      site: 'shop-1',
      sites: { 'shop-1': { transports: { sms: 'twsms' } } },
      skipped: [],
    });
    expect(texts).toEqual([
      { lifecycle: 'booking', slot: 'preVisitNotes', locale: 'zh-TW', text: '請穿著方便活動的衣服。\n請修短指甲。' },
      ...[
        ['booking', 'order-placed', '【{{shop.name}}】收到訂單{{no}}，金額{{money payment.amount payment.currency}}。'],
        [
          'booking',
          'pre-visit',
          "{{item.participant.name}}您好，{{date item.startsAt 'short'}} {{time item.startsAt}}在{{#shorten}}{{item.location}}{{/shorten}}見。",
        ],
        ['coupon', 'coupon-expiring', "{{#shorten}}{{name}}{{/shorten}}{{date expiresOn 'short'}}到期"],
        ['member', 'phone-verification', '驗證碼 {{payload.code}}'],
      ].map(([lifecycle, template, text]) => ({ lifecycle, template, channel: 'sms', locale: 'zh-TW', text })),
    ]);
  });

  test('that says nothing but the name of the shop is the preset as it is', () => {
    const { options, site, sites, texts, rules } = importWacaSettings({ 商店: { 名稱: '小店' } });
    expect({ options, site, sites, texts }).toEqual({ options: {}, site: '小店', sites: {}, texts: [] });
    expect(rules.booking.rows).toEqual(wacaBooking().rules.booking.rows);
  });

  test('switches SMS off', () => {
    const { options, enabled } = importWacaSettings({ 商店: shop, 簡訊提醒: { 啟用: false } });
    expect(options).toEqual({ smsEnabled: false });
    expect(enabled.sms({ shop: { smsEnabled: true } })).toBe(false);
  });

  test('is data that JSON can carry', () => {
    const { options, sites, texts } = importWacaSettings(whole);
    const data = { options, sites, texts };
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(wacaBooking(options).rules.coupon.rows).toEqual(importWacaSettings(whole).rules.coupon.rows);
  });

  test('plays: deadlines, switches, times and texts are those of the page', async () => {
    const { shop: notifier, lifecycles, sent } = await played(importWacaSettings(whole));
    const created = aBooking({
      shop: { ...aShop, id: 'shop-1', preVisitNotes: undefined },
      sessions: [aSession({ status: 'pending' })],
    });
    await notifier.handleTransition(lifecycles.booking, { created });
    await notifier.advanceTo('2026-03-03T12:00');
    await notifier.handleTransition(lifecycles.booking, { subject: created.no, event: 'payment.pay' });
    const sessions = [aSession()];
    await notifier.handleTransition(lifecycles.booking, {
      subject: { ...created, paymentStatus: 'paid', sessions },
      event: 'order.acceptAll',
    });
    await notifier.handleTransition(lifecycles.coupon, { created: aCoupon({ issuedOn: '2026-03-04' }) });
    await notifier.advanceTo('2026-03-25T00:00');
    expect(sent()).toEqual([
      '03-02T11:00 order-placed email',
      '03-02T11:00 order-placed sms',
      '03-03T09:30 payment-reminder email',
      '03-03T09:30 payment-reminder sms',
      '03-03T12:00 booking-voucher email',
      '03-04T12:00 coupon-issued sms',
      '03-11T18:00 pre-visit email',
      '03-11T18:00 pre-visit sms',
    ]);
    const texts = notifier.transports.sms.messages.map(({ rule, text }) => [rule, text]);
    expect(texts).toContainEqual(['order-placed', '【小日子陶藝工作室】收到訂單WB20260302-0042，金額NT$2,400。']);
    expect(texts).toContainEqual(['pre-visit', '陳安安您好，2026/3/14 14:00在台北市大同區迪化街一段 10 號見。']);
    const visit = notifier.transports.email.messages.find(({ rule }) => rule === 'pre-visit');
    expect(visit?.text).toContain('行前注意事項\n請穿著方便活動的衣服。\n請修短指甲。');
  });

  test('sends by the provider that the shop has chosen (1.b3)', async () => {
    const { rules, templates, enabled, sites, lifecycles } = importWacaSettings(whole);
    const [dove, taiwan] = [recording('smartdove'), recording('twsms')];
    const notifier = createNotifier({
      ...{ rules, templates, enabled, sites, store: memory(), clock: fakeClock('2026-03-02T11:00', { timeZone: 'Asia/Taipei' }) },
      transports: { email: recording<EmailMessage>('smtp'), sms: [dove, taiwan] },
      signals: { booking: { 'order.fail': () => undefined } },
    });
    await notifier.handleTransition(lifecycles.booking, { created: aBooking({ shop: { ...aShop, id: 'shop-1' } }) });
    await notifier.handleTransition(lifecycles.booking, { created: aBooking({ no: 'B-2', shop: { ...aShop, id: 'shop-2' } }) });
    await notifier.tick();
    expect([dove, taiwan].map(({ messages }) => messages.map(({ site }) => site))).toEqual([['shop-2'], ['shop-1']]);
  });
});

/** A test notifier with what was imported; its texts are saved, which has to succeed for each. */
async function played({ rules, templates, enabled, texts, site, lifecycles }: WacaSettings) {
  const start = { start: '2026-03-02T11:00', timeZone: 'Asia/Taipei' };
  const shop = createTestNotifier({ rules, templates, enabled, texts: {}, ...start });
  for (const text of texts) expect(await shop.texts.save(site, text)).toMatchObject({ ok: true });
  const sent = () =>
    shop
      .timeline()
      .filter(({ outcome }) => outcome === 'sent')
      .map(({ at, rule, channel }) => `${at.slice(5, 16)} ${rule} ${channel}`);
  return { shop, lifecycles, sent };
}

describe('a page with mistakes imports nothing, and tells each (1.b1, 1.b2)', () => {
  test.each<[name: string, page: unknown, ...problems: readonly (string | RegExp)[]]>([
    ['no page at all', [], /^invalid-value \| the file \| a list does not fit\. Expected the settings of a shop\.$/],
    ['no shop', {}, /^missing-value \| 商店 \| it is not there\. Expected the shop/],
    [
      'a field that the page has not',
      { 商店: shop, 簡訊提示: {} },
      /^unknown-column \| 簡訊提示 \| unknown field '簡訊提示'\. Did you mean '簡訊提醒'\?/,
    ],
    [
      'a notice that the page has not',
      smsOf({ 通知: '訂構通知' }),
      /^unknown-rule \| 簡訊提醒\.簡訊內容\[0\]\.通知 \| unknown notice '訂構通知'\. Did you mean '訂購通知'\? Known: /,
    ],
    [
      'two rows for one notice, with and without 信',
      { 商店: shop, 訂單通知信: [{ 通知: '訂購通知信' }, { 通知: '訂購通知', 發送: false }] },
      "duplicate-name | 訂單通知信[1].通知 | '訂購通知' has a row already, 訂單通知信[0]. Leave one of them.",
    ],
    [
      'an SMS of a notice that goes by e-mail, and the other way round',
      { ...smsOf({ 通知: '預約憑證通知' }), 訂單通知信: [{ 通知: '優惠券到期' }] },
      "unknown-channel | 訂單通知信[0].通知 | '優惠券到期' goes by SMS alone, so as e-mail it could never be sent. Leave the row out.",
      "unknown-channel | 簡訊提醒.簡訊內容[0].通知 | '預約憑證通知' goes by e-mail alone, so as SMS it could never be sent. Leave the row out.",
    ],
    [
      'a variable that does not exist, in its line',
      smsOf({ 通知: '訂購通知', 內容: '您好\n訂單{訂單編好}' }),
      /^unknown-variable \| 簡訊提醒\.簡訊內容\[0\]\.內容, line 2 \| unknown variable '訂單編好'\. Did you mean '訂單編號'\? Known: 商店名稱, /,
    ],
    [
      'a variable of another notice',
      smsOf({ 通知: '訂購通知', 內容: '{驗證碼}' }),
      /^unknown-variable \| .*unknown variable '驗證碼'\./,
    ],
    [
      'a brace that stands alone',
      smsOf({ 通知: '訂購通知', 內容: '{訂單編號' }),
      /^invalid-template \| .*內容, line 1 \| '\{' stands alone\./,
    ],
    [
      'Handlebars',
      smsOf({ 通知: '訂購通知', 內容: '{{no}}' }),
      /^invalid-template \| .*stands alone/,
      /^unknown-variable \| .*'no'/,
      /stands alone/,
    ],
    [
      'a code that nobody can read',
      smsOf({ 通知: '手機號碼驗證', 內容: '您好' }),
      /^missing-value \| .*內容 \| there is no \{驗證碼\} in it/,
    ],
    [
      'an SMS that is too long',
      smsOf({ 通知: '訂購通知', 內容: '長'.repeat(202) }),
      /^invalid-value \| .*內容 \| it takes 4 parts/,
    ],
    [
      'advertising',
      smsOf({ 通知: '訂購通知', 內容: '全館特價' }),
      /^invalid-value \| .*內容 \| '特價' does not do here\. Expected no promotional words/,
    ],
    ['a link to anywhere', smsOf({ 通知: '訂購通知', 內容: 'https://evil.example' }), /^invalid-value \| .*內容 \| /],
    [
      'advertising in the notes',
      { 商店: shop, 訂單通知信: [{ 通知: '預約行前通知信', 行前注意事項: '請準時\n限時優惠' }] },
      /^invalid-value \| 訂單通知信\[0\]\.行前注意事項, line 2 \| '優惠'/,
      /^invalid-value \| 訂單通知信\[0\]\.行前注意事項, line 2 \| '限時'/,
    ],
    [
      'notes of another notice',
      { 商店: shop, 訂單通知信: [{ 通知: '訂購通知信', 行前注意事項: '請準時' }] },
      "invalid-value | 訂單通知信[0].行前注意事項 | only 預約行前通知信 has notes of the merchant; '訂購通知信' has none.",
    ],
    [
      'texts of e-mails',
      { 商店: shop, 訂單通知信: [{ 通知: '訂購取消通知信', 內容: '取消了' }] },
      /^invalid-value \| 訂單通知信\[0\]\.內容 \| '取消了' does not fit\. The content of e-mails is the system’s own/,
    ],
    [
      'a provider that there is not',
      { 商店: shop, 簡訊提醒: { 簡訊服務: 'SmartDove' } },
      /^invalid-value \| 簡訊提醒\.簡訊服務 \| 'SmartDove' does not fit\. Expected SMARTDOVE or 台灣簡訊\.$/,
    ],
    [
      'days that are none',
      { 商店: shop, 繳款提醒: { 'IBON 代碼': 'N-2' } },
      /^invalid-value \| 繳款提醒\.IBON 代碼 \| 'N-2' does not fit\. Expected a whole number of days/,
    ],
    [
      'a deadline before its reminder',
      { 商店: shop, 繳款提醒: { 'IBON 代碼': 3 }, 繳費期限: { 'IBON 代碼': 3 } },
      /^invalid-value \| 繳費期限\.IBON 代碼 \| the deadline, N\+3, is not after the reminder, N\+3\. .* leave out 繳款提醒 /,
    ],
    [
      'a reminder that could never be sent',
      { 商店: shop, 繳費期限: { 轉帳匯款: 'N+0' } },
      /^invalid-value \| 繳費期限\.轉帳匯款 \| 0 does not fit\./,
    ],
  ])('%s', (_name, page, ...expected) => {
    const found = problemsOf(page);
    expect(found).toEqual(expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))));
  });

  test('hosts that are allowed may be linked to', () => {
    const page = smsOf({ 通知: '訂購通知', 內容: '訂單{訂單編號} https://xiaorizi.example/orders' });
    expect(problemsOf(page)).toHaveLength(1);
    expect(problemsOf(page, { allowedHosts: ['xiaorizi.example'] })).toEqual([]);
  });

  test('notices that the preset does not send are left out and listed with `skip`, and mistakes stay mistakes', () => {
    const page = {
      ...smsOf({ 通知: '訂購通知', 內容: '訂單{訂單編號}' }),
      訂單通知信: [{ 通知: '購物車未結通知信' }, { 通知: '促銷電子報' }],
    };
    expect(problemsOf(page)).toEqual([
      "untranslatable | 訂單通知信[0].通知 | '購物車未結通知信' is not among the notices of this preset. Send it by a rule of your own.",
      "untranslatable | 訂單通知信[1].通知 | '促銷電子報' is not among the notices of this preset. Send it by a rule of your own.",
    ]);
    const { texts, skipped } = importWacaSettings(page, { skip: true });
    expect(texts).toHaveLength(1);
    expect(skipped.map(({ place }) => place)).toEqual(['訂單通知信[0].通知', '訂單通知信[1].通知']);
    expect(problemsOf({ ...page, 簡訊提醒: { 啟用: 'yes' } }, { skip: true })).toEqual([
      expect.stringMatching(/^invalid-value \| 簡訊提醒\.啟用/),
    ]);
  });
});
