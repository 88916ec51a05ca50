import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { simulate } from '../../src/core/simulate.js';
import { importBitrix } from '../../src/presets/bitrix/index.js';
import { createTestNotifier } from '../../src/testing/test-notifier.js';
import { orderbell, projectFolder } from '../cli/orderbell.js';
import { fenceProblems } from '../house/fences.js';
import { fencesOf } from '../house/markdown.js';
import { anOrder } from './bitrix-samples.js';

const path = 'test/presets/bitrix-import.json';
const file: { readonly templates: readonly object[] } = JSON.parse(
  readFileSync(fileURLToPath(new URL('./bitrix-import.json', import.meta.url)), 'utf8'),
);

const buyer = { event: 'ISMS_NEWORDER', recipient: '#PROPERTY_PHONE#', text: 'Заказ #ORDER_ID# принят.' };

/** What a template's text becomes. */
function translated(text: string): string {
  const { templates } = importBitrix([{ ...buyer, name: 'x', text }]);
  return String(templates.order.locales['ru']?.templates['x']?.['sms']);
}

/** The problems of a file: `code, place: message`. */
function problemsOf(input: unknown, options = {}): readonly string[] {
  try {
    importBitrix(input, options);
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    expect(error.code).toBe('invalid-import');
    return error.problems.map(({ code, place, message }) => `${code}, ${place}: ${message}`);
  }
  return [];
}

/** A shop with what was imported, and what it has sent. */
function shopOf(input: unknown) {
  const { lifecycles, rules, templates } = importBitrix(input);
  const shop = createTestNotifier({ rules, templates, start: '2026-03-02T11:00', timeZone: 'Europe/Moscow' });
  const told = () =>
    shop
      .timeline()
      .map((line) =>
        [line.outcome, line.channel, line.address, line.text ?? line.code].filter((part) => part !== undefined).join(' '),
      );
  return { ...lifecycles, shop, told };
}

