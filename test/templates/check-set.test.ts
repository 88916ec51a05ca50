import { describe, expect, expectTypeOf, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import type { Rule } from '../../src/core/rule.js';
import { checkTemplates } from '../../src/templates/check.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import type { RuleColumns } from '../../src/templates/scope.js';
import type { LocaleTemplates } from '../../src/templates/template-set.js';
import { aSet, booking, found, model, row } from './model.js';

/** A set with one locale, whatever it holds. */
function withLocale(locale: unknown): unknown {
  return { lifecycle: 'booking', defaultLocale: 'en', locales: { en: locale } };
}

const notice = { sms: 'Hello' };

describe('a template for every rule and channel', () => {
  const email = { subject: 's', text: 't' };

  test('is asked for in the default locale, naming rule, channel and what to add', () => {
    const rows = [row('notice', { by: ['email', 'sms'] }), row('pre-visit', { by: { firstOf: ['sms', 'line'] } })];
    expect(found(aSet({ notice: { sms: 'x' } }), rows)).toEqual([
      "missing-template | *, locale 'en', 'notice', email | rule 'notice' sends by email, and locale 'en' has no text for it. Add templates['notice'].email: { subject, text, html }.",
      "missing-template | *, locale 'en', 'pre-visit', sms | rule 'pre-visit' sends by sms, and locale 'en' has no text for it. Add templates['pre-visit'].sms: '...'.",
      "missing-template | *, locale 'en', 'pre-visit', line | rule 'pre-visit' sends by line, and locale 'en' has no text for it. Add templates['pre-visit'].line: '...'.",
    ]);
  });

  test('is the one that the rule names, or else the one of its own name; a misspelt one is guessed', () => {
    expect(found(aSet({ notice, shared: notice }), [row('notice'), row('a', { template: 'shared' })])).toEqual([]);
    expect(found(aSet({ 'pre-vist': notice }), [row('pre-visit')])).toEqual([
      expect.stringContaining("There is 'pre-vist': is it misspelt?"),
    ]);
  });

  test('in another locale does not do', () => {
    const set = { ...aSet({}), locales: { en: { templates: {} }, 'zh-TW': { templates: { notice } } } };
    expect(found(set)).toEqual([expect.stringContaining("missing-template | *, locale 'en', 'notice', sms")]);
  });

  test('is not asked for in other locales, by signals, and by rules that are switched off', () => {
    const set = { ...aSet({ notice }), locales: { en: { templates: { notice } }, ru: { templates: {} } } };
    expect(
      found(set, [
        row('notice'),
        { name: 'overdue', rule: { on: 'order.accepted', signal: 'order.cancel' } },
        row('off', { active: false }),
      ]),
    ).toEqual([]);
  });

  test('may have a part that is not in order: that alone is told', () => {
    const rows = [row('notice', { by: ['email', 'sms'] })];
    expect(found(aSet({ notice: { email: JSON.parse('{"subject":"s"}'), sms: JSON.parse('5') } }), rows)).toEqual([
      "missing-template | *, locale 'en', 'notice', email | an e-mail needs 'text', or 'html' that text is made of. Add templates['notice'].email.text.",
      "invalid-template | *, locale 'en', 'notice', sms | expected the text of a template, got a number.",
    ]);
  });

  test('is missing for all rules where there is no set at all', () => {
    const { problems } = checkTemplates(model, [row('a'), row('b'), row('off', { active: false })], undefined);
    expect(problems).toEqual([
      {
        code: 'missing-template',
        place: "templates 'booking'",
        message:
          "there are no templates for this lifecycle, and its rules send messages: 'a', 'b'. Add defineTemplates(booking, { ... }).",
      },
    ]);
    expect(checkTemplates(model, [{ name: 's', rule: { signal: 'order.cancel' } }], undefined).problems).toEqual([]);
  });

  test('that no rule uses is no mistake', () => {
    expect(found(aSet({ notice, extra: { sms: '{{no}}', email } }))).toEqual([]);
  });
});

describe('locales', () => {
  test.each(['zh_TW', 'english language', 'x', ''])('%j is not a language tag', (tag) => {
    const set = { ...aSet({ notice }), locales: { en: { templates: { notice } }, [tag]: { templates: {} } } };
    expect(found(set)).toEqual([
      `unknown-locale | *, locale '${tag}' | this is not a well-formed language tag. Write it like 'en', 'zh-TW' or 'zh-Hant-TW'.`,
    ]);
  });

  test.each([
    ['ru', "'ru'"],
    ['EN', "'EN'"],
    [undefined, 'undefined'],
    [5, 'a number'],
  ])('the default locale must be one of the set: %j', (defaultLocale, given) => {
    expect(found({ ...aSet({ notice }), defaultLocale })).toEqual([
      `invalid-value | *, defaultLocale | expected one of the locales of this set, got ${given}. Locales: en.`,
    ]);
  });

  test('that differ only in letter case are one', () => {
    const set = { ...aSet({ notice }), locales: { en: { templates: { notice } }, EN: { templates: {} } } };
    expect(found(set)).toEqual(["duplicate-name | *, locale 'EN' | 'en' is the same locale; letter case makes no difference."]);
  });

  test('fall back for partials, and each use of a partial is checked', () => {
    const locales: Record<string, LocaleTemplates> = {
      en: { templates: { notice: { sms: '{{> a}}' } }, partials: { a: '{{> b}}', b: '{{no}}' } },
      zh: { templates: { notice: { sms: '{{> a}}' } }, partials: { b: '{{bb}}' } },
      'zh-TW': { templates: { notice: { sms: '{{> a}}{{> c}}' } } },
    };
    expect(found({ ...aSet({}), locales }).map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      "unknown-variable *, locale 'zh', partial 'b', line 1",
      "unknown-partial *, locale 'zh-TW', 'notice', sms, line 1",
    ]);
  });
});

