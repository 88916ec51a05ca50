import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { memory } from '../../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../../src/core/lifecycle.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import { recordTemplateStore } from '../../../src/runtime/texts/record-template-store.js';
import { defineTemplates } from '../../../src/templates/define-templates.js';
import { recording } from '../../../src/testing/recording.js';
import { problemsOf } from '../../builders/problems.js';
import { aBooking } from '../../presets/waca-booking-samples.js';
import { booking, market, notes, ofShop, placed, preset } from './merchants.js';

const coupon = { lifecycle: 'coupon', template: 'coupon-issued', channel: 'sms', locale: 'zh-TW' } as const;

/** What is wrong with a text, a line each: `code | value | message`. */
async function refusals(text: string, name: object = placed, shop = market()): Promise<readonly string[]> {
  const result = await shop.notifier.texts.save('shop-1', { ...placed, ...name, text } as never);
  if (result.ok) return [];
  expect(await shop.notifier.texts.list('shop-1')).toEqual([]);
  for (const problem of result.problems)
    expect(
      Object.values(problem).every((part) => typeof part === 'string' && (part !== '' || problem.code === 'empty-text')),
    ).toBe(true);
  return result.problems.map(({ code, value, message }) => `${code} | ${value} | ${message}`);
}

const codes = (lines: readonly string[]) => lines.map((line) => line.split(' | ')[0]);