describe('templates of the SMS module', () => {
  test('become rows with event, name, switch, site, sender and recipient (2.3)', () => {
    const { rules } = importBitrix(file);
    expect(rules.order.rows).toMatchObject({
      'новый-заказ-администратору': {
        on: 'order.placed',
        to: [{ phone: '+79001234567' }, { phone: '+79007654321' }],
        by: ['sms'],
      },
      'новый-заказ-покупателю': { on: 'order.placed', if: 'site s1', to: 'buyer', by: ['sms'], sender: 'ChaiShop' },
      'новый-заказ-покупателю-2': { on: 'order.placed', unless: 'site s1', to: 'buyer', sender: 'GiftShop' },
      'снова-в-работе': { on: 'status.*', from: 'F', active: false },
    });
  });

  test('wait for a start status, an end status, both or neither (2.2)', () => {
    const rowOf = (statuses: object) => {
      const { rules } = importBitrix([{ ...buyer, event: 'ISMS_STATUSUPDATE', name: 'x', ...statuses }]);
      return rules.order.rows['x'];
    };
    expect(rowOf({})).toMatchObject({ on: 'status.*', from: '*' });
    expect(rowOf({ from: 'N' })).toMatchObject({ on: 'status.*', from: 'N' });
    expect(rowOf({ to: 'P' })).toMatchObject({ on: 'status.P', from: '*' });
    expect(rowOf({ from: 'N', to: ['P', 'F'] })).toMatchObject({ on: ['status.P', 'status.F'], from: 'N' });
  });

  test('are told to the right people, with their macros filled in (2.1, 2.4)', async () => {
    const { order, shop, told } = shopOf(file);
    const created = anOrder({ site: 's2' });
    await shop.handleTransition(order, { created });
    await shop.advanceBy({ minutes: 1 });
    await shop.handleTransition(order, { subject: created, event: 'status.toS' });
    await shop.advanceBy({ minutes: 1 });
    expect(told()).toEqual([
      'sent sms +79001234567 Поступил заказ №1042 от Анна Смирнова. Сумма к оплате 2 350 ₽.',
      'sent sms +79007654321 Поступил заказ №1042 от Анна Смирнова. Сумма к оплате 2 350 ₽.',
      'sent sms 8 (916) 123-45-67 Подарки: заказ 1042 от 02.03.2026 принят.',
      'sent sms 8 (916) 123-45-67 Заказ 1042 отправлен.',
    ]);
  });

  test('are not sent where their text is empty, as in the example of the module (2.4)', async () => {
    const { order, shop, told } = shopOf(file);
    await shop.handleTransition(order, { created: anOrder({ description: 'Тестовый заказ' }) });
    await shop.advanceBy({ minutes: 1 });
    expect(told()).toEqual([
      'skipped sms +79001234567 empty',
      'skipped sms +79007654321 empty',
      'sent sms 8 (916) 123-45-67 Чайная лавка: заказ 1042 принят.',
    ]);
  });

  test('are bound to one e-mail template, and leave the e-mail out when the SMS went out (2.7)', async () => {
    const { order, shop, told } = shopOf(file);
    const created = anOrder({ description: 'тестовый', site: 's9' });
    const fact = 'mail.SALE_ORDER_REMIND_PAYMENT';
    const payload = { fields: { ORDER_ID: '1042', PRICE: '2 350 руб.' }, subject: 'Оплата', text: 'Ждём оплаты.' };
    await shop.handleTransition(order, { created: { ...created, properties: { EMAIL: 'anna@example.com' } } });
    await shop.advanceBy({ minutes: 1 });
    const before = told().length;
    const tell = async (subject: typeof created, template: number) => {
      await shop.handleTransition(order, { subject, fact, payload: { ...payload, template } });
      await shop.advanceBy({ minutes: 1 });
    };
    await tell(created, 17);
    await tell(created, 18);
    await tell({ ...created, properties: { EMAIL: 'anna@example.com' } }, 17);
    expect(told().slice(before)).toEqual([
      'sent sms 8 (916) 123-45-67 Заказ №1042 на 2 350 руб. ждёт оплаты.',
      'sent email anna@example.com Ждём оплаты.',
    ]);
  });

  test('may wait for an event of the shop’s own, and go to a number that stands in it (2.7)', async () => {
    const { order, shop, told } = shopOf(file);
    const created = anOrder();
    await shop.handleTransition(order, { created });
    await shop.advanceBy({ minutes: 1 });
    const fields = { GIFT_NAME: 'чайник', PHONE: '+79031112233' };
    await shop.handleTransition(order, { subject: created, fact: 'event.GIFT_READY', payload: { fields } });
    await shop.advanceBy({ minutes: 1 });
    expect(told().at(-1)).toBe('sent sms +79031112233 Подарок «чайник» готов.');
  });

  test('are written in Latin letters where the file says so (2.5)', async () => {
    const { order, shop, told } = shopOf({ transliterate: 'Y', templates: [buyer] });
    await shop.handleTransition(order, { created: anOrder() });
    await shop.advanceBy({ minutes: 1 });
    expect(told()).toEqual(['sent sms 8 (916) 123-45-67 Zakaz 1042 priniat.']);
  });

  test('tell the same story in the pure simulation', () => {
    const { rules } = importBitrix(file);
    const at = Date.parse('2026-03-02T11:00:00+03:00');
    const lines = simulate(
      [rules.order.compiled],
      [
        { kind: 'created', at, lifecycle: 'order', data: anOrder() },
        {
          kind: 'change',
          at: at + 60_000,
          lifecycle: 'order',
          subject: '1042',
          event: 'status.toF',
        },
      ],
    );
    expect(lines.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
      'новый-заказ-администратору sent',
      'новый-заказ-администратору sent',
      'новый-заказ-покупателю sent',
      'выполнен skipped',
    ]);
  });

  test('become a module that compiles, and says the same again', async () => {
    const { status, out, err } = await orderbell(['import', 'bitrix', path]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(fenceProblems(fencesOf('notices.md', ['```ts', out, '```'].join('\n')))).toEqual([]);
    const json = await orderbell(['import', 'bitrix', path, '--json'], projectFolder);
    expect(JSON.parse(json.out).rules.order).toEqual(importBitrix(file).rules.order.rows);
  }, 60_000);

  test('may be the bare list of them', () => {
    expect(Object.keys(importBitrix([buyer]).rules.order.rows)).toEqual(['isms-neworder']);
  });
});

