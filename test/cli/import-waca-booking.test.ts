import { expect, test } from 'vitest';
import { fenceProblems } from '../house/fences.js';
import { folderWith, orderbell } from './orderbell.js';

const page = {
  商店: { 編號: 'shop-1', 名稱: '小日子陶藝工作室' },
  訂單通知信: [{ 通知: '預約行前通知信', 行前注意事項: '請穿著方便活動的衣服。' }],
  簡訊提醒: {
    簡訊服務: '台灣簡訊',
    簡訊內容: [{ 通知: '訂購通知', 內容: '收到訂單{訂單編號}。' }, { 通知: '優惠券到期', 發送: false }, { 通知: '促銷電子報' }],
  },
  繳款提醒: { 轉帳匯款: 'N+1', 時間: '09:30' },
};

const imported = (...options: readonly string[]) =>
  orderbell(['import', 'waca-booking', 'page.json', ...options], folderWith({ 'page.json': JSON.stringify(page) }));

test('a settings page becomes a module with the preset, the provider and the texts of the merchant', async () => {
  const { status, out, err } = await imported('--skip');
  expect({ status, err }).toEqual({
    status: 0,
    err: "Left out: 簡訊提醒.簡訊內容[2].通知: '促銷電子報' is not among the notices of this preset. Send it by a rule of your own.\n",
  });
  expect(out).toMatchInlineSnapshot(`
    "// Made of 'page.json'.
    import { wacaBooking } from 'orderbell/presets/waca-booking';

    const preset = wacaBooking({
      reminderDay: { 'bank-transfer': 1 },
      reminderAt: '09:30',
      notices: { 'coupon-expiring': { sms: false } },
    });
    export const { lifecycles, rules, templates, enabled } = preset;

    export const site = 'shop-1' as const;

    export const sites = { 'shop-1': { transports: { sms: 'twsms' } } } as const;

    export const texts = [
      { lifecycle: 'booking', slot: 'preVisitNotes', locale: 'zh-TW', text: '請穿著方便活動的衣服。' },
      {
        lifecycle: 'booking',
        template: 'order-placed',
        channel: 'sms',
        locale: 'zh-TW',
        text: '收到訂單{{no}}。',
      },
    ] as const;
    "
  `);
});

// One program with all the sources: long on a busy machine.
test('the module compiles, and its parts fit into a notifier', { timeout: 180_000 }, async () => {
  const { out } = await imported('--skip');
  const use = [
    `import { createNotifier } from 'orderbell';`,
    `import { consoleTransport } from 'orderbell/console';`,
    `import { memory } from 'orderbell/memory';`,
    `import { twsms } from 'orderbell/twsms';`,
    `import { enabled, rules, site, sites, templates, texts } from './page.js';`,
    `const sms = twsms({ username: 'a', password: 'b' });`,
    `const notifier = createNotifier({ rules, templates, enabled, sites, texts: {}, store: memory(),`,
    `  transports: { email: consoleTransport(), sms }, signals: { booking: { 'order.fail': () => undefined } } });`,
    `for (const text of texts) await notifier.texts.save(site, text);`,
    `// @ts-expect-error a store is needed`,
    `createNotifier({ rules, templates, transports: { email: consoleTransport(), sms } });`,
  ].join('\n');
  const fence = { path: 'page.md', line: 1 };
  expect(
    fenceProblems([
      { ...fence, label: 'ts file=page.ts', code: out },
      { ...fence, label: 'ts', code: use },
    ]),
  ).toEqual([]);
});

test('a page with a mistake prints nothing but its mistakes', async () => {
  const { status, out, err } = await imported();
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('簡訊提醒.簡訊內容[2].通知');
});