describe('a text that is in order', () => {
  test('is stored with who wrote it and when, and the text before it', async () => {
    const { notifier, clock } = market();
    const first = await notifier.texts.save('shop-1', { ...placed, text: '{{shop.name}} 收到您的訂單 {{no}}。' }, { by: 'mei' });
    expect(first).toMatchObject({ ok: true, text: { version: 1, by: 'mei', at: clock.now().getTime(), earlier: [] } });
    const second = await notifier.texts.save('shop-1', { ...placed, text: '訂單 {{no}} 已收到。' }, { by: 'ann', version: 1 });
    expect(second).toMatchObject({ ok: true, text: { version: 2, by: 'ann', earlier: [{ version: 1, by: 'mei' }] } });
    expect(await notifier.texts.list('shop-1')).toHaveLength(1);
    expect(await notifier.texts.list('shop-2')).toEqual([]);
  });

  test('is refused where somebody else has changed it meanwhile', async () => {
    const { notifier } = market();
    await notifier.texts.save('shop-1', { ...placed, text: '訂單 {{no}} 已收到。' });
    const late = await notifier.texts.save('shop-1', { ...placed, text: '訂單 {{no}}。' }, { version: 0 });
    expect(late).toMatchObject({ ok: false, problems: [{ code: 'changed-meanwhile', value: 'version 0' }] });
    expect(await notifier.texts.read('shop-1', placed)).toMatchObject({ text: '訂單 {{no}} 已收到。' });
  });

  test('can be undone step by step, back to the system’s own, and be reset', async () => {
    const { notifier } = market();
    for (const text of ['甲 {{no}}', '乙 {{no}}', '丙 {{no}}']) await notifier.texts.save('shop-1', { ...placed, text });
    const steps: unknown[] = [];
    for (let n = 0; n < 4; n++) {
      const undone = await notifier.texts.undo('shop-1', placed);
      steps.push(undone.ok ? undone.text.text : undone.problems.map(({ code }) => code));
    }
    expect(steps).toEqual(['乙 {{no}}', '甲 {{no}}', undefined, ['changed-meanwhile']]);
    await notifier.texts.save('shop-1', { ...placed, text: '丁 {{no}}' });
    expect(await notifier.texts.reset('shop-1', placed, { by: 'mei' })).toMatchObject({ ok: true, text: { text: undefined } });
    expect(await notifier.texts.undo('shop-1', placed)).toMatchObject({ ok: true, text: { text: '丁 {{no}}' } });
  });

  test('of the preset is its own text, every one of them', async () => {
    const { notifier } = market({ allowedHosts: ['xiaorizi.example'] });
    for (const set of Object.values(preset.templates)) {
      for (const [template, channels] of Object.entries(set.editable ?? {})) {
        for (const [locale, texts] of Object.entries(set.locales)) {
          expect(channels).toEqual(['sms']);
          const text = texts.templates[template]?.['sms'] as string;
          const saved = await notifier.texts.save('shop-1', { lifecycle: set.lifecycle, template, channel: 'sms', locale, text });
          expect([template, locale, saved.ok ? [] : saved.problems.map(({ message }) => message)]).toEqual([
            template,
            locale,
            [],
          ]);
        }
      }
    }
  });

  test('in a transaction that is rolled back is not stored', async () => {
    const store = memory();
    const { notifier } = market({ store });
    const work = store.transaction(async (tx) => {
      // The options of the shop say nothing of transactions; the store has them.
      await notifier.texts.save('shop-1', { ...placed, text: '訂單 {{no}}' }, { tx } as never);
      throw new Error('rolled back');
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await notifier.texts.list('shop-1')).toEqual([]);
  });
});

describe('a text is refused', () => {
  test('for everything that is wrong with it at once, with code, place, value, expected, fix and message', async () => {
    const { notifier } = market();
    const text = '<script>alert(1)</script>\n限時特價 {{{shop.name}}} {{shop.nmae}} https://evil.example/x';
    const result = await notifier.texts.save('shop-1', { ...placed, text });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        { code: 'raw-output', place: 'line 2', value: '{{{shop.name}}}', fix: 'Write {{shop.name}}.' },
        {
          code: 'unknown-variable',
          place: 'line 2',
          value: 'shop.nmae',
          expected: expect.stringContaining('name'),
          fix: "Did you mean 'shop.name'?",
        },
        { code: 'markup', place: 'line 1, column 1', value: '<script>' },
        { code: 'markup', place: 'line 1, column 17', value: '</script>' },
        {
          code: 'promotional-word',
          place: 'line 2, column 3',
          value: '特價',
          message: expect.stringContaining("Leave out '特價'"),
        },
        { code: 'promotional-word', place: 'line 2, column 1', value: '限時' },
        {
          code: 'link-host',
          place: expect.stringMatching(/^line 2, column \d+$/),
          value: 'https://evil.example/x',
          expected: 'a link to xiaorizi.example, *.waca.example',
        },
      ],
    });
    expect(await notifier.texts.list('shop-1')).toEqual([]);
  });

  test('with 5,000 characters, and where it takes more parts than its rule allows (1.b2)', async () => {
    expect(codes(await refusals('長'.repeat(5_000)))).toEqual(['too-long']);
    expect(await refusals('長'.repeat(202))).toEqual([
      expect.stringMatching(
        /^too-long \| .*it takes 4 parts \(202 units of UCS-2\)\. Expected 3 SMS parts at most\. Shorten it\.$/,
      ),
    ]);
    expect(await refusals('長'.repeat(201))).toEqual([]);
  });

  test('where a variable that declares no maximum makes it too long with 12 characters, and the message says so', async () => {
    const english = (text: string) => refusals(text, { locale: 'en' }, market({ parts: 1 }));
    expect(await english(`${'x'.repeat(136)}{{no}}{{shop.name}}`)).toEqual([]);
    expect(await english(`${'x'.repeat(137)}{{no}}{{shop.name}}`)).toEqual([
      expect.stringMatching(
        /it takes 2 parts \(161 units of GSM-7\) with so many characters: 12 for 'no', 'shop\.name', without a declared maximum\. Expected 1 SMS part at most\. Shorten it\.$/,
      ),
    ]);
    // The longer of two branches counts, and not what conditions read.
    const either = (length: number) => `{{#if shop.url}}${'x'.repeat(length)}{{else}}short{{/if}}`;
    expect(await english(either(160))).toEqual([]);
    expect(codes(await english(either(161)))).toEqual(['too-long']);
  });

  test('with a sample by what the sample takes', async () => {
    const text = `${'x'.repeat(150)}{{no}}`;
    const name = { ...placed, locale: 'en', text };
    const short = await market({ parts: 1 }).notifier.texts.save('s', { ...name, sample: { subject: aBooking({ no: 'B-1' }) } });
    expect(short.ok).toBe(true);
    const long = await market({ parts: 1 }).notifier.texts.save('s', {
      ...name,
      sample: { subject: aBooking({ no: 'B-123456789012' }) },
    });
    expect(long).toMatchObject({ ok: false, problems: [{ code: 'too-long', expected: '1 SMS part at most' }] });
  });

  test.each([
    ['{{#if no}}', 'invalid-template'],
    ['{{no', 'invalid-template'],
    ['{{payload.code}}', 'unknown-variable'],
    ['{{constructor.constructor}}', 'unknown-variable'],
    ['{{__proto__}}', 'unknown-variable'],
    ['{{shout no}}', 'unknown-helper'],
    ['{{> nobody}}', 'unknown-partial'],
    ['{{placedAt}}', 'invalid-template'],
    ['{{&no}}', 'raw-output'],
    ['{{#if no}}{{{no}}}{{/if}}', 'raw-output'],
    ['訂單 <b>{{no}}</b>', 'markup'],
    ['<!-- {{no}}', 'markup'],
    ['＜script＞{{no}}', 'markup'],
    ['&#60;script {{no}}', 'markup'],
    ['訂單\u0000 {{no}}', 'control-character'],
    ['訂單 \u202e{{no}}', 'control-character'],
    ['   \n', 'empty-text'],
  ])('for %j: %s', async (text, code) => {
    expect(codes(await refusals(text))).toContain(code);
  });

  test.each([
    [{ template: 'booking-voucher' }, "one of 'order-placed' by sms"],
    [{ channel: 'email' }, 'one of'],
    [{ template: 'constructor' }, 'one of'],
    [{ template: undefined, channel: undefined, slot: 'shopName' }, "'preVisitNotes'"],
  ])('where it is not the merchant’s to edit: %o', async (name, expected) => {
    expect(await refusals('訂單 {{no}}', name)).toEqual([expect.stringMatching(new RegExp(`^not-editable .*${expected}`))]);
  });

  test('in a language that the system has not', async () => {
    expect(await refusals('Commande {{no}}', { locale: 'fr' })).toEqual([
      expect.stringMatching(/^unknown-locale \| fr \| .*zh-TW, en/),
    ]);
  });

  test('for a lifecycle that is not known, as a mistake of the program', async () => {
    await expect(refusals('x', { lifecycle: 'order' })).rejects.toMatchObject({ code: 'unknown-lifecycle' });
  });
});

