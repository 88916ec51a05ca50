import { readFileSync } from 'node:fs';
import jsep from 'jsep';
import { describe, expect, it } from 'vitest';
import { OrderbellError } from '../../../src/core/errors.js';
import { importRetailcrmTriggers, type OrderInput } from '../../../src/presets/retailcrm/index.js';
import { createTestNotifier } from '../../../src/testing/test-notifier.js';

const shop: readonly unknown[] = JSON.parse(readFileSync(new URL('./triggers.json', import.meta.url), 'utf8'));

const changed = "changeSet.hasChangedField('status')";
const toStatus = (code: string) => `${changed} and changeSet.getNewValue('status').getCode() == '${code}'`;
const aTrigger = (changes: object = {}) => ({ name: 'T', filter: toStatus('courier'), sms: 'hello', ...changes });

/** The problems of a file, `place: message`. */
function problemsOf(file: unknown, options?: Parameters<typeof importRetailcrmTriggers>[1]): readonly string[] {
  try {
    importRetailcrmTriggers(file, options);
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    expect(error.code).toBe('invalid-import');
    return error.problems.map(({ place, message }) => `${place}: ${message}`);
  }
  return [];
}

/** The row that a trigger becomes. */
function rowsOf(filter: string, condition?: string) {
  const { rules } = importRetailcrmTriggers([aTrigger({ filter, condition })]);
  return Object.values(rules.order.rows).map((row) => {
    const { to: _to, by: _by, template: _template, ...columns } = { ...row } as Record<string, unknown>;
    return columns;
  });
}

/** The condition that an expression about an order becomes. */
function conditionOf(condition: string) {
  const { options } = importRetailcrmTriggers([aTrigger({ condition })]);
  return Object.values(options.conditions ?? {})[0];
}

/** An SMS text as it is imported. */
function textOf(sms: string): unknown {
  return importRetailcrmTriggers([aTrigger({ sms })]).templates.order.locales['ru']?.templates['t']?.['sms'];
}

function anOrder(changes: Partial<OrderInput> = {}): OrderInput {
  return {
    number: '1001C',
    createdAt: '2026-03-02T10:00:00+03:00',
    site: { code: 'lampa', name: 'Лавка ламп', url: 'https://lampa.example' },
    status: 'new',
    customer: { id: 'C-7', name: 'Анна Смирнова', firstName: 'Анна', email: 'anna@example.com', phone: '+7 912 345-67-89' },
    orderMethod: { code: 'shopping-cart' },
    items: [
      { name: 'Лампа «Север»', quantity: 1 },
      { name: 'Лампочка E27', quantity: 2 },
    ],
    totalSumm: 3870,
    payment: {},
    ...changes,
  };
}

/** Plays changes of one order, an hour apart, through what a file becomes; what was sent, `time rule channel`, and the texts. */
async function played(file: unknown, start: string, ...steps: readonly Partial<OrderInput>[]) {
  const { lifecycles, rules, templates, enabled } = importRetailcrmTriggers(file);
  const world = createTestNotifier({
    rules: [rules.order],
    templates: [templates.order],
    enabled,
    start,
    timeZone: 'Europe/Moscow',
  });
  let [order, ...others] = [anOrder(steps[0]), ...steps.slice(1)];
  await world.handleTransition(lifecycles.order, { created: order });
  for (const step of others) {
    await world.advanceBy({ hours: 1 });
    const after = { ...order, ...step };
    await world.handleTransition(lifecycles.order, { before: order, after });
    order = after;
  }
  await world.advanceBy({ hours: 1 });
  const sent = world.timeline().filter(({ outcome }) => outcome === 'sent');
  return {
    lines: sent.map(({ at, rule, channel }) => `${at.slice(11, 16)} ${rule} ${channel}`),
    texts: sent.map(({ text = '' }) => text),
  };
}