describe('PHP in a text', () => {
  test.each([
    ['Заказ #ORDER_ID#', 'Заказ {{no}}'],
    ['a<? if ("#TRACKING_NUMBER#" != "") { ?>b<? } ?>c', 'a{{#if tracking}}b{{/if}}c'],
    ['<? if (!empty("#REASON_CANCELED#")) { ?>b<? } else { ?>c<? } ?>', '{{#if cancelReason}}b{{else}}c{{/if}}'],
    ['<?php if (empty("#USER_ID#")) { ?>b<?php } ?>', '{{#unless userId}}b{{/unless}}'],
    [
      "<? if ('#LID#' == 's1') { ?>b<? } elseif ('#LID#' == 's2') { ?>c<? } ?>",
      "{{#if (eq site 's1')}}b{{else}}{{#if (eq site 's2')}}c{{/if}}{{/if}}",
    ],
    [
      '<? if (mb_stripos("#USER_DESCRIPTION#", "test") === false && "#PROPERTY_FIO#") { ?>b<? } ?>',
      "{{#if (and (not (contains description 'test')) properties.FIO)}}b{{/if}}",
    ],
    [
      '<? if ("#STATUS_ID#" === "N" || ("#STATUS_ID#" === "P")) { ?>b<? } ?>',
      "{{#if (or (eq status 'N') (eq status 'P'))}}b{{/if}}",
    ],
    // As it was copied from the manual, with its first tag lost and its quotes made pretty.
    [
      'if(strpos(toLower(“#USER_DESCRIPTION#”),”тестовый”) !== false){}else{?>Заказ №#ORDER_ID#<?}?>',
      "{{#unless (contains description 'тестовый')}}Заказ №{{no}}{{/unless}}",
    ],
    ['#ORDER_ID#} }', '{{no}}{{!}}} }'],
    ['C:\\#ORDER_ID#', 'C:\\\\{{no}}'],
    ['<? if ("#LID#") { ?>C:\\<? } ?>\\', '{{#if site}}C:\\\\{{/if}}\\'],
  ])('%s is translated', (php, handlebars) => {
    expect(translated(php)).toBe(handlebars);
  });

  test.each([
    ['<?= date("d.m") ?>', "PHP with '=' cannot be translated."],
    ['a\n<? echo "x"; ?>', "PHP with 'echo' cannot be translated."],
    ['<? if ("#PRICE#" > 1000) { ?>b<? } ?>', "PHP with '>' cannot be translated."],
    ['<? if ("#PRICE#" == "1000") { ?>b<? } ?>', "'#PRICE#' is no text here, so PHP that looks into it cannot be translated."],
    ['<? if (strpos("#LID#", "x")) { ?>b<? } ?>', "PHP with ')' cannot be translated."],
    ['<? if ("#LID#") { ?>b', 'PHP that is not complete cannot be translated.'],
    ['{{name}}', "'{' begins a tag of Handlebars, and cannot stand here."],
    ['{#ORDER_ID#}', "'{' begins a tag of Handlebars, and cannot stand here."],
    ['{<? if ("#LID#") { ?>b<? } ?>', "'{' begins a tag of Handlebars, and cannot stand here."],
  ])('%s is reported', (text, message) => {
    const [problem = ''] = problemsOf([{ ...buyer, text }]);
    expect(problem).toContain(`untranslatable, [0].text, line ${text.includes('\n') ? 2 : 1}: ${message}`);
  });

  test('is left out with its template, where that is asked for, and listed', () => {
    const php = { ...buyer, name: 'php', recipient: '+79001234567', text: '<? echo 1; ?>' };
    const { rules, templates, skipped } = importBitrix([buyer, php], { skip: true });
    expect(Object.keys(rules.order.rows)).toEqual(['isms-neworder']);
    expect(Object.keys(templates.order.locales['ru']?.templates ?? {})).toEqual(['isms-neworder']);
    expect(skipped.map(({ code, place }) => `${code} ${place}`)).toEqual(['untranslatable [1].text, line 1']);
  });
});