describe('the length of a text by what the schema declares', () => {
  const stay = defineLifecycle('stay', {
    schema: z.object({
      no: z.string().max(8),
      room: z.enum(['Lake', 'Forest']),
      guests: z.array(z.object({ name: z.string() })),
      price: z.number(),
      on: z.iso.date(),
      guest: z.object({ name: z.string().max(40), phone: z.string() }),
    }),
    key: (s) => s.no,
    timeZone: 'UTC',
    machines: {},
    states: {},
    facts: { 'stay.told': z.object({}) },
    roles: { guest: (s) => s.guest },
  });
  const told = (columns: { parts?: number; fit?: 'shorten' | 'transliterate' }, locale: string) => {
    const rules = stay.rules({ told: { on: 'stay.told', to: 'guest', by: ['sms'], ...columns } });
    const templates = defineTemplates(stay, {
      defaultLocale: locale,
      locales: { [locale]: { templates: { told: { sms: 'Told' } }, partials: { greeting: 'Hello {{guest.name}}' } } },
      editable: { told: ['sms'] },
      helpers: { shout: (value) => String(value) },
    });
    const texts = { allowedHosts: [] };
    return createNotifier({ rules: [rules], templates: [templates], transports: { sms: recording() }, store: memory(), texts });
  };
  const saving = async (text: string, columns: Parameters<typeof told>[0] = { parts: 1 }, locale = 'en') => {
    const saved = await told(columns, locale).texts.save('s', {
      ...{ lifecycle: stay, template: 'told' },
      channel: 'sms',
      locale,
      text,
    });
    return saved.ok ? [] : saved.problems.map(({ message }) => message);
  };

  test.each([
    // Free text may be of any script: 70 characters are one part.
    [
      'a string with a maximum',
      'x'.repeat(30),
      '{{guest.name}}',
      "2 parts (71 units of UCS-2) with so many characters: 40 for 'guest.name'",
    ],
    [
      'several',
      'x'.repeat(22),
      '{{no}}{{guest.name}}',
      "2 parts (71 units of UCS-2) with so many characters: 8 for 'no'; 40 for 'guest.name'",
    ],
    [
      'one within a partial',
      'x'.repeat(24),
      '{{> greeting}}',
      "2 parts (71 units of UCS-2) with so many characters: 40 for 'guest.name'",
    ],
    ['one of a list of words', 'x'.repeat(154), '{{room}}', "2 parts (161 units of GSM-7) with so many characters: 6 for 'room'"],
    ['a day', 'x'.repeat(150), '{{on}}', "2 parts (161 units of GSM-7) with so many characters: 10 for 'on'"],
    [
      'a number',
      'x'.repeat(148),
      '{{price}}',
      "2 parts (161 units of GSM-7) with so many characters: 12 for 'price', without a declared maximum",
    ],
    [
      'what a helper writes',
      'x'.repeat(148),
      '{{shout no}}',
      "2 parts (161 units of GSM-7) with so many characters: 12 for '{{shout}}', without a declared maximum",
    ],
    [
      'a list without a maximum, three times',
      'x'.repeat(124),
      '{{#each guests}}{{name}}{{/each}}',
      "2 parts (161 units of GSM-7) with so many characters: 12 for 'name', without a declared maximum",
    ],
    [
      'both kinds',
      'x'.repeat(18),
      '{{guest.name}}{{guest.phone}}',
      "2 parts (71 units of UCS-2) with so many characters: 40 for 'guest.name'; 12 for 'guest.phone', without a declared maximum",
    ],
  ])('counts %s', async (_, text, variables, expected) => {
    expect(await saving(text + variables)).toEqual([]);
    expect(await saving(`${text}x${variables}`)).toEqual([
      `text: it takes ${expected}. Expected 1 SMS part at most. Shorten it.`,
    ]);
  });

  test('leaves out what may be cut, where the rule shortens', async () => {
    const text = `${'x'.repeat(60)} {{#shorten}}{{guest.name}}{{/shorten}}`;
    expect(await saving(text, { parts: 1, fit: 'shorten' })).toEqual([]);
    expect(await saving(text)).toHaveLength(1);
  });

  test('counts Latin letters, where the rule writes them', async () => {
    const text = `${'Ваш номер готов. '.repeat(6)}{{room}}`;
    expect(await saving(text, { parts: 1, fit: 'transliterate' }, 'ru')).toEqual([]);
    expect(await saving(text, { parts: 1 }, 'ru')).toHaveLength(1);
    expect(await saving('Ваш номер готов. '.repeat(7), { parts: 1, fit: 'transliterate' }, 'ru')).toEqual([]);
    expect(await saving('Ваш номер готов. '.repeat(7), { parts: 1 }, 'ru')).toHaveLength(1);
    // A guest's name may be in a script that has no Latin letters: then nothing is gained.
    expect(await saving(`${text}{{guest.name}}`, { parts: 1, fit: 'transliterate' }, 'ru')).toHaveLength(1);
  });
});