describe("triggers of retailCRM's own examples", () => {
  it('become a row each, within and outside of the same working hours (4.1)', () => {
    const { rules, options } = importRetailcrmTriggers(shop);
    expect(options.openingHours).toEqual({ from: '09:00', to: '18:00' });
    expect(Object.keys(options.conditions ?? {})).toEqual(['condition of заказ-принят']);
    expect(Object.keys(rules.order.rows)).toHaveLength(8);
    expect(rules.order.rows).toMatchObject({
      'заказ-принят': { on: 'status.new', from: null, during: 'open', if: 'condition of заказ-принят' },
      'новый-заказ-в-нерабочее-время': { on: 'status.new', from: null, during: 'closed', if: 'condition of заказ-принят' },
      'заказ-передан-курьеру': { on: 'status.courier', to: 'customer', by: ['sms'] },
    });
  });

  it('tell the whole story of an order, in their own words (4.2)', async () => {
    const { lines, texts } = await played(
      shop,
      '2026-03-02T10:00',
      {},
      { status: 'prepayed' },
      { status: 'send-to-assembling' },
      { status: 'send-to-delivery', trackNumber: '10042', deliveryType: { code: 'sdek-to-point', name: 'СДЭК' } },
      { status: 'courier', courier: { name: 'Илья', phone: '+7 903 000-11-22' }, deliveryDate: '2026-03-06' },
      { status: 'pickup-point', pickupPoint: { address: 'ул. Лесная, 5' } },
      { status: 'complete' },
    );
    expect(lines).toEqual([
      '10:00 заказ-принят email',
      '10:00 заказ-принят sms',
      '11:00 оплата-поступила email',
      '11:00 оплата-поступила sms',
      '12:00 согласовано-с-клиентом email',
      '12:00 согласовано-с-клиентом sms',
      '13:00 передан-в-доставку email',
      '13:00 передан-в-доставку sms',
      '14:00 заказ-передан-курьеру sms',
      '15:00 заказ-ожидает-в-пункте-самовывоза email',
      '15:00 заказ-ожидает-в-пункте-самовывоза sms',
    ]);
    expect(texts[0]).toContain('Лампа «Север» — 1 шт., Лампочка E27 — 2 шт.');
    expect(texts[0]).toContain('С уважением, Лавка ламп');
    expect(texts[6]).toContain('СДЭК');
    expect(texts[6]).not.toContain('Почта');
    expect(texts[8]).toBe(
      'Анна, заказ отправлен курьером. Доставит Илья, +7 903 000-11-22. Дата доставки: 06.03.2026. Сумма: 3 870 руб.',
    );
    expect(texts[10]).toBe('Заказ от 02.03.2026 ждёт: ул. Лесная, 5.');
  });

  it('say another text at night, and nothing of orders that a comment marks, or of other methods (4.2)', async () => {
    expect((await played(shop, '2026-03-02T18:00', {})).lines).toEqual([
      '18:00 новый-заказ-в-нерабочее-время email',
      '18:00 новый-заказ-в-нерабочее-время sms',
    ]);
    expect((await played(shop, '2026-03-02T10:00', { customerComment: 'для drop1' })).lines).toEqual([]);
    expect((await played(shop, '2026-03-02T10:00', { orderMethod: { code: 'phone' } })).lines).toEqual([]);
    expect((await played(shop, '2026-03-02T10:00', { customerComment: 'побыстрее' })).lines).toHaveLength(2);
  });

  it('close with the signature of the site (4.2)', async () => {
    const site = { code: 'MPB', name: 'MPB' };
    const { texts } = await played(shop, '2026-03-02T19:00', { site, customerComment: '' });
    expect(texts[0]?.trimEnd()).toMatch(/— ?\s*С уважением, MPB$/);
  });
});

