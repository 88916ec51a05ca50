import { describe, expect, test } from 'vitest';
import { b2cpl, b2cplLocales } from '../../src/presets/b2cpl/index.js';
import type { RuleColumns } from '../../src/templates/scope.js';
import { rendered, texts } from './b2cpl-rendering.js';
import { address, anna, anOpenOrder, anOrder, aPickup, aReturn, carrier, courier, shop } from './b2cpl-samples.js';

const every = texts.flatMap((text) => b2cplLocales.map((locale) => ({ ...text, locale })));
const slot = { day: '2026-03-04', from: '10:00', to: '14:00' };

/** Rules whose texts speak of a pickup point. */
const needsPoint = ['at-pickup-point', 'pickup-reminder'];

describe('texts of b2cpl', () => {
  test.each(['order', 'return'] as const)('of an %s use only what its schema has, and leave out no rule', (name) => {
    const { lifecycles, rules, templates } = b2cpl();
    const rows = Object.entries<RuleColumns>(rules[name].rows).map(([rule, columns]) => ({ name: rule, rule: columns }));
    expect(templates[name].check(lifecycles[name].model, rows)).toEqual({ problems: [], opaque: [] });
  });

  test.each(['order', 'return'] as const)('of an %s have a title in every language', (name) => {
    const { rules, templates } = b2cpl();
    for (const { rule, lifecycle } of texts.filter((text) => text.lifecycle === name))
      for (const locale of b2cplLocales) expect(templates[lifecycle].locales[locale]?.titles?.[rule], rule).toMatch(/\S/);
    expect(Object.keys(rules[name].rows)).toEqual(
      expect.arrayContaining(Object.keys(templates[name].locales['ru']?.titles ?? {})),
    );
  });

  test.each(every.filter(({ channel }) => channel === 'email'))(
    '$rule in $locale has a subject line that a phone shows in full',
    ({ rule, locale }) => {
      const line = rendered(rule, 'email', locale).subjectLine ?? '';
      expect([...line].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0)).toBeLessThanOrEqual(60);
    },
  );

  test.each(every.filter(({ locale }) => locale === 'zh-TW'))(
    '$rule by $channel in zh-TW has the wide punctuation of Chinese',
    ({ rule, channel }) => {
      const chinese = {
        shop: { ...shop, name: '小店' },
        carrier: { ...carrier, name: '快遞' },
        name: '磨豆機',
        receiver: { ...anna, name: '安娜' },
      };
      const { text, subjectLine = '' } = rendered(rule, channel, 'zh-TW', {
        order: (needsPoint.includes(rule) ? aPickup : anOrder)(chinese),
        return: aReturn(chinese),
      });
      for (const part of [text, subjectLine]) expect(part).not.toMatch(/[\u4e00-\u9fff][,:;?!(]|[,:;?!)][\u4e00-\u9fff]/);
    },
  );

  test('are written in the name of whoever owns the stage (5.1)', () => {
    for (const locale of b2cplLocales) {
      expect(rendered('handed-over', 'sms', locale).text).toMatch(/^【?Кофейня дома/);
      expect(rendered('delivery-day', 'sms', locale).text).toMatch(/^【?Быстрая доставка/);
      expect(rendered('delivery-day', 'email', locale).html).toMatch(/class="link"[^>]*>Быстрая доставка</);
      expect(rendered('change-noted', 'sms', locale).text).toMatch(/^【?Кофейня дома/);
      expect(rendered('change-noted', 'sms', locale, { status: 'withCourier' }).text).toMatch(/^【?Быстрая доставка/);
    }
  });

  test.each(b2cplLocales)(
    'change their name, their phone and their promise in %s where the stages are divided otherwise (5.1)',
    (locale) => {
      const preset = b2cpl({ stages: { arrived: 'shop', atPickupPoint: 'shop', handedOver: 'carrier' } });
      const order = { ...anOpenOrder(), trackUrl: undefined };
      expect(rendered('choose-delivery', 'sms', locale, { preset, order }).text).toMatch(/^【?Кофейня дома.*\+7 495 000-11-22/s);
      expect(rendered('handed-over', 'sms', locale, { preset, order }).text).toMatch(/^【?Быстрая доставка/);
      const theirs = rendered('handed-over', 'email', locale, { order }).text;
      const ours = rendered('handed-over', 'email', locale, { preset, order }).text;
      expect(ours).toContain('Кофейня дома');
      expect(ours).not.toBe(theirs);
      const pickup = { order: aPickup() };
      expect(rendered('order-later', 'sms', locale, pickup).text).not.toBe(
        rendered('order-later', 'sms', locale, { ...pickup, preset }).text,
      );
    },
  );

  test('escape what people wrote in HTML', () => {
    const { html = '', text } = rendered('delivery-day', 'email', 'ru', {
      order: anOrder({ name: '<b>A&B</b>', trackUrl: 'javascript:alert(1)' }),
    });
    expect(html).not.toContain('<b>');
    expect(html).not.toContain('href="javascript:');
    expect(text).toContain('<b>A&B</b>');
  });
});