describe('the notes before the visit', () => {
  test('are plain text, of a thousand characters at most, without markup, advertising and strange links (1.b1)', async () => {
    expect(
      await refusals('請修短指甲。{{ 也可以 }} {{{no}}}\nhttps://xiaorizi.example/map', {
        ...notes,
        template: undefined,
        channel: undefined,
      }),
    ).toEqual([]);
    const text = `<b>免費</b> 買一送一 ${'長'.repeat(1_000)} https://bit.ly/x`;
    expect(codes(await refusals(text, { ...notes, template: undefined, channel: undefined }))).toEqual([
      'too-long',
      'markup',
      'markup',
      'promotional-word',
      'promotional-word',
      'link-shortener',
    ]);
  });
});

test('words that the system says itself in this text are none of the merchant’s: a coupon may be called one', async () => {
  expect(await refusals('優惠券 {{code}} 已發送', coupon)).toEqual([]);
  expect(codes(await refusals('優惠券 {{code}} 限時', coupon))).toEqual(['promotional-word']);
  expect(codes(await refusals('優惠券 {{no}}'))).toEqual(['promotional-word']);
});

test('the lists of words can be made longer and shorter, and a word that cannot be read is refused', async () => {
  const shop = market({ promotionalWords: { add: ['週年慶', 'grand opening(s)?'], allow: ['免費'] } });
  expect(codes(await refusals('週年慶 {{no}}', {}, shop))).toEqual(['promotional-word']);
  expect(codes(await refusals('Grand Openings {{no}}', { locale: 'en' }, shop))).toEqual(['promotional-word']);
  expect(await refusals('免費取消 {{no}}', {}, shop)).toEqual([]);
  const broken = market({ promotionalWords: { add: ['sale('] } });
  await expect(broken.notifier.texts.save('s', { ...placed, text: 'x' })).rejects.toMatchObject({ code: 'invalid-value' });
});

