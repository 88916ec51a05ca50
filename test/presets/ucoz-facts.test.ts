import { describe, expect, test } from 'vitest';
import { type OrderInput, type UcozOptions, ucoz } from '../../src/presets/ucoz/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anOrder } from './ucoz-samples.js';

/** The e-mail that an order in some status causes, told at once. */
async function mailOf(more: Partial<OrderInput>, options: UcozOptions = {}) {
  const { lifecycles, rules, templates, enabled } = ucoz(options);
  const shop = createTestNotifier({ rules, templates, enabled, start: '2026-03-02T11:05', timeZone: 'Europe/Moscow' });
  await shop.handleTransition(lifecycles.order, { created: anOrder(more) });
  await shop.advanceBy({ minutes: 1 });
  const [mail] = shop.transports.email.messages;
  return { subject: mail?.subjectLine ?? '', text: mail?.text ?? '', html: mail?.html ?? '' };
}

/** The lines of the trail in the plain-text part. */
const trailIn = (text: string) => text.split('\n').filter((line) => /^[✓●○–] /.test(line));

/** The stages of the trail in the HTML part: how each is drawn, and its words. */
const rowsIn = (html: string) =>
  [...html.matchAll(/<tr><td width="28".*?<\/tr>/gs)].map(([row]) => {
    const tag = /<(s|b|span)[ >]/.exec(row)?.[1];
    const words = row
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    return `${tag}: ${words}`;
  });

describe('where the order is', () => {
  test('passed stages are struck through, the present one is bold, later ones are plain, and each is said in words (3.1)', async () => {
    const { text, html } = await mailOf({ status: 'processing' });
    expect(rowsIn(html)).toEqual([
      's: ✓ Новый пройден',
      's: ✓ Оплачивается пройден',
      's: ✓ Оплачен пройден',
      'b: ● В обработке сейчас',
      'span: ○ Готов впереди',
      'span: ○ Доставляется впереди',
      'span: ○ Доставлен впереди',
      'span: ○ Завершён впереди',
    ]);
    expect(trailIn(text)).toEqual([
      '✓ Новый (пройден)',
      '✓ Оплачивается (пройден)',
      '✓ Оплачен (пройден)',
      '● В обработке (сейчас)',
      '○ Готов (впереди)',
      '○ Доставляется (впереди)',
      '○ Доставлен (впереди)',
      '○ Завершён (впереди)',
    ]);
  });

  test('a stage that the order never was in is told as skipped, where the shop keeps its statuses (3.1)', async () => {
    const { text } = await mailOf({ status: 'shipping', statuses: ['new', 'processing', 'shipping'] });
    expect(trailIn(text).slice(0, 6)).toEqual([
      '✓ Новый (пройден)',
      '– Оплачивается (пропущен)',
      '– Оплачен (пропущен)',
      '✓ В обработке (пройден)',
      '– Готов (пропущен)',
      '● Доставляется (сейчас)',
    ]);
  });

  test('stages can be left out, renamed and translated, and the mail still names the status as it is (3.1)', async () => {
    // What the source leaves of the list: Новый, Оплачивается, Оплачен, Доставлен; and a name of the shop's own.
    const options: UcozOptions = {
      leaveOut: ['processing', 'ready', 'shipping', 'completed'],
      labels: { ru: { new: 'Принят' }, 'zh-TW': { new: '已收單' } },
    };
    const ru = await mailOf({ status: 'shipping' }, options);
    expect(ru.subject).toBe('Заказ 1042: Доставляется');
    expect(trailIn(ru.text)).toEqual([
      '✓ Принят (пройден)',
      '✓ Оплачивается (пройден)',
      '● Оплачен (сейчас)',
      '○ Доставлен (впереди)',
    ]);
    const zh = await mailOf({ status: 'completed', locale: 'zh-TW' }, options);
    expect(zh.subject).toBe('訂單 1042：已完成');
    expect(trailIn(zh.text)).toEqual(['✓ 已收單（完成）', '✓ 等待付款（完成）', '✓ 已付款（完成）', '● 已送達（目前進度）']);
  });

  test('an order that is paid on delivery, or collected, has no stages that it never comes to (3.1)', async () => {
    const { text } = await mailOf({
      status: 'ready',
      delivery: { name: 'Самовывоз', pickup: true },
      payment: { name: 'Наличными', due: 3870, onDelivery: true },
    });
    expect(trailIn(text)).toEqual([
      '✓ Новый (пройден)',
      '✓ В обработке (пройден)',
      '● Готов (сейчас)',
      '○ Доставлен (впереди)',
      '○ Завершён (впереди)',
    ]);
  });

  test('an order that is paid on delivery and in a status that is left out is not said to be paid (3.1)', async () => {
    const payment = { name: 'Наличными', due: 3870, onDelivery: true };
    const { text } = await mailOf({ status: 'processing', payment }, { leaveOut: ['processing'] });
    expect(trailIn(text).slice(0, 2)).toEqual(['● Новый (сейчас)', '○ Готов (впереди)']);
  });
});