describe('what they say', () => {
  const order = anOrder({ delivery: { method: 'courier', address, slot, courier } });

  test.each([
    ['ru', ['Кофемолка ручная', 'с 10:00 до 14:00', 'Илья', '+79031112233', '4 990 ₽', '30–60 минут']],
    ['en', ['Кофемолка ручная', 'between 10:00 and 14:00', 'Илья', '+79031112233', 'RUB 4,990', '30 to 60 minutes']],
    ['zh-TW', ['Кофемолка ручная', '10:00 至 14:00', 'Илья', '+79031112233', 'RUB 4,990', '30 至 60 分鐘']],
  ])('on the day of delivery in %s: what comes, when, by whom, what to pay, and when they call (5.3)', (locale, pieces) => {
    for (const channel of ['sms', 'email']) {
      const text = rendered('delivery-day', channel, locale, { order }).text.replace(/\u00a0/g, ' ');
      for (const piece of pieces) expect(text).toContain(piece);
    }
  });

  test.each([
    [courier, 'Курьер Илья, +79031112233, позвонит за'],
    [{ name: 'Илья' }, 'Курьер Илья позвонит за'],
    [undefined, 'Курьер позвонит за'],
  ])('it is the courier who calls, with %j as well (5.3)', (who, words) => {
    const own = anOrder({ delivery: { method: 'courier', address, slot, courier: who } });
    expect(rendered('delivery-day', 'sms', 'ru', { order: own }).text).toContain(words);
  });

  test('the preview line speaks of what is still to be chosen, and gives a reason where there is one', () => {
    const preview = (rule: string, given: Parameters<typeof rendered>[3]) =>
      />([^<]*)<\/div>/.exec(rendered(rule, 'email', 'ru', given).html ?? '')?.[1];
    expect(preview('order-later', { order: anOpenOrder() })).toContain('предложит выбрать день и интервал');
    expect(preview('order-later', { order: anOrder() })).toBe('День и интервал доставки уже выбраны.');
    expect(preview('order-later', { order: aPickup() })).toContain('поступит в пункт выдачи');
    expect(preview('return-refused', { return: aReturn({ refusalReason: 'нет упаковки' }) })).toBe('Причина: нет упаковки');
    expect(preview('return-refused', { return: aReturn() })).toContain('Свяжитесь с нами');
  });

  test.each([
    [{ from: 30, to: 60 }, 'за 30–60 минут'],
    [{ from: 20, to: 41 }, 'за 20–41 минуту'],
    [{ from: 20, to: 42 }, 'за 20–42 минуты'],
    [{ from: 10, to: 11 }, 'за 10–11 минут'],
  ])('the call window is data: %j is %s (5.3)', (callAhead, words) => {
    const own = anOrder({ delivery: { method: 'courier', address, slot, courier, callAhead } });
    expect(rendered('delivery-day', 'sms', 'ru', { order: own }).text).toContain(words);
  });

  test('next day: that nobody calls to agree; later: that the receiver may choose, and where (5.2)', () => {
    expect(rendered('order-next-day', 'email', 'ru').text).toContain('отдельно согласовывать ничего не нужно');
    const later = rendered('order-later', 'email', 'ru', { order: anOpenOrder() }).text;
    expect(later).toContain('согласует с вами день, интервал и адрес');
    expect(later).toContain('выбрать их можно и самостоятельно');
    expect(later).toContain('https://track.example/A-1042');
  });

  test('what may be changed: day, interval, address, way of delivery and phone (5.5)', () => {
    for (const rule of ['order-next-day', 'order-later', 'handed-over', 'delivery-day', 'change-noted'])
      expect(rendered(rule, 'email', 'ru').text).toContain('поменять день, интервал, адрес, способ доставки и телефон');
  });

  test('how to return: call the courier, or the nearest pickup point (5.6)', () => {
    const howTo = rendered('return-how-to', 'email', 'ru').text;
    for (const piece of [
      'Вызвать курьера',
      'https://track.example/V-77/courier',
      'в ближайший пункт выдачи',
      'ул. Лесная, д. 20',
    ])
      expect(howTo).toContain(piece);
    expect(rendered('order-delivered', 'email', 'ru').text).toContain(
      'вызовите курьера или отнесите посылку в ближайший пункт выдачи',
    );
  });

  test('why an order is cancelled or a return refused: the reason of the event, else of the data', () => {
    expect(rendered('order-cancelled', 'email', 'en', { payload: { reason: 'sold out' } }).text).toContain('Reason: sold out');
    expect(rendered('order-cancelled', 'email', 'en', { order: anOrder({ cancelReason: 'too late' }) }).text).toContain(
      'Reason: too late',
    );
    expect(rendered('order-cancelled', 'email', 'en').text).not.toContain('Reason');
    expect(rendered('return-refused', 'sms', 'en', { return: aReturn({ refusalReason: 'worn' }) }).text).toContain('V-77: worn.');
  });
});
