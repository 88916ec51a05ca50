import { describe, expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { type BitrixOptions, bitrix } from '../../src/presets/bitrix/index.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { anOrder } from './bitrix-samples.js';

/** The problems of options: `code, place: message`. */
function problemsOf(options: unknown): readonly string[] {
  try {
    // As a program without types would call it.
    bitrix(options as BitrixOptions);
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    expect(error.code).toBe('invalid-argument');
    return error.problems.map(({ code, place, message }) => `${code}, ${place}: ${message}`);
  }
  return [];
}

describe('settings of bitrix', () => {
  test.each<[unknown, string]>([
    [5, "invalid-value, options: 5 does not fit. Expected an object such as { sites: ['s1', 's2'] }."],
    [
      { sitess: ['s1'] },
      "unknown-option, options.sitess: unknown field 'sitess'. Did you mean 'sites'? Known: statuses, groups, sites, ",
    ],
    [{ statuses: {} }, 'invalid-value, options.statuses: an object does not fit. Expected one status at least.'],
    [
      { statuses: { '1': 'x' } },
      "invalid-value, options.statuses.1: 'x' does not fit. Expected the code of a status, such as 'N'.",
    ],
    [{ statuses: { N: '' } }, "invalid-value, options.statuses.N: '' does not fit. Expected a name"],
    [{ sites: [] }, 'invalid-value, options.sites: a list does not fit. Expected one at least.'],
    [{ sites: ['s1', 's1'] }, 'invalid-value, options.sites: a list does not fit. Expected each of them once.'],
    [{ mailEvents: [] }, 'invalid-value, options.mailEvents: a list does not fit. Expected one at least.'],
    [
      { mailEvents: ['SALE NEW'] },
      "invalid-value, options.mailEvents[0]: 'SALE NEW' does not fit. Expected the name of an event",
    ],
    [{ mailTemplates: [0] }, 'invalid-value, options.mailTemplates[0]: 0 does not fit. '],
    [
      { administrators: [{ phon: '+79001234567' }] },
      'missing-value, options.administrators[0].phone: it is not there. Expected a number such as',
    ],
    [{ transliterate: 'yes' }, "invalid-value, options.transliterate: 'yes' does not fit. Expected true or false."],
    [{ testWord: "it's" }, "invalid-value, options.testWord: 'it's' does not fit. Expected a word, of letters and digits."],
    [{ country: 'Russia' }, "invalid-value, options.country: 'Russia' does not fit. Expected two capital letters such as 'RU'."],
    [
      { timeZone: 'Moscow' },
      "invalid-value, options.timeZone: 'Moscow' does not fit. Expected a time zone such as 'Europe/Moscow'.",
    ],
  ])('%j is refused, with its place', (options, problem) => {
    const [first = ''] = problemsOf(options);
    expect(first.slice(0, problem.length)).toBe(problem);
  });

  test('all that is wrong is reported at once', () => {
    expect(problemsOf({ transliterate: 1, country: 'x', timeZone: 'y' })).toHaveLength(3);
  });

  test('a group of a status that there is not is refused by the machine', () => {
    expect(() => bitrix({ groups: { open: ['X'] } })).toThrow("groups.open: unknown state 'X'.");
  });

  test('one status is enough', async () => {
    const { lifecycles, rules, templates } = bitrix({ statuses: { N: 'Принят' } });
    const shop = createTestNotifier({ rules, templates, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
    expect(await shop.handleTransition(lifecycles.order, { created: anOrder() })).toMatchObject({ ok: true });
  });

  test.each([
    [{}, ['sms', 'email']],
    [{ smsEnabled: false }, ['email']],
    [{ smsEnabled: false, smsInsteadOfEmail: true }, ['email']],
  ] as const)('with %j a new order is told by %j', async (options, channels) => {
    const { lifecycles, rules, templates, enabled } = bitrix(options);
    const shop = createTestNotifier({ rules, templates, enabled, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
    await shop.handleTransition(lifecycles.order, { created: anOrder() });
    await shop.advanceBy({ minutes: 1 });
    expect(shop.timeline().flatMap(({ outcome, channel }) => (outcome === 'sent' ? [channel] : []))).toEqual(channels);
  });

  test('whatever is set, rules and texts fit together', () => {
    const { rules, templates } = bitrix({
      statuses: { N: { en: 'new' }, GW: 'x' },
      groups: { all: ['N', 'GW'] },
      sites: ['s1', 'ru'],
      mailEvents: ['A'],
      mailTemplates: [1],
      events: ['B'],
      recipients: ['PROPERTY_X', 'Y'],
      administrators: [{ phone: '+79001234567' }],
      smsInsteadOfEmail: true,
      transliterate: true,
    });
    expect(() => createTestNotifier({ rules, templates, start: new Date(0) })).not.toThrow();
  });

  test('a text for a buyer that reads what managers wrote is refused, and one for administrators is not', () => {
    const { lifecycles, rules, templates } = bitrix({ administrators: [{ phone: '+79001234567' }] });
    const { defaultLocale, locales, helpers } = templates.order;
    const shopWith = (rule: string) => () => {
      const ru = {
        ...locales['ru'],
        templates: { ...locales['ru']?.templates, [rule]: { sms: '{{comments}}', email: undefined } },
      };
      const own = lifecycles.order.rules({
        ...rules.order.rows,
        'new-order': { on: 'order.placed', to: 'buyer', by: ['sms'] },
      });
      const texts = defineTemplates(lifecycles.order, { defaultLocale, locales: { ru }, helpers });
      createTestNotifier({ rules: [own], templates: [texts], start: new Date(0) });
    };
    expect(shopWith('new-order')).toThrow(/'comments' is internal/);
    expect(shopWith('new-order-admin')).not.toThrow();
  });
});
