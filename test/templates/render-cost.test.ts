import { describe, expect, test } from 'vitest';
import { templatesOf } from '../../src/templates/define-templates.js';
import { type CostRequest, renderCost } from '../../src/templates/render-cost.js';
import { aRequest, aSet, booking, data, row } from './model.js';

const templates = templatesOf({
  ...aSet({}),
  locales: {
    en: { templates: { notice: { sms: '{{rule.name}} {{no}} {{#shorten}}{{payload.more}}{{/shorten}}' }, silent: { sms: ' ' } } },
    ru: { templates: { notice: { sms: '{{no}} принят' } } },
  },
});

function cost(rule: CostRequest['rule'], locale = 'en', more = '') {
  const extra = { ...aRequest().extra, payload: { more } };
  return renderCost(templates, { rule, locale, sample: { data, timeZone: 'Asia/Taipei', extra }, price: 35 });
}

describe('the cost of a rule', () => {
  test('is its parts by their price, in the language that is asked for', () => {
    expect(cost(row('notice'), 'en', 'a'.repeat(200))).toMatchObject({ ok: true, locale: 'en', size: { count: 2 }, price: 70 });
    expect(cost(row('notice'), 'ru')).toMatchObject({ text: 'B-1 принят', locale: 'ru', size: { encoding: 'UCS-2' }, price: 35 });
    expect(cost(row('thanks', { template: 'notice' }))).toMatchObject({ ok: true, text: 'thanks B-1' });
  });

  test('is that of the text as its rule makes it fit', () => {
    const rule = { name: 'notice', rule: { ...row('notice').rule, fit: 'shorten' } } as const;
    expect(cost(rule, 'en', 'a'.repeat(200))).toMatchObject({ ok: true, size: { count: 1, remaining: 0 }, price: 35 });
  });

  test('is asked for with a row as the table has it', () => {
    const { rows } = booking.rules({ notice: { on: 'order.processing', to: 'booker', by: ['sms'], parts: 1, fit: 'shorten' } });
    expect(cost({ name: 'notice', rule: rows.notice }, 'en', 'a'.repeat(200))).toMatchObject({ ok: true, size: { count: 1 } });
  });

  test('is none, with the reason, where nothing would be sent', () => {
    const rule = { name: 'notice', rule: { ...row('notice').rule, parts: 1 } };
    expect(cost(rule, 'en', 'a'.repeat(200))).toEqual({
      ok: false,
      code: 'too-long',
      why: 'the text takes 2 parts (211 units of GSM-7), and 1 is allowed',
    });
    expect(cost(row('silent'))).toMatchObject({ ok: false, code: 'empty' });
    expect(cost(row('nobody'))).toEqual({ ok: false, code: 'missing', why: "no template 'nobody' is written for 'sms'" });
  });
});
