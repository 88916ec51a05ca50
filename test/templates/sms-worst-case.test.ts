import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineTemplates, type Helper, smsParts, smsWorstCase } from '../../src/templates/index.js';
import { fitSms } from '../../src/templates/sms-fit.js';

const kinds = ['clay', 'glass €'] as const;
const schema = z.object({
  no: z.string().max(12),
  kind: z.enum(kinds),
  service: z.string(),
  note: z.string().max(40).optional(),
  at: z.date(),
  day: z.iso.date(),
  amount: z.number().min(0).max(100_000),
  count: z.number().int().min(0).max(9),
  guests: z.array(z.object({ name: z.string().max(8) })).max(3),
  many: z.array(z.string().max(3)),
  some: z
    .array(z.enum(['a']))
    .max(9)
    .optional(),
  most: z
    .array(z.enum(['a']))
    .max(5_000_000_000)
    .optional(),
});

/** The worst case of one text. */
function worst(sms: string, columns: { parts?: number; fit?: 'reject' | 'shorten' | 'transliterate' } = {}, locale = 'en') {
  const { templates, rules } = setOf(sms, columns, locale);
  const [only, ...others] = smsWorstCase(templates, rules);
  expect(others).toEqual([]);
  return only;
}

function setOf(sms: string, columns: object, locale: string, helpers?: Readonly<Record<string, Helper>>) {
  const visit = defineLifecycle('visit', {
    schema,
    key: (v) => v.no,
    timeZone: 'Asia/Taipei',
    machines: {},
    states: {},
    facts: { 'visit.booked': z.object({ code: z.string().length(6) }) },
    roles: { guest: () => null },
  });
  const rules = visit.rulesFromJson({ told: { on: 'visit.booked', to: 'guest', by: ['sms'], ...columns } });
  const partials = { sender: 'Clay{{#if name}} {{name}}{{/if}}: ' };
  const templates = defineTemplates(visit, {
    defaultLocale: locale,
    locales: { [locale]: { templates: { told: { sms } }, partials } },
    helpers,
  });
  return { templates, rules, visit };
}

test('the worst case of a list that may have billions of elements is known without making it', () => {
  expect(worst('{{list most}}')?.units).toBe(5_000_000_000 * 3 - 2 + 'and '.length);
});

describe('the worst case', () => {
  test.each([
    ['Hello', 'GSM-7', 5],
    ['{{kind}}', 'GSM-7', 8],
    ['{{day}}', 'GSM-7', 10],
    ['{{no}}', 'UCS-2', 12],
    ['{{#if note}}{{note}}{{else}}none{{/if}}', 'UCS-2', 40],
    ['{{#unless note}}nothing{{else}}no{{/unless}}', 'GSM-7', 7],
    ['{{#each guests}}{{name}}, {{/each}}', 'UCS-2', 30],
    ['{{#guests}}{{name}}{{/guests}}', 'UCS-2', 24],
    ["{{list guests 'name'}}", 'UCS-2', 24 + ', , and '.length],
    ['{{list some}}', 'GSM-7', 'a, a, a, a, a, a, a, a, and a'.length],
    ['{{payload.code}}', 'UCS-2', 6],
    ['{{number count}}', 'GSM-7', 6],
    ["{{money amount 'TWD'}}", 'GSM-7', '-NT$99,999.89'.length],
    ["{{date at 'short'}}", 'GSM-7', '12/30/24'.length],
    ["{{plural count one='# seat' other='# seats'}}", 'GSM-7', 12],
    ['{{> sender name=no}}', 'UCS-2', 'Clay : '.length + 12],
    ['{{and no kind}}', 'UCS-2', 12],
    ["{{eq no 'a'}}", 'GSM-7', 5],
  ])('of %j is %s with %i units', (sms, encoding, units) => {
    expect(worst(sms)).toMatchObject({ encoding, units, parts: 1, unbounded: [], limit: undefined, notice: undefined });
  });

  test('counts parts, and leaves a unit free in each for a pair', () => {
    expect(worst('a'.repeat(160))?.parts).toBe(1);
    expect(worst('a'.repeat(161))?.parts).toBe(2);
    expect(worst('{{no}}'.repeat(11))).toMatchObject({ units: 132, parts: 2 });
    expect(worst('{{no}}'.repeat(12))).toMatchObject({ units: 144, parts: 3 });
  });

  test.each([
    ['{{service}} {{no}} {{service}}', ['service']],
    ['{{#each many}}{{this}}{{/each}}', ['many']],
    ['{{list many}}', ['many']],
    ['{{recipient.name}}', ['recipient.name']],
    ['{{shout no}}', ['{{shout}}']],
  ])('of %j has no limit, because of %j', (sms, unbounded) => {
    const { templates, rules } = setOf(sms, {}, 'en', { shout: (_, text) => String(text).repeat(99) });
    expect(smsWorstCase(templates, rules)).toMatchObject([{ units: undefined, parts: undefined, unbounded, notice: undefined }]);
  });
});