describe('the filter of a trigger', () => {
  it.each([
    [
      'a group, from nothing',
      `${changed} and changeSet.getOldValue('status') == null and changeSet.getNewValue('status').getGroupCode() == 'cancel'`,
      { on: 'status.group-cancel', from: null },
    ],
    [
      'any change',
      changed,
      {
        on: [
          'status.new',
          'status.group-approval',
          'status.group-assembling',
          'status.group-delivery',
          'status.complete',
          'status.group-cancel',
        ],
      },
    ],
    [
      'not a new order',
      `${toStatus('courier')} and changeSet.getOldValue('status') != null`,
      { on: 'status.courier', from: '*' },
    ],
    [
      'from one status',
      `${toStatus('courier')} and changeSet.getOldValue('status').getCode() == 'delivering'`,
      { on: 'status.courier', from: 'delivering' },
    ],
    [
      'from all but one',
      `${toStatus('courier')} and changeSet.getOldValue('status') != null and changeSet.getOldValue('status').getCode() != 'delivering'`,
      { on: 'status.courier', from: { not: ['delivering', 'courier'] } },
    ],
    [
      'a list of statuses',
      `changeSet.getNewValue('status').getCode() in ['courier', 'pickup-point']`,
      { on: ['status.courier', 'status.pickup-point'] },
    ],
    [
      'all but a list',
      `${changed} and changeSet.getNewValue('status').getGroupCode() not in ['new', 'cancel', 'delivery', 'approval', 'assembling']`,
      { on: 'status.complete' },
    ],
    [
      'properties instead of getters',
      `${changed} and changeSet.getNewValue('status').code == 'complete'`,
      { on: 'status.complete' },
    ],
    ['the status of the order itself', `${changed} and order.getStatus().getCode() == 'complete'`, { on: 'status.complete' }],
    ['values on the left', `${changed} and 'complete' == changeSet.getNewValue('status').getCode()`, { on: 'status.complete' }],
    [
      'signs instead of words',
      `${changed} && !(changeSet.getNewValue('status').getCode() !== 'complete')`,
      { on: 'status.complete' },
    ],
    [
      'a field that is filled in',
      `changeSet.hasChangedField('track_number') and changeSet.getOldValue('track_number') == null`,
      { on: 'trackNumber.changed', was: null },
    ],
    [
      'a field that is not emptied',
      `changeSet.getNewValue('trackNumber') != null`,
      { on: 'trackNumber.changed', is: { not: null } },
    ],
    [
      'the code of a dictionary',
      `changeSet.hasChangedField('deliveryType') and changeSet.getNewValue('deliveryType').getCode() == 'ems'`,
      { on: 'deliveryType.changed', is: 'ems' },
    ],
  ])('%s', (_what, filter, columns) => {
    expect(rowsOf(filter)).toEqual([columns]);
  });

  it('becomes several rows with one text, which share no change, where one cannot say it', () => {
    const filter = `${changed} and (changeSet.getOldValue('status').getCode() == 'new' and changeSet.getNewValue('status').getCode() == 'prepayed' or changeSet.getOldValue('status').getCode() == 'courier' and changeSet.getNewValue('status').getCode() == 'complete')`;
    expect(rowsOf(filter)).toEqual([
      { on: 'status.prepayed', from: 'new' },
      { on: 'status.complete', from: 'courier' },
    ]);
    const { rules } = importRetailcrmTriggers([aTrigger({ filter })]);
    expect(rules.order.rows).toMatchObject({ t: {}, 't-2': { template: 't' } });
  });

  it('means a status of the shop where the file has it, and plays it', async () => {
    const file = {
      statuses: { delivery: ['at-customs'] },
      triggers: [aTrigger({ name: 'Таможня', filter: toStatus('at-customs') })],
    };
    const { lines } = await played(file, '2026-03-02T10:00', {}, { status: 'send-to-delivery' }, { status: 'at-customs' });
    expect(lines).toEqual(['12:00 таможня sms']);
  });

  it('of a field tells once the field has the value', async () => {
    const file = [
      aTrigger({
        name: 'Трек',
        filter: "changeSet.getNewValue('trackNumber') != null",
        condition: "order.status.groupCode == 'delivery'",
      }),
    ];
    const { lines } = await played(
      file,
      '2026-03-02T10:00',
      {},
      { trackNumber: '1' },
      { status: 'delivering' },
      { trackNumber: '2' },
      { trackNumber: null },
    );
    expect(lines).toEqual(['13:00 трек sms']);
  });

  it('leaves the parser as it was for whoever else uses it', () => {
    importRetailcrmTriggers([aTrigger({ condition: "not (order.getSite().code in ['a'])" })]);
    expect(Object.keys(jsep.binary_ops)).not.toContain('and');
    expect(Object.keys(jsep.unary_ops)).not.toContain('not');
    expect(problemsOf([aTrigger({ filter: 'and' })])).toHaveLength(1);
    expect(Object.keys(jsep.binary_ops)).not.toContain('matches');
  });
});