describe('a file with a mistake imports nothing', () => {
  const status = { ...buyer, event: 'ISMS_STATUSUPDATE' };
  test.each<[string, unknown, string]>([
    ['no file', 5, 'invalid-value, the file: 5 does not fit. Expected a list of templates, or { templates: [...] }.'],
    [
      'an unknown macro',
      [{ ...buyer, text: 'Сумма\n#PRISE#' }],
      "unknown-variable, [0].text, line 2: unknown macro '#PRISE#'. Did you mean '#PRICE#'? Known: #ID#, ",
    ],
    [
      'an unknown macro in a condition',
      [{ ...buyer, text: '<? if ("#FOO#") { ?>b<? } ?>' }],
      "unknown-variable, [0].text, line 1: unknown macro '#FOO#'. ",
    ],
    [
      'a recipient that is no macro',
      [{ ...buyer, recipient: '#PROPERTY_FON#' }],
      "unknown-variable, [0].recipient: unknown macro '#PROPERTY_FON#'. Did you mean '#PROPERTY_FIO#'?",
    ],
    [
      'a recipient that is no number',
      [{ ...buyer, recipient: 'Ольга' }],
      "invalid-value, [0].recipient: 'Ольга' is neither a number nor a macro. Expected",
    ],
    ['no recipient', [{ ...buyer, recipient: ' ' }], 'missing-value, [0].recipient: nobody is told.'],
    [
      'an unknown status',
      [{ ...status, to: 'S' }],
      "unknown-state, [0].to: unknown status 'S'. Did you mean 'N'? Known: N, P, F. Name those of the shop under 'statuses'.",
    ],
    [
      'an unknown site',
      [{ ...buyer, site: 's2' }],
      "unknown-condition, [0].site: unknown site 's2'. Did you mean 's1'? Known: s1. Name those of the shop under 'sites'.",
    ],
    [
      'an unknown event',
      [{ ...buyer, event: 'ISMS_NEWORDR' }],
      "unknown-fact, [0].event: unknown event 'ISMS_NEWORDR'. Did you mean 'ISMS_NEWORDER'?",
    ],
    [
      'an unknown e-mail event',
      [{ ...buyer, event: 'ISMS_BXEVENT', mailEvent: 'SALE_NEW_ODER' }],
      "unknown-fact, [0].mailEvent: unknown e-mail event 'SALE_NEW_ODER'. Did you mean 'SALE_NEW_ORDER'?",
    ],
    ['no e-mail event', [{ ...buyer, event: 'ISMS_BXEVENT' }], 'missing-value, [0].mailEvent: which e-mail?'],
    [
      'an unknown sender',
      { senders: ['MyShop'], templates: [{ ...buyer, sender: 'Myshop' }] },
      "invalid-value, templates[0].sender: unknown sender 'Myshop'. Did you mean 'MyShop'? Known: MyShop. Letter case counts.",
    ],
    [
      'a sender that no phone shows',
      [{ ...buyer, sender: 'Чайная лавка' }],
      "invalid-value, [0].sender: 'Чайная лавка' cannot be the sender of an SMS.",
    ],
    ['an unknown field', [{ ...buyer, sendr: 'x' }], "unknown-column, [0].sendr: unknown field 'sendr'. Did you mean 'sender'?"],
    [
      'statuses of a new order',
      [{ ...buyer, to: 'P' }],
      'invalid-value, [0].to: it is for ISMS_STATUSUPDATE alone, and this template waits for ISMS_NEWORDER. Remove it.',
    ],
    ['an empty text', [{ ...buyer, text: ' \n' }], 'missing-value, [0].text: it is empty, so nothing would ever be sent.'],
    [
      'a trigger that never fires',
      [{ ...status, from: 'P', to: 'P' }],
      "invalid-value, [0]: it never fires: it waits for a step from 'P' to 'P', and a status that stays is no step. Leave 'from' or 'to' empty.",
    ],
    [
      'what managers wrote, told to a buyer',
      [{ ...buyer, text: '#COMMENTS#' }],
      "internal-path, [0].text: '#COMMENTS#' is what managers wrote",
    ],
    [
      'an e-mail of somebody else that is left out',
      [{ event: 'ISMS_BXEVENT', mailEvent: 'SALE_NEW_ORDER', cancelMail: true, recipient: '+79001234567', text: 'x' }],
      'untranslatable, [0].recipient: the e-mail goes to somebody else',
    ],
    [
      'a status whose code is no name',
      { statuses: { 'N N': 'x' }, templates: [] },
      "invalid-value, statuses.N N: 'x' does not fit. Expected the code of a status, such as 'N'.",
    ],
    [
      'groups in a circle',
      { groups: { a: ['b'], b: ['c'], c: ['a'] }, templates: [] },
      'link-cycle, groups.a: it is made of itself: a > b > c > a. Name statuses instead.',
    ],
    [
      'a group of nothing known',
      { groups: { a: ['X'] }, templates: [] },
      "unknown-state, groups.a[0]: unknown status or group 'X'.",
    ],
  ])('%s', (_what, input, problem) => {
    const found = problemsOf(input);
    expect(found[0]?.slice(0, problem.length), found.join('\n')).toBe(problem);
    expect(found, found.join('\n')).toHaveLength(1);
    expect(problemsOf(input, { skip: true })).toHaveLength(problem.startsWith('untranslatable') ? 0 : 1);
  });

  test('two templates that tell one person twice of one event, unless they part by site, status or switch', () => {
    const again = { ...buyer, name: 'again', text: 'Заказ #ORDER_ID# ещё раз.' };
    expect(problemsOf([buyer, again])).toEqual([
      "duplicate-name, [1]: it tells '#PROPERTY_PHONE#' of 'ISMS_NEWORDER' a second time: [0] ('ISMS_NEWORDER') does so already. Narrow one of them down by site or status, or switch it off.",
    ]);
    const sites = { sites: ['s1', 's2'] };
    expect(
      problemsOf({
        ...sites,
        templates: [
          { ...buyer, site: 's1' },
          { ...again, site: ['s1', 's2'] },
        ],
      }),
    ).toHaveLength(1);
    expect(
      problemsOf({
        ...sites,
        templates: [
          { ...buyer, site: 's1' },
          { ...again, site: 's2' },
        ],
      }),
    ).toEqual([]);
    expect(problemsOf([buyer, { ...again, active: 'N' }])).toEqual([]);
    expect(problemsOf([buyer, { ...again, recipient: '+79001234567' }])).toEqual([]);
    expect(problemsOf([status, { ...status, from: 'N', to: 'P' }])).toHaveLength(1);
    expect(
      problemsOf([
        { ...status, to: 'F' },
        { ...status, from: 'N', to: 'P' },
      ]),
    ).toEqual([]);
    const only = (word: string) => ({ ...buyer, text: `<? if ("#LID#" == "${word}") { ?>x<? } ?>` });
    expect(problemsOf([only('s1'), only('s2')])).toEqual([]);
    expect(problemsOf([buyer, only('s2')])).toHaveLength(1);
  });

  test('every mistake of the file is listed, each with its place', () => {
    const problems = problemsOf([{ ...buyer, text: '#A#' }, { event: 'X', recipient: 'y', text: '' }, buyer, { event: 5 }]);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'unknown-variable, [0].text, line 1',
      'unknown-fact, [1].event',
      'missing-value, [1].text',
      'invalid-value, [3].event',
      'missing-value, [3].recipient',
      'missing-value, [3].text',
    ]);
  });
});