describe('a rule with a limit', () => {
  test('is told which variable has no maximum, and what to do', () => {
    expect(worst('{{service}}', { parts: 2 })?.notice).toBe(
      "2 parts are allowed, and nothing limits 'service'. Write it inside {{#shorten}} and say fit: 'shorten', or declare a maximum, such as z.string().max(40).",
    );
    expect(worst('{{#shorten}}{{service}}{{/shorten}}', { parts: 2 })?.notice).toContain("nothing limits 'service'");
    expect(worst('{{#shorten}}{{service}}{{/shorten}}', { parts: 2, fit: 'shorten' })).toMatchObject({
      parts: undefined,
      limit: 2,
      fit: 'shorten',
      unbounded: ['service'],
      notice: undefined,
    });
  });

  test('is told what the text may take, and that it is then not sent', () => {
    expect(worst('{{note}}{{note}}', { parts: 1 })?.notice).toBe(
      "1 part is allowed. The text may take 2 parts (80 units of UCS-2), and is then not sent. Write what can be cut inside {{#shorten}} and say fit: 'shorten', or declare smaller maxima.",
    );
    expect(worst('{{note}}{{note}}', { parts: 1, fit: 'shorten' })?.notice).toContain(
      'What is left when all that is marked is cut may take 2 parts',
    );
    expect(worst('{{note}}{{note}}', { parts: 2 })?.notice).toBeUndefined();
  });
});

test('the check of a set tells the same', () => {
  const { templates, rules, visit } = setOf('{{note}}{{note}}', { parts: 1 }, 'en');
  const rows = rules.compiled.rules.map(({ name, row }) => ({ name, rule: row }));
  expect(templates.check(visit.model, rows).sms?.()).toEqual(smsWorstCase(templates, rules));
});

const pieces = [
  ...[
    'Pottery: ',
    '【陶藝】',
    '{',
    '{{no}}',
    '{{kind}}',
    '{{note}}',
    '{{day}}',
    '{{amount}}',
    '{{number amount}}',
    "{{money amount 'TWD'}}",
  ],
  ...[
    '{{money amount kind}}',
    '{{date at}}',
    "{{date at 'full'}}",
    '{{time at}}',
    "{{time at hourCycle='h12'}}",
    "{{dateTime at 'medium'}}",
  ],
  ...[
    '{{weekday at}}',
    "{{weekday day 'short'}}",
    "{{list guests 'name'}}",
    "{{list guests 'name' type='or'}}",
    '{{payload.code}}',
  ],
  ...[
    '{{#each guests}}{{@index}} {{name}} {{../no}}{{else}}nobody{{/each}}',
    '{{#if note}}{{note}}!{{else}}-{{/if}}',
    '{{> sender name=note}}',
  ],
  ...[
    "{{plural count zero='none' one='# seat' other='# seats'}}",
    '{{#with note}}{{this}}{{/with}}',
    '{{#shorten}}{{note}}{{/shorten}}',
  ],
].filter((piece) => piece !== '{{money amount kind}}' && piece !== '{');

test('whatever the data and the text, no SMS takes more parts than its worst case', () => {
  const free = (max: number) =>
    fc
      .string({ unit: fc.constantFrom('a', 'é', '{', '中', '😀', '👩‍🎨', '1'), maxLength: max })
      .map((text) => text.slice(0, max));
  const data = fc.record({
    no: free(12).filter((text) => text !== ''),
    kind: fc.constantFrom(...kinds),
    service: free(9),
    note: fc.option(free(40), { nil: undefined }),
    at: fc.date({ min: new Date('2024-01-01'), max: new Date('2031-01-01'), noInvalidDate: true }),
    day: fc.constantFrom('2026-12-30', '2026-09-23', '2026-05-01'),
    amount: fc.oneof(fc.double({ min: 0, max: 100_000, noNaN: true }), fc.constantFrom(0, 99_999.99, 100_000)),
    count: fc.integer({ min: 0, max: 9 }),
    guests: fc.array(fc.record({ name: free(8) }), { maxLength: 3 }),
    many: fc.constant([]),
  });
  const property = fc.property(
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }),
    fc.constantFrom('en', 'zh-TW', 'ru', 'de', 'ar'),
    data,
    (list, locale, subject) => {
      const sms = list.join('');
      const { templates } = setOf(sms, {}, locale);
      const rendered = templates.render({
        template: 'told',
        channel: 'sms',
        locales: [locale],
        timeZone: 'Asia/Taipei',
        data: schema.parse(subject),
        extra: {
          item: undefined,
          recipient: {},
          payload: { code: '123456' },
          due: { at: new Date(0), day: '' },
          rule: { name: 'told' },
        },
      });
      if (rendered.kind !== 'message') return;
      const bound = worst(sms, {}, locale);
      const size = smsParts(rendered.text);
      expect(size.count, rendered.text).toBeLessThanOrEqual(bound?.parts ?? 0);
      if (bound?.encoding === 'GSM-7') expect(size.encoding).toBe('GSM-7');
      // A rule that is told nothing always fits.
      for (const fit of ['reject', 'shorten'] as const) {
        if (worst(sms, { parts: 3, fit }, locale)?.notice !== undefined || fit === 'shorten') continue;
        expect(fitSms(rendered.text, { parts: 3, fit }).ok).toBe(true);
      }
    },
  );
  fc.assert(property, { seed: 7, numRuns: 150 });
});
