/** The columns `parts` and `fit`, from the table to what the gateway gets. */
import { describe, expect, test } from 'vitest';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { smsParts } from '../../src/templates/sms-parts.js';
import { aBooking, booking } from '../builders/booking.js';
import { studio } from '../builders/studio.js';

const details = 'wheel throwing and glazing for two. '.repeat(6).trim();
const told = { on: 'order.processing', to: 'booker', by: ['sms'] } as const;

/** Templates with one text on both channels. */
function texts(text: string, locale = 'en') {
  const templates = {
    notice: { sms: text, email: { subject: '{{#shorten}}About {{no}}{{/shorten}}', text, html: `<p>${text}</p>` } },
  };
  return [defineTemplates(booking, { defaultLocale: locale, locales: { [locale]: { templates } } })];
}

/** The notifier after one booking was placed and told of. */
async function placed(table: Parameters<typeof booking.rules>[0], text: string, locale?: string) {
  const shop = studio({ rules: booking.rules(table), templates: texts(text, locale) });
  await shop.notifier.handleTransition(booking, { created: aBooking() });
  await shop.notifier.tick();
  const [job] = await shop.notifier.history(booking, 'B-1');
  return { ...shop, job };
}

const marked = `{{no}}: {{#shorten}}${details}{{/shorten}} See you!`;

describe('an SMS of more parts than its rule allows', () => {
  test('is skipped with the code limit, and the record says by how much', async () => {
    const { lines, job } = await placed({ notice: { ...told, parts: 1 } }, marked);
    expect(lines).toEqual(['03-01 11:00 skipped notice Ann sms limit']);
    expect(job?.why).toBe('the text takes 2 parts (229 units of GSM-7), and 1 is allowed');
  });

  test('is sent whole by a rule without a limit, and by one that allows as many', async () => {
    for (const limit of [{}, { parts: 2 }]) {
      const { sms } = await placed({ notice: { ...told, ...limit } }, marked);
      expect(sms.messages.map(({ text }) => text)).toEqual([`B-1: ${details} See you!`]);
    }
  });

  test('is cut inside {{#shorten}}; `fit` alone means one part', async () => {
    const { sms } = await placed({ notice: { ...told, fit: 'shorten' } }, marked);
    const [message] = sms.messages;
    expect(message?.text).toMatch(/^B-1: wheel throwing .*\.\.\. See you!$/);
    expect(smsParts(message?.text ?? '')).toMatchObject({ count: 1, remaining: 0 });
  });

  test('is written in Latin letters where the rule says so', async () => {
    const { sms } = await placed(
      { notice: { ...told, fit: 'transliterate' } },
      `Заказ {{no}} принят. ${'Ждём вас! '.repeat(8)}`,
      'ru',
    );
    expect(sms.messages.map(({ text }) => text)).toEqual([`Zakaz B-1 priniat. ${'Zhdem vas! '.repeat(8).trim()}`]);
  });

  test('leaves its turn to the next channel of firstOf', async () => {
    const { lines } = await placed({ notice: { ...told, by: { firstOf: ['sms', 'email'] }, parts: 1 } }, marked);
    expect(lines).toEqual(['03-01 11:00 sent notice Ann email']);
  });
});

test('e-mail is whole, whatever the rule allows an SMS, and no mark gets into any part of it', async () => {
  const { email } = await placed({ notice: { ...told, by: ['email', 'sms'], fit: 'shorten' } }, marked);
  const whole = `B-1: ${details} See you!`;
  expect(email.messages).toMatchObject([{ subjectLine: 'About B-1', text: whole, html: `<p>${whole}</p>` }]);
});

test('a text with nothing between its marks is empty', async () => {
  const { lines } = await placed({ notice: { ...told, fit: 'shorten' } }, '{{#shorten}} {{#if tracking}}x{{/if}}{{/shorten}} ');
  expect(lines).toEqual(['03-01 11:00 skipped notice Ann sms empty']);
});

test('a message that the host asks for by a rule keeps the limit of that rule', async () => {
  const { notifier, lines } = studio({ rules: booking.rules({ notice: { ...told, parts: 1 } }), templates: texts(marked) });
  await notifier.send(booking, aBooking(), { rule: 'notice' });
  await notifier.tick();
  expect(lines).toEqual(['03-01 11:00 skipped notice Ann sms limit']);
});