describe('the condition of a trigger', () => {
  it.each([
    ["order.site.code == 'MPB'", { path: 'site.code', in: ['MPB'] }],
    ["order.getSite().getCode() != 'MPB'", { not: { path: 'site.code', in: ['MPB'] } }],
    ['order.getOrderMethod() != null', { not: { path: 'orderMethod', in: [null] } }],
    ['order.getOrderMethod()', { not: { path: 'orderMethod', in: [null] } }],
    ['order.getTotalSumm() >= 5000', { path: 'totalSumm', is: '>=', than: 5000 }],
    ['5000 > order.totalSumm', { path: 'totalSumm', is: '<', than: 5000 }],
    ["order.getCustomerComment() matches '/test/i'", { path: 'customerComment', contains: ['test'], ignoreCase: true }],
    ["order.getCustomerComment() matches '/(a\\\\.b|c d)|e/'", { path: 'customerComment', contains: ['a.b', 'c d', 'e'] }],
    [
      "not (order.site.code == 'a' or order.site.code == 'b')",
      { all: [{ not: { path: 'site.code', in: ['a'] } }, { not: { path: 'site.code', in: ['b'] } }] },
    ],
  ])('%s', (expression, condition) => {
    expect(conditionOf(expression)).toEqual(condition);
  });

  it.each([
    ["date('now') > date('today 09:00') and date('now') < date('today 18:00')", 'open', '09:00', '18:00'],
    ["date('now') < date('today 9:00') or date('now') >= date('today 18:00')", 'closed', '09:00', '18:00'],
    ["not (date('now') > date('today 09:00') and date('now') < date('today 18:00'))", 'closed', '09:00', '18:00'],
    ["date('today 18:30') <= date('now')", 'closed', '00:00', '18:30'],
    ["date('now') < date('today 08:00')", 'closed', '08:00', '00:00'],
  ] as const)('%s', (expression, during, from, to) => {
    const { rules, options } = importRetailcrmTriggers([aTrigger({ condition: expression })]);
    expect(rules.order.rows['t']).toMatchObject({ during });
    expect(options.openingHours).toEqual({ from, to });
  });

  it('that is always true is none', () => {
    expect(rowsOf(toStatus('courier'), 'true')).toEqual([{ on: 'status.courier' }]);
  });
});

describe('a text of a trigger', () => {
  it.each([
    ['{{ order.number }} {{ order.getNumber() }}', '{{@root.number}} {{@root.number}}'],
    ['{# a note #}{{- order.phone -}} !', '{{~customer.phone~}} !'],
    ["{{ order.createdAt|date('d.m.Y H:i') }}", "{{dateTime createdAt 'short'}}"],
    ["{{ order.firstName|default('клиент') }}", "{{or customer.firstName 'клиент'}}"],
    [
      '{% for op in order.availableOrderProducts %}{{ op.offer.name }} ({{ order.number }}){% else %}-{% endfor %}',
      '{{#each items}}{{name}} ({{@root.number}}){{else}}-{{/each}}',
    ],
    [
      "{% if order.status.groupCode in ['new', 'complete'] %}a{% endif %}",
      "{{#if (or (eq status 'new') (eq status 'complete'))}}a{{/if}}",
    ],
    ['{% if order.courier == null %}a{% endif %}', '{{#if (not courier)}}a{{/if}}'],
    ['C:\\{{ order.number }}', 'C:\\\\{{@root.number}}'],
  ])('%s', (twig, handlebars) => {
    expect(textOf(twig)).toBe(handlebars);
  });

  it('keeps a backslash before what is filled in, and escapes in HTML what customers wrote', async () => {
    const file = [
      aTrigger({
        filter: changed,
        sms: 'C:\\{{ order.number }}',
        email: { subject: 'x', html: '<p>{{ order.customerComment }}</p>' },
      }),
    ];
    const { texts } = await played(file, '2026-03-02T10:00', { customerComment: '<b>&' });
    expect(texts).toEqual(expect.arrayContaining(['C:\\1001C']));
    const { templates } = importRetailcrmTriggers(file);
    expect(templates.order.locales['ru']?.templates['t']).toMatchObject({ email: { html: '<p>{{customerComment}}</p>' } });
  });
});