test('a preview shows the text with a sample, and what is wrong with one that is not stored', async () => {
  const { notifier } = market();
  const sample = { subject: ofShop('shop-1', { no: 'WB-1' }) };
  const system = await notifier.texts.preview('shop-1', { ...placed, sample });
  expect(system).toMatchObject({ ok: true, own: false, text: expect.stringContaining('WB-1') });
  const draft = await notifier.texts.preview('shop-1', { ...placed, text: '收到 {{no}}', sample });
  expect(draft).toMatchObject({ ok: true, own: true, text: '收到 WB-1', parts: { count: 1, encoding: 'UCS-2' } });
  expect(await notifier.texts.list('shop-1')).toEqual([]);
  await notifier.texts.save('shop-1', { ...placed, text: '已收到 {{no}}' });
  expect(await notifier.texts.preview('shop-1', { ...placed, sample })).toMatchObject({ own: true, text: '已收到 WB-1' });
  expect(await notifier.texts.preview('shop-1', { ...placed, text: '{{nno}}', sample })).toMatchObject({
    ok: false,
    problems: [{ code: 'unknown-variable' }],
  });
});

test('a notifier without the option, and options that do not fit, say so', async () => {
  const parts = { rules: [preset.rules.member], templates: [preset.templates.member], transports: { sms: recording('sms') } };
  const without = createNotifier({ ...parts, store: memory() });
  await expect(without.texts.list('s')).rejects.toMatchObject({
    code: 'missing-value',
    message: expect.stringContaining('texts:'),
  });
  const texts = { allowedHosts: ['https://shop.example/x'], parts: 0, hosts: [] };
  expect(problemsOf(() => createNotifier({ ...parts, store: { ...memory(), records: undefined }, texts } as never))).toEqual([
    expect.stringMatching(/^unknown-option \| texts: unknown option 'hosts'/),
    expect.stringMatching(/^invalid-value \| texts\.parts: /),
    expect.stringMatching(/^invalid-value \| texts\.allowedHosts: expected hosts such as/),
    expect.stringMatching(/^store-without-records \| texts: /),
  ]);
});

test('a set that opens what it does not have is refused where it is checked', () => {
  const set = defineTemplates(booking, {
    ...preset.templates.booking,
    editable: { 'order-plcaed': ['sms'], 'order-placed': ['email', 'fax'] },
    slots: { notes: { path: 'shop.__proto__.notes' } },
  });
  const problems = set.check(booking.model, []).problems.map(({ code, place }) => `${code} ${place}`);
  expect(problems).toEqual([
    "missing-template templates 'booking', editable, 'order-plcaed'",
    "invalid-value templates 'booking', editable, 'order-placed'",
    "unknown-channel templates 'booking', editable, 'order-placed'",
    "invalid-value templates 'booking', slots, 'notes'",
  ]);
});

test('of two who change a text at the same time, each change is a version of its own', async () => {
  const store = recordTemplateStore(memory().records);
  const ref = { lifecycle: 'booking', name: 'order-placed', channel: 'sms', locale: 'en' };
  const change = (text: string) => store.write('s', ref, { change: { text }, at: 0, by: text, version: undefined });
  await Promise.all(Array.from({ length: 10 }, (_, n) => change(`text ${n}`)));
  const stored = await store.read('s', ref);
  expect([stored?.version, stored?.earlier.length]).toEqual([10, 9]);
  expect(new Set([stored, ...(stored?.earlier ?? [])].map((one) => one?.text)).size).toBe(10);
});
