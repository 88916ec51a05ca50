/** Every rule x channel x locale of every preset: no gap, no markup, right plurals, dates and money as a native reader writes them. */
import { describe, expect, test } from 'vitest';
import { smsParts } from '../../src/templates/sms-parts.js';
import { mistakesIn, pluralMistakesIn } from './language-mistakes.js';
import { messagesOf, presetNames, samplesOf, textsOf } from './preset-messages.js';

/** Parts of an SMS whose rule sets no limit. */
const usualParts = 2;

const presets = await Promise.all(presetNames.map(async (name) => ({ name, samples: await samplesOf(name) })));

describe.each(presets)('$name', ({ samples }) => {
  const cases = textsOf(samples).flatMap((text) => samples.locales.map((locale) => ({ ...text, locale })));

  test.each(cases)('$rule by $channel in $locale reads as a native would write it', ({ locale, ...text }) => {
    const messages = messagesOf(samples, text, locale);
    expect(messages, 'no sample makes this rule tell anybody').not.toEqual([]);
    for (const message of messages) {
      const parts = { text: message.text, subject: message.subjectLine, html: message.html };
      expect(message.locale).toBe(locale);
      for (const [part, written] of Object.entries(parts)) {
        const found = mistakesIn(written ?? '', locale, part === 'html');
        expect(found, `${message.sample}, ${part}:\n${written}`).toEqual([]);
      }
      if (locale === 'ru') expect(pluralMistakesIn(message.text, samples.counted), message.text).toEqual([]);
      if (text.channel === 'email') expect(message.subjectLine).toMatch(/\S/);
      if (text.channel === 'sms') {
        const limit = text.compiled.fitting?.parts ?? usualParts;
        expect(smsParts(message.text).count, `${message.sample}: ${message.text}`).toBeLessThanOrEqual(limit);
      }
    }
  });

  // A preset whose texts count nothing has no forms to show.
  if (samples.locales.includes('ru') && samples.counted.length > 0)
    test('counts in Russian with every form of its nouns', () => {
      const all = textsOf(samples).flatMap((text) => messagesOf(samples, text, 'ru').map((message) => message.text));
      for (const form of samples.counted.flat())
        expect(
          all.some((text) => new RegExp(`\\d\\s${form}(?!\\p{L})`, 'u').test(text)),
          `no sample counts '${form}'`,
        ).toBe(true);
    });
});

describe('control: it is noticed that', () => {
  test.each([
    ['a variable is missing', 'Dear undefined', 'en'],
    ['markup is left', 'Dear {{name}}', 'en'],
    ['an entity is left', 'Tom &amp; Ann', 'en'],
    ['a date is one of a computer', 'on 2026-03-04', 'en'],
    ['a month is English in Russian', 'до 5 March', 'ru'],
    ['a day is English in Chinese', '3月4日 Wed', 'zh-TW'],
    ['thousands are parted by a comma in Russian', '1,200 ₽', 'ru'],
    ['money has a code in Russian', '1 200 RUB', 'ru'],
    ['a comma stands alone', 'Hello , you', 'en'],
    ['brackets are empty', 'Order ()', 'en'],
    ['a space is doubled', 'Order  7 is here', 'en'],
    ['a line ends with a space', 'Tracking number: \nSee you soon', 'en'],
    ['a full stop stands alone', 'Order 7 .', 'en'],
    ['a bracket stands alone', 'Order (7 )', 'en'],
    ['a dash is short in Russian', 'Заказ 7 – «Новый»', 'ru'],
    ['a name is not declined in Russian', 'Посылка из «Лавка»', 'ru'],
    ['a comma is of half width in Chinese', '您好,訂單已成立', 'zh-TW'],
    ['brackets are of half width in Chinese', '訂單(已取消', 'zh-TW'],
    ['a full stop is of half width in Chinese', '訂單已取消.', 'zh-TW'],
    ['a space stands behind a full stop in Chinese', '訂單已取消。 https://shop.example', 'zh-TW'],
    ['a character is simplified in Chinese', '訂單已发貨', 'zh-TW'],
    ['a word is of the mainland in Chinese', '請留意短信', 'zh-TW'],
  ])('%s', (_what, text, locale) => expect(mistakesIn(text, locale, false)).toHaveLength(1));

  test('a gap is in HTML as well, and tags are none', () => {
    expect(mistakesIn('<td>Order</td><td><strong>7</strong>, soon</td>', 'en', true)).toEqual([]);
    expect(mistakesIn('<td>Order <strong>7</strong> , soon</td>', 'en', true)).toHaveLength(1);
  });

  test.each([
    ['Заказ 7 — «Новый», за 30–60 минут, в магазине «Лавка»', 'ru'],
    ['【小店】訂單 7 已成立（共 2 件），3月4日 10:00 送達。https://shop.example/7', 'zh-TW'],
    ['Order 7 (2 items), 10:30 … see https://shop.example/a.b?c=1 ... soon', 'en'],
  ])('control of the control: nothing is wrong with «%s»', (text, locale) => {
    expect(mistakesIn(text, locale, false)).toEqual([]);
  });

  test.each(['1 посылок', '2 посылок', '5 посылка', '11 посылка', '21 посылок', '22 посылка'])('«%s» is wrong', (text) => {
    expect(pluralMistakesIn(text, [['посылка', 'посылки', 'посылок']])).toHaveLength(1);
  });

  test.each(['1 посылка', '2 посылки', '5 посылок', '11 посылок', '21 посылка', '1 022 посылки'])('«%s» is right', (text) => {
    expect(pluralMistakesIn(text, [['посылка', 'посылки', 'посылок']])).toEqual([]);
  });
});