const anything = fc.oneof(fc.jsonValue(), fc.constantFrom('N', 's1', 'ISMS_NEWORDER', 'ISMS_BXEVENT', '#PROPERTY_PHONE#'));
const entryOfAnything = {
  event: anything,
  recipient: anything,
  text: anything,
  site: anything,
  from: anything,
  to: anything,
  mailEvent: anything,
};

describe('whatever a file holds', () => {
  const bits = ['<?', '?>', '<?php', 'if', 'else', 'elseif', '(', ')', '{', '}', '!', '&&', '==', '!== false', ',', ';', ' '];
  const words = [
    'strpos',
    'empty',
    '"#ORDER_ID#"',
    "'N'",
    '"x"',
    '#ORDER_ID#',
    '#FOO#',
    '\\',
    '{{',
    '}}',
    '\n',
    'Заказ',
    '#',
    '""',
  ];
  const code = fc.array(fc.constantFrom(...bits, ...words), { maxLength: 24 }).map((parts) => parts.join(''));
  const whole = fc.constantFrom('if ("#ORDER_ID#" == "x") {?>', '<? if (!empty("#LID#")) { ?>', '<? } else { ?>', '<? } ?>');
  const text = fc.array(fc.oneof(code, whole, fc.string()), { maxLength: 6 }).map((parts) => parts.join(''));

  test('a text is translated into one that the check of templates takes, or reported', () => {
    let translations = 0;
    fc.assert(
      fc.property(text, (given) => {
        const input = [{ ...buyer, text: given }];
        if (problemsOf(input).length > 0) return;
        translations += 1;
        const { rules, templates } = importBitrix(input);
        createTestNotifier({ rules, templates, start: new Date(0) });
      }),
      { numRuns: 1_000 },
    );
    expect(translations).toBeGreaterThan(20);
  });

  test('is imported, or refused as a file with mistakes', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.array(fc.record(entryOfAnything))), (input) => {
        problemsOf(input);
        problemsOf({ templates: input });
      }),
      { numRuns: 200 },
    );
  });
});