describe('layouts', () => {
  const check = (layout: LocaleTemplates['layout'], partials = {}) => found(aSet({ notice }, { layout, partials }));

  test('see the body, the subject line and the root', () => {
    expect(
      check({
        html: '<title>{{subjectLine}}</title>{{{body}}}{{shop.name}}{{rule.name}}{{recipient.name}}',
        text: '{{body}}{{date due.at}}',
      }),
    ).toEqual([]);
    expect(check({ text: '{{> frame}}' }, { frame: '{{{body}}}' })).toEqual([]);
  });

  test.each([
    [
      { html: '<p>{{shop.name}}</p>' },
      "missing-value | *, locale 'en', layout.html, line 1 | the layout has no place for the message: write {{{body}}} where it stands.",
    ],
    [
      { html: '<p>{{body}}</p>' },
      "invalid-template | *, locale 'en', layout.html, line 1 | the body is HTML already and would be escaped once more: write {{{body}}}.",
    ],
    [
      { text: '{{{body}}}{{shop.nam}}' },
      "unknown-variable | *, locale 'en', layout.text, line 1 | unknown variable 'shop.nam'. Did you mean 'shop.name'? Known in 'shop': name, timeZone, url.",
    ],
  ])('%j: %s', (layout, message) => {
    expect(check(layout)).toEqual([message]);
  });

  test('are the only texts that see the body', () => {
    expect(found(aSet({ notice: { sms: '{{body}}{{subjectLine}}' } }))).toHaveLength(2);
  });

  test('are checked with the partials of each language that uses them', () => {
    const locales: Record<string, LocaleTemplates> = {
      en: { templates: { notice }, partials: { foot: '{{no}}' }, layout: { text: '{{{body}}}{{> foot}}' } },
      ru: { templates: { notice }, partials: { foot: '{{nn}}' } },
    };
    expect(found({ ...aSet({}), locales })).toEqual([
      expect.stringContaining("unknown-variable | *, locale 'ru', partial 'foot', line 1"),
    ]);
  });
});