describe('a file of triggers is refused for', () => {
  const cases: Readonly<Record<string, readonly [file: unknown, problem: string]>> = {
    'a field that does not exist': [
      [aTrigger({ condition: "order.getSiet().code == 'a'" })],
      "[0].condition: unknown property of an order 'siet.code'. Did you mean 'site.code'? Known: ",
    ],
    'a field that cannot change': [
      [aTrigger({ filter: "changeSet.hasChangedField('trackNumbr')" })],
      "[0].filter: unknown field 'trackNumbr'. Did you mean 'trackNumber'?",
    ],
    'a status that does not exist': [
      [aTrigger({ filter: toStatus('courir') })],
      "[0].filter: unknown status 'courir'. Did you mean 'courier'?",
    ],
    'a group that does not exist': [
      [aTrigger({ filter: "changeSet.getNewValue('status').getGroupCode() == 'nwe'" })],
      "[0].filter: unknown status group 'nwe'. Did you mean 'new'? Known: new, approval, ",
    ],
    'an object that is compared with a text': [
      [aTrigger({ filter: "changeSet.getNewValue('status') == 'courier'" })],
      "[0].filter: 'changeSet.getNewValue('status')' is no text. Compare its code: changeSet.getNewValue('status').getCode().",
    ],
    'quotation marks of print': [
      [aTrigger({ condition: 'order.site.code == “MPB”' })],
      '[0].condition: “ is a quotation mark of print.',
    ],
    'words that have grown together': [
      [aTrigger({ filter: "changeSet.getOldValue('status') == null andchangeSet.hasChangedField('status')" })],
      "[0].filter: between 'changeSet.getOldValue('status') == null' and 'andchangeSet.hasChangedField('status')' an operator is missing, such as 'and'.",
    ],
    'a single equals sign': [
      [aTrigger({ condition: "date('now') = date('today 18:00')" })],
      "[0].condition: it cannot be read near 'date('now') = date('toda': unexpected",
    ],
    'an expression that ends too soon': [
      [aTrigger({ filter: `${changed} and` })],
      "[0].filter: after 'and' something is missing.",
    ],
    'an expression that is nested without end': [[aTrigger({ filter: '('.repeat(4_000) })], '[0].filter: it '],
    'an expression without end': [
      [aTrigger({ filter: 'order'.repeat(1_000) })],
      '[0].filter: it is longer than 4000 characters.',
    ],
    'a trigger that can never fire, by its statuses': [
      [aTrigger({ filter: `${toStatus('courier')} and changeSet.getNewValue('status').getCode() == 'complete'` })],
      "[0].filter: it can never fire: no change of 'status' fulfils it.",
    ],
    'a trigger that can never fire, by the time of day': [
      [aTrigger({ condition: "date('now') < date('today 09:00') and date('now') > date('today 18:00')" })],
      '[0].filter: it can never fire: it is sent at no time of day.',
    ],
    'a trigger that can never fire, by its condition': [
      [aTrigger({ condition: "order.getOrderMethod() == null and order.getOrderMethod().getCode() in ['a', 'b']" })],
      '[0].filter: it can never fire: no order fulfils it.',
    ],
    'a trigger that every change sets off': [
      [aTrigger({ filter: "order.site.code == 'a'" })],
      '[0].filter: it does not ask what has changed, so that every change of an order would set it off.',
    ],
    'a trigger that other changes set off': [
      [aTrigger({ filter: "not (changeSet.getNewValue('status').getCode() == 'new')" })],
      "[0].filter: it holds when 'status' has not changed, too",
    ],
    'two texts for one change': [
      [aTrigger({ name: 'A', filter: changed }), aTrigger({ name: 'B' })],
      "[1]: [0] ('A') can be set off by the same change, so the customer would get two messages by sms.",
    ],
    'two of one name': [
      [aTrigger(), aTrigger({ name: 't!', filter: toStatus('complete') })],
      "[1].name: [0] makes a rule 't', too.",
    ],
    'working hours that do not agree': [
      [
        aTrigger({ name: 'A', condition: "date('now') < date('today 18:00') and date('now') > date('today 09:00')" }),
        aTrigger({ name: 'B', condition: "date('now') >= date('today 19:00') or date('now') <= date('today 09:00')" }),
      ],
      "[1].condition: its time of day is neither within nor outside of the working hours that [0] ('A') asks for",
    ],
    'a status in two groups': [
      { statuses: { new: ['x'], cancel: ['x'] }, triggers: [] },
      "statuses.cancel: the status 'x' is in the group 'new' already",
    ],
    'no text at all': [[aTrigger({ sms: undefined })], "[0]: it sends nothing. Expected 'email', 'sms' or both."],
    'a column that is misspelt': [
      { triggers: [aTrigger({ filtr: 'x' })] },
      "triggers[0].filtr: unknown field 'filtr'. Did you mean 'filter'?",
    ],
    'a part that does not exist': [{ trigers: [], triggers: [] }, "trigers: unknown field 'trigers'. Known: statuses, triggers."],
    'something that is no file of triggers': ['triggers', 'triggers: it is not there. Expected a list of triggers.'],
    'an unknown variable of a text': [
      [aTrigger({ sms: 'Hello\n{{ order.numbr }}' })],
      "[0].sms, line 2: unknown property of an order 'numbr'. Did you mean 'number'?",
    ],
    'another variable of a text': [
      [aTrigger({ sms: '{{ ordr.number }}' })],
      "[0].sms, line 1: unknown name 'ordr'. Did you mean 'order'? Known: order.",
    ],
    'a property that products do not have': [
      [aTrigger({ sms: '{% for op in order.orderProducts %}\n{{ op.quantty }}{% endfor %}' })],
      "[0].sms, line 2: unknown property of a product 'quantty'. Did you mean 'quantity'?",
    ],
    'a date without a form': [
      [aTrigger({ sms: '{{ order.createdAt }}' })],
      "[0].sms, line 1: 'order.createdAt' is no text. Write its form: {{ order.createdAt|date('d.m.Y') }}.",
    ],
    'an object that is written': [
      [aTrigger({ sms: '{{ order.deliveryType }}' })],
      "[0].sms, line 1: 'order.deliveryType' is no text. Write its name or code",
    ],
    'a block that is not closed': [
      [aTrigger({ sms: 'a\n{% if order.phone %}b' })],
      "[0].sms, line 2: 'if' is not closed. Add {% endif %}.",
    ],
    'a block that was never opened': [
      [aTrigger({ sms: 'a{% else %}b' })],
      "[0].sms, line 1: 'else' has no 'if' that it belongs to.",
    ],
    'an end too many': [[aTrigger({ sms: 'a\n\n{% endif %}' })], "[0].sms, line 3: 'endif' closes nothing."],
    'braces that are not closed': [[aTrigger({ sms: 'a {{ order.number' })], "[0].sms, line 1: '{{' is not closed."],
  };

  it.each(Object.entries(cases))('%s', (_what, [file, problem]) => {
    const problems = problemsOf(file);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    // Mistakes are not what may be left out.
    expect(problemsOf(file, { skip: true })).toEqual(problems);
  });

  it('every mistake at once, with nothing imported', () => {
    const file = [
      aTrigger({ name: 'A', filter: toStatus('nowhere'), sms: '{{ order.x }}' }),
      aTrigger({ name: 'B', email: { subject: '{{ y }}', text: '{% include "z" %}' } }),
      ...shop,
    ];
    expect(problemsOf(file).map((problem) => problem.split(': ')[0])).toEqual([
      '[0].filter',
      '[0].sms, line 1',
      '[1].email.subject, line 1',
      '[1].email.text, line 1',
    ]);
  });
});