test('a cancelled order shows no list but an apology and a link, with the reason where it is known (3.1)', async () => {
  const { subject, text, html } = await mailOf({ status: 'cancelled' });
  expect(subject).toBe('Заказ 1042 отменён');
  expect([trailIn(text), rowsIn(html)]).toEqual([[], []]);
  for (const part of [text, html]) {
    expect(part).toContain('К сожалению, заказ 1042 отменён. Нам очень жаль, что так вышло.');
    expect(part).toContain('О причине отмены можно узнать на странице заказа.');
    expect(part).toContain('https://chaj.example/shop/order/1042');
    expect(part).not.toContain('К оплате');
  }
  const known = await mailOf({ status: 'cancelled', cancelReason: 'Товара нет на складе' });
  expect(known.text).toContain('Причина: Товара нет на складе');
  expect(known.text).not.toContain('О причине отмены');
});

test('a mail about another status apologises, too, when the order is cancelled before it goes out (3.1)', () => {
  const { templates } = ucoz();
  const subject = {
    ...anOrder({ status: 'cancelled' }),
    placedAt: new Date('2026-03-02T08:05:00Z'),
    currency: 'RUB',
    locale: 'ru',
  };
  const rendered = templates.order.render({
    template: 'status-changed',
    channel: 'email',
    locales: ['ru'],
    timeZone: 'Europe/Moscow',
    data: subject,
    extra: {
      item: undefined,
      recipient: { name: 'Анна' },
      payload: undefined,
      due: { at: new Date('2026-03-02T08:05:00Z'), day: '2026-03-02' },
      rule: { name: 'status-changed' },
    },
  });
  expect(rendered).toMatchObject({
    kind: 'message',
    text: expect.stringContaining('■ Где ваш заказ\nК сожалению, заказ 1042 отменён.'),
  });
});

test('the mail has the totals, the discount, delivery, payment, the amount due in its own currency, and the page (3.1)', async () => {
  const payment = { name: 'PayPal', due: 51.4, currency: 'USD' };
  const { text, html } = await mailOf({ status: 'awaiting-payment', payment });
  const about = text.slice(text.indexOf('■ О заказе'), text.indexOf('\n\n\n'));
  expect(about).toBe(`■ О заказе
Номер: 1042
Оформлен: 2 марта 2026 г. в 11:05
Итого: 4 300 ₽
Скидка: −430 ₽
Доставка: Курьер, 300 ₽
Оплата: PayPal
К оплате: 51,40 $

Страница заказа: https://chaj.example/shop/order/1042`);
  expect(html).toContain('href="https://chaj.example/shop/order/1042"');
  // Contacts of the shop, and why the mail came.
  expect(text).toMatch(/\+7 495 123-45-67\n.*info@chaj\.example\n.*\nВы получили это письмо, потому что оформили заказ/);
});

test('the HTML has no script, and no style that is not in the mail itself (3.1)', async () => {
  const { html } = await mailOf({ status: 'paid' });
  expect(html).not.toMatch(/<script|<link|<img|\son[a-z]+=/);
});