describe('a set from outside', () => {
  test.each([
    [{ lifecycle: 'booking' }, ['missing-value | *, locales', 'invalid-value | *, defaultLocale']],
    [
      { lifecycle: 'booking', defaultLocale: 'en', locales: [] },
      ['invalid-value | *, locales', 'invalid-value | *, defaultLocale'],
    ],
    [{ ...aSet({ notice }), locale: {} }, ["unknown-option | * | unknown option 'locale'. Did you mean 'locales'?"]],
    [withLocale(null), ["invalid-value | *, locale 'en' | expected { templates, partials, images, layout }, got null."]],
    [withLocale({}), ["missing-value | *, locale 'en', templates"]],
    [
      withLocale({ templats: {} }),
      [
        "unknown-option | *, locale 'en' | unknown option 'templats'. Did you mean 'templates'?",
        "missing-value | *, locale 'en', templates",
      ],
    ],
    [
      withLocale({ templates: { notice: 'Hello' } }),
      ["invalid-value | *, locale 'en', 'notice' | expected { email: { subject, text, html }, sms: '...' }, got a string."],
    ],
    [
      withLocale({ templates: { notice: { sms: { type: 'Program', body: [] } } } }),
      ["invalid-template | *, locale 'en', 'notice', sms | expected the text of a template, got an object."],
    ],
    [
      withLocale({ templates: { notice: { sms: 'x', email: 'text' } } }),
      [
        "invalid-template | *, locale 'en', 'notice', email | an e-mail has parts: write { subject, text, html } instead of one text.",
      ],
    ],
    [
      withLocale({ templates: { notice: { sms: 'x', email: { subject: 's', text: 't', htm: 'x' } } } }),
      ["unknown-option | *, locale 'en', 'notice', email | unknown part 'htm'. Did you mean 'html'?"],
    ],
    [
      withLocale({ templates: { notice }, partials: { foot: 5 } }),
      ["invalid-template | *, locale 'en', partial 'foot' | expected the text of a template, got a number."],
    ],
    [
      withLocale({ templates: { notice }, layout: '{{{body}}}' }),
      ["invalid-value | *, locale 'en', layout | expected { html: '...', text: '...' }, got a string."],
    ],
    [
      withLocale({ templates: { notice }, layout: { body: 'x', html: null } }),
      ["unknown-option | *, locale 'en', layout", "invalid-template | *, locale 'en', layout.html"],
    ],
    [
      { ...aSet({ notice }), helpers: { shout: 'x' } },
      ['invalid-value | *, helpers.shout | expected a function (context, ...values) => text, got a string.'],
    ],
    [{ ...aSet({ notice }), helpers: [] }, ['invalid-value | *, helpers']],
  ])('is told everything that is not in order (%#)', (set, expected) => {
    const lines = found(set).filter((line) => !line.startsWith('missing-template'));
    expect(lines.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected);
  });

  test.each(['date', 'money', 'if', 'each', 'lookup', 'log', 'helperMissing'])("a host's helper cannot be named '%s'", (name) => {
    expect(found({ ...aSet({ notice }), helpers: { [name]: String } })).toEqual([
      expect.stringContaining(
        `reserved-name | *, helpers.${name} | templates have a helper of this name already; choose another one.`,
      ),
    ]);
  });
});

test('the rows of any rule table can be checked', () => {
  expectTypeOf<Rule<NonNullable<(typeof booking)['shape']>>>().toExtend<RuleColumns>();
  const table = booking.rules({ notice: { on: 'order.accepted', to: 'booker', by: ['sms'] } });
  const rows = Object.entries(table.rows).map(([name, rule]) => ({ name, rule }));
  expect(
    defineTemplates(booking, { defaultLocale: 'en', locales: { en: { templates: { notice } } } }).check(booking.model, rows)
      .problems,
  ).toEqual([]);
});

test('the check throws nothing, whatever it is given', () => {
  for (const set of [
    {},
    { lifecycle: 'booking', locales: { en: { templates: { a: null, b: [] }, partials: [], layout: [] } } },
    { locales: 5, helpers: null },
  ]) {
    expect(() => found(set)).not.toThrow(OrderbellError);
    expect(found(set).length).toBeGreaterThan(0);
  }
});