describe('what has no counterpart', () => {
  const cases: Readonly<Record<string, readonly [trigger: object, problem: string]>> = {
    'a regular expression that does more than search': [
      { condition: "order.getCustomerComment() matches '/^a+$/'" },
      "[0].condition: '/^a+$/' cannot be translated",
    ],
    'a function': [{ condition: "date('now').format('H') > 9" }, '[0].condition'],
    'a day of the week': [
      { condition: "date('now') > date('monday')" },
      "[0].condition: 'date('now') > date('monday')' cannot be translated",
    ],
    'fields that are compared with each other': [{ condition: 'order.totalSumm > order.prepaySum' }, '[0].condition'],
    'changes of two fields': [
      { filter: `${toStatus('courier')} and changeSet.hasChangedField('trackNumber')` },
      '[0].filter: it asks for changes of several fields at once (status, trackNumber)',
    ],
    "a change or an order, joined by 'or'": [
      { filter: `${toStatus('courier')} or ${changed} and order.site.code == 'a'` },
      "[0].filter: it joins what has changed, the order or the time of day by 'or'.",
    ],
    'several times of a day': [
      {
        condition:
          "date('now') < date('today 03:00') and date('now') > date('today 02:00') or date('now') > date('today 12:00') and date('now') < date('today 13:00')",
      },
      '[0].condition: it is sent at several times of a day',
    ],
    arithmetic: [{ condition: 'order.totalSumm + 1 > 2' }, "[0].condition: the operator '+' is not known here."],
    'a statement of Twig': [{ sms: '{% set x = 1 %}' }, "[0].sms, line 1: 'set' cannot be translated."],
    'a filter of Twig': [
      { sms: '{{ order.firstName|upper }}' },
      "[0].sms, line 1: 'order.firstName|upper' cannot be translated.",
    ],
    'a form of dates': [
      { sms: "{{ order.createdAt|date('l jS F') }}" },
      "[0].sms, line 1: 'order.createdAt|date('l jS F')' cannot be translated.",
    ],
    'a loop in a loop': [
      { sms: '{% for a in order.orderProducts %}{% for b in order.orderProducts %}{% endfor %}{% endfor %}' },
      "[0].sms, line 1: 'for b in order.orderProducts' cannot be translated.",
    ],
  };
  it.each(Object.entries(cases))('%s is reported with its place', (_what, [trigger, problem]) => {
    expect(problemsOf([aTrigger(trigger)])[0]).toContain(problem);
    expect(problemsOf([aTrigger(trigger)], { skip: true })).toEqual([]);
  });

  it('is left out whole, and listed, where that is asked for', () => {
    const file = [
      aTrigger({ name: 'A', condition: "order.getCustomerComment() matches '/^a/'", sms: '{% set x = 1 %}' }),
      aTrigger({ name: 'B' }),
    ];
    const { rules, skipped } = importRetailcrmTriggers(file, { skip: true });
    expect(Object.keys(rules.order.rows)).toEqual(['b']);
    expect(skipped.map(({ place }) => place)).toEqual(['[0].condition', '[0].sms, line 1']);
  });
});

describe('two triggers do not tell of the same change where', () => {
  it.each([
    ['they go by other channels', { sms: undefined, email: { subject: 'a', text: 'a' } }],
    ['one is switched off', { active: false }],
    [
      'they go out at other times',
      { condition: "date('now') < date('today 09:00')" },
      { condition: "date('now') > date('today 09:00')" },
    ],
    ['they ask for other orders', { condition: "order.site.code == 'a'" }, { condition: "order.site.code != 'a'" }],
    [
      'they ask for other old values',
      { filter: `${toStatus('courier')} and changeSet.getOldValue('status') == null` },
      { filter: `${toStatus('courier')} and changeSet.getOldValue('status') != null` },
    ],
  ])('%s', (_what, first, second: object = {}) => {
    expect(problemsOf([aTrigger({ name: 'A', ...first }), aTrigger({ name: 'B', ...second })])).toEqual([]);
  });
});
