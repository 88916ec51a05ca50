import Handlebars from 'handlebars';
import { describe, expect, test } from 'vitest';
import { checkTemplates } from '../../src/templates/check.js';
import { aSet, checkSms, data, messages, model, row } from './model.js';

const rootNames =
  'no, orderStatus, paidOn, placedAt, booker, shop, payment, sessions, tags, isGift, labels, extra, recipient, due, rule, unsubscribeUrl';
const sessionNames = 'no, service, startsAt, price, participant, partner';

/** Codes and messages of the check of one SMS. */
function found(source: string, rule = {}, more = {}): readonly string[] {
  return checkSms(source, rule, more).problems.map(({ code, message }) => `${code}: ${message}`);
}

describe("what Handlebars' strict mode lets pass", () => {
  const environment = Handlebars.create();
  environment.registerHelper('formatMoney', (value: unknown) => String(value ?? ''));
  environment.registerPartial('part', '{{#if name}}{{name}}{{/if}}');
  environment.registerPartial('fixed', 'x');
  const strictly = (source: string) => environment.compile(source, { strict: true })(data);
  const more = { partials: { part: '{{#if name}}{{name}}{{/if}}', fixed: 'x' } };

  test.each([
    ['as the argument of a helper', '{{formatMoney total}}', "unknown variable 'total'"],
    ['as what #each goes through', '{{#each lines}}{{name}}{{/each}}', "unknown variable 'lines'"],
    ['as what #if tests', '{{#if x}}yes{{/if}}', "unknown variable 'x'"],
    ['as what #unless tests', '{{#unless x}}yes{{/unless}}', "unknown variable 'x'"],
    ['as what #with enters', '{{#with x}}yes{{/with}}', "unknown variable 'x'"],
    ['as the argument of a partial', '{{> part name=nme}}', "unknown variable 'nme'"],
    ['as the context of a partial', '{{> fixed shpo}}', "unknown variable 'shpo'"],
    ['as a named argument of a helper', '{{formatMoney 1 currency=curency}}', "unknown variable 'curency'"],
    ['in a subexpression', '{{#if (lookup shop nme)}}x{{/if}}', "unknown variable 'nme'"],
  ])('a key that is missing %s is found', (_, source, message) => {
    expect(strictly(source), 'control: strict mode says nothing').toBeTypeOf('string');
    const set = aSet({ notice: { sms: source } }, more, { helpers: { formatMoney: String } });
    expect(messages(checkTemplates(model, [row('notice')], set))).toEqual([expect.stringContaining(message)]);
  });

  test('a key below a missing one is found with a message that helps, where strict mode ends in a TypeError', () => {
    expect(() => strictly('{{#if a.b}}yes{{/if}}')).toThrow(TypeError);
    expect(found('{{#if a.b}}yes{{/if}}')).toEqual([`unknown-variable: unknown variable 'a.b'. Known: ${rootNames}.`]);
  });

  test('a bare missing key, the one thing that strict mode finds, is found too', () => {
    expect(() => strictly('{{foo}}')).toThrow();
    expect(found('{{foo}}')).toEqual([`unknown-variable: unknown variable 'foo'. Known: ${rootNames}.`]);
  });

  test('the same places with keys that exist are in order', () => {
    const source =
      '{{#each sessions}}{{service}}{{/each}}{{#if shop.url}}x{{/if}}{{#unless isGift}}x{{/unless}}{{#with shop}}{{name}}{{/with}}{{> part name=no}}{{> part shop}}';
    expect(checkSms(source, {}, more)).toEqual({ problems: [], opaque: [] });
  });
});

describe('variables', () => {
  test.each([
    ['{{bookr}}', `unknown variable 'bookr'. Did you mean 'booker'? Known: ${rootNames}.`],
    [
      '{{booker.nmae}}',
      "unknown variable 'booker.nmae'. Did you mean 'booker.name'? Known in 'booker': id, name, email, phone, locale.",
    ],
    ['{{booker.name.frist}}', "unknown variable 'booker.name.frist'. 'booker.name' is a string and has no such field."],
    ['{{{no_}}}', `unknown variable 'no_'. Did you mean 'no'? Known: ${rootNames}.`],
    [
      '{{sessions.service}}',
      "unknown variable 'sessions.service'. 'sessions' is a list: go through it with {{#each}}, or write {{list}}.",
    ],
    [
      '{{placedAt.year}}',
      "unknown variable 'placedAt.year'. 'placedAt' is a date and has no fields: write {{date}}, {{time}} or {{dateTime}}.",
    ],
    [
      '{{@root.bookr.name}}',
      `unknown variable '@root.bookr.name'. Did you mean '@root.booker.name'? Known in '@root': ${rootNames}.`,
    ],
    ['{{this.bookr}}', `unknown variable 'this.bookr'. Did you mean 'this.booker'? Known: ${rootNames}.`],
    ['{{constructor}}', `unknown variable 'constructor'. Known: ${rootNames}.`],
    ['{{shop.__proto__}}', "unknown variable 'shop.__proto__'. Known in 'shop': name, timeZone, url."],
    ['{{#each sessions}}{{servce}}{{/each}}', `unknown variable 'servce'. Did you mean 'service'? Known: ${sessionNames}.`],
    [
      '{{#each sessions}}{{booker.name}}{{/each}}',
      `unknown variable 'booker.name'. The root has it: write '@root.booker.name'. Known: ${sessionNames}.`,
    ],
    ['{{#each sessions}}{{../nn}}{{/each}}', `unknown variable '../nn'. Did you mean '../no'? Known: ${rootNames}.`],
    ['{{../no}}', "'../no': '../' leads nowhere from here: nothing is outside."],
    ['{{#each sessions}}{{../../no}}{{/each}}', "'../../no': '../' leads nowhere from here: nothing is outside."],
    ['{{#if no}}{{../no}}{{/if}}', "'../no': '../' leads nowhere from here: nothing is outside."],
    [
      '{{#each sessions as |s i|}}{{s.servce}}{{i}}{{/each}}',
      `unknown variable 's.servce'. Did you mean 's.service'? Known in 's': ${sessionNames}.`,
    ],
    [
      '{{#with shop as |s|}}{{s.nam}}{{/with}}',
      "unknown variable 's.nam'. Did you mean 's.name'? Known in 's': name, timeZone, url.",
    ],
    ['{{#shop}}{{nam}}{{/shop}}', "unknown variable 'nam'. Did you mean 'name'? Known: name, timeZone, url."],
    ['{{lookup shop "nam"}}', "unknown variable 'nam'. Did you mean 'name'? Known in 'shop': name, timeZone, url."],
    [
      '{{lookup (lookup sessions 0) "servce"}}',
      `unknown variable 'servce'. Did you mean 'service'? Known in '(lookup ...)': ${sessionNames}.`,
    ],
    ['{{@index}}', "unknown variable '@index'. Known: @root, @locale, @timeZone. '@index' is only there inside {{#each}}."],
    [
      '{{#each tags}}{{@indx}}{{/each}}',
      "unknown variable '@indx'. Did you mean '@index'? Known: @root, @locale, @timeZone, @index, @key, @first, @last.",
    ],
    [
      '{{#each tags}}{{@../index}}{{/each}}',
      "unknown variable '@../index'. Did you mean '@index'? Known: @root, @locale, @timeZone, @index, @key, @first, @last. '@index' is only there inside {{#each}}.",
    ],
    ['{{due.dya}}', "unknown variable 'due.dya'. Did you mean 'due.day'? Known in 'due': at, day."],
    ['{{rule.title}}', "unknown variable 'rule.title'. Known in 'rule': name."],
    [
      '{{recipient.mail}}',
      "unknown variable 'recipient.mail'. Did you mean 'recipient.email'? Known in 'recipient': id, name, email, phone, locale, addresses.",
    ],
    ["{{list sessions 'servce'}}", `{{list}}: unknown property 'servce'. Did you mean 'service'? Known: ${sessionNames}.`],
    ['{{"nn"}}', `unknown variable 'nn'. Did you mean 'no'? Known: ${rootNames}.`],
  ])('%s: %s', (source, message) => {
    expect(found(source)).toEqual([`unknown-variable: ${message}`]);
  });

  test.each([
    '{{no}} {{this.no}} {{./no}} {{[no]}} {{booker/name}} {{@root.no}} {{"no"}}',
    '{{#each sessions}}{{no}} {{this.no}} {{../no}} {{@root.no}} {{@index}}{{@key}}{{@first}}{{@last}}{{#if ../isGift}}{{../no}}{{/if}}{{else}}{{no}}{{/each}}',
    '{{#each sessions as |s i|}}{{s.service}}{{i}}{{service}}{{#each ../tags as |t|}}{{t}}{{s.no}}{{../service}}{{@../index}}{{/each}}{{/each}}',
    '{{#each sessions}}{{#with participant}}{{name}}{{../service}}{{../../no}}{{/with}}{{/each}}',
    '{{#with shop as |s|}}{{s.name}}{{name}}{{../no}}{{else}}{{no}}{{/with}}',
    '{{sessions.0.service}}{{sessions.[1].participant.name}}{{sessions.length}}{{no.length}}{{lookup sessions 0}}',
    '{{#if isGift}}{{no}}{{else if paidOn}}{{date paidOn}}{{else}}{{shop.name}}{{/if}}',
    '{{#shop}}{{name}}{{../no}}{{/shop}}{{#sessions}}{{service}}{{@index}}{{/sessions}}{{#isGift}}{{no}}{{/isGift}}{{^isGift}}{{no}}{{/isGift}}',
    '{{#each labels}}{{@key}}: {{this}}{{/each}}{{labels.anything}}{{lookup labels no}}',
    '{{#each shop}}{{this}}{{/each}}',
    '{{recipient.name}}{{recipient.addresses.line}}{{due.day}}{{date due.at}}{{rule.name}}',
    '{{#each (lookup this "sessions")}}{{service}}{{/each}}{{#with (or shop booker)}}{{name}}{{/with}}',
    '{{orderStatus}}{{@locale}}{{@timeZone}}{{! {{nothing}} }}{{!-- {{nothing}} --}}',
    'no variable at all',
    '',
  ])('in order: %s', (source) => {
    expect(checkSms(source)).toEqual({ problems: [], opaque: [] });
  });

  test('after one mistake nothing more is said of what depends on it', () => {
    expect(found('{{#each lines}}{{name}}{{#if a.b}}x{{/if}}{{date at}}{{/each}}')).toHaveLength(1);
  });
});

describe('what rules give to their templates', () => {
  const read = (source: string, rule: Parameters<typeof row>[1]) => checkSms(source, rule);

  test('item is an element of the collection that the rule goes through', () => {
    expect(messages(read('{{item.service}}{{item.servce}}', { each: 'sessions' }))).toEqual([
      `unknown variable 'item.servce'. Did you mean 'item.service'? Known in 'item': ${sessionNames}.`,
    ]);
  });

  test('item of a collection that is no array of the subject cannot be seen into', () => {
    expect(read('{{item.code}}', { each: 'vouchers' })).toEqual({
      problems: [],
      opaque: [{ place: "templates 'booking', locale 'en', 'notice', sms, line 1", path: 'item.code' }],
    });
  });

  test('item is not there without each', () => {
    expect(messages(read('{{item.service}}', {}))).toEqual([
      "'item.service': there is no 'item' here: no rule that uses this template ('notice') has 'each'.",
    ]);
    expect(messages(read('{{#if @root.item}}x{{/if}}', {}))).toEqual([
      "'@root.item': there is no 'item' here: no rule that uses this template ('notice') has 'each'.",
    ]);
  });

  test.each([
    ['order.cancelled', '{{payload.reason}}'],
    ['order.*', '{{payload.reason}}'],
    [['order.accepted', 'order.cancelled'], '{{payload.reason}}'],
    ['partner.assigned', '{{payload.session}}'],
    [['partner.assigned', 'order.cancelled'], '{{payload.session}}{{payload.reason}}'],
  ])('payload is what %j can carry', (on, source) => {
    expect(read(source, { on }).problems).toEqual([]);
  });

  test.each([
    ['order.cancelled', "unknown variable 'payload.session'. Known in 'payload': reason."],
    ['partner.assigned', "unknown variable 'payload.session_'. Did you mean 'payload.session'? Known in 'payload': session."],
    [
      'order.accepted',
      "'payload.session': there is no 'payload' here: nothing that the rules of this template ('notice') wait for carries a payload.",
    ],
    [
      'price.changed',
      "'payload.session': there is no 'payload' here: nothing that the rules of this template ('notice') wait for carries a payload.",
    ],
  ])('payload of %j', (on, message) => {
    const source = message.includes('session_') ? '{{payload.session_}}' : '{{payload.session}}';
    expect(messages(read(source, { on }))).toEqual([message]);
  });

  test('a rule with due has no payload, and the problem says so', () => {
    const rule = { name: 'notice', rule: { due: { on: 'payment.deadline', at: '10:00' }, by: ['sms'] } };
    expect(messages(checkTemplates(model, [rule], aSet({ notice: { sms: '{{payload.reason}}' } })))).toEqual([
      "'payload.reason': there is no 'payload' here: a rule with 'due' has no payload ('notice').",
    ]);
  });

  test('a template that several rules use sees what any of them gives', () => {
    const rows = [row('a', { template: 'notice', each: 'sessions' }), row('b', { template: 'notice', on: 'order.cancelled' })];
    const check = checkTemplates(model, rows, aSet({ notice: { sms: '{{item.service}}{{payload.reason}}{{item.x}}' } }));
    expect(messages(check)).toEqual([`unknown variable 'item.x'. Known in 'item': ${sessionNames}.`]);
  });

  test('each channel of a template is checked for the rules that send by it', () => {
    const rows = [
      row('a', { template: 'notice', each: 'sessions', by: ['email'] }),
      row('b', { template: 'notice', by: { firstOf: ['sms'] } }),
    ];
    const set = aSet({ notice: { sms: '{{item.service}}', email: { subject: '{{item.service}}', text: '{{item.service}}' } } });
    expect(checkTemplates(model, rows, set).problems.map(({ place }) => place)).toEqual([
      "templates 'booking', locale 'en', 'notice', sms, line 1",
    ]);
  });

  test('a template that no rule uses is checked with item and payload unseen', () => {
    const check = checkTemplates(model, [], aSet({ thanks: { sms: '{{no}}{{item.a}}{{payload.b}}{{nn}}' } }));
    expect(messages(check)).toEqual([expect.stringContaining("unknown variable 'nn'")]);
    expect(check.opaque.map(({ path }) => path)).toEqual(['item.a', 'payload.b']);
  });
});

describe('paths that cannot be seen into', () => {
  test('are no mistakes, and are listed once each with their place', () => {
    const check = checkSms('{{extra.a}}\n{{#if extra.b.c}}{{extra.a}}{{/if}}{{#each extra}}{{name}}{{/each}}{{extra}}');
    expect(check.problems).toEqual([]);
    expect(check.opaque.map(({ place, path }) => [place.split(', ').at(-1), path])).toEqual([
      ['line 1', 'extra.a'],
      ['line 2', 'extra.b.c'],
      ['line 2', 'extra.a'],
      ['line 2', 'name'],
    ]);
  });
});

describe('helpers', () => {
  test.each([
    ['{{formatMoney no}}', "unknown-helper: unknown helper 'formatMoney'."],
    ['{{mony 5 "TWD"}}', "unknown-helper: unknown helper 'mony'. Did you mean 'money'?"],
    ['{{#if (equal no "a")}}x{{/if}}', "unknown-helper: unknown helper 'equal'."],
    ['{{#unles no}}x{{/unles}}', "unknown-helper: unknown helper 'unles'. Did you mean 'unless'?"],
    ['{{log no}}', "unknown-helper: unknown helper 'log'."],
    ['{{helperMissing no}}', "unknown-helper: unknown helper 'helperMissing'."],
    ['{{constructor no}}', "unknown-helper: unknown helper 'constructor'."],
    ['{{shop.name no}}', "unknown-helper: unknown helper 'shop.name'."],
    ['{{if no}}', "invalid-template: 'if' is a block: write {{#if ...}} ... {{/if}}."],
    ['{{#if (each tags)}}{{/if}}', "invalid-template: 'each' is a block: write {{#each ...}} ... {{/each}}."],
    [
      '{{#eq no "a"}}x{{/eq}}',
      "invalid-template: 'eq' is not a block: write {{#if (eq ...)}} to test it, or {{eq ...}} to write it.",
    ],
    ['{{#date placedAt}}x{{/date}}', "invalid-template: 'date' is not a block"],
    ['{{date}}', 'invalid-argument: {{date}} takes 1 or 2 arguments (value, style); got 0.'],
    ['{{date placedAt "long" 3}}', 'invalid-argument: {{date}} takes 1 or 2 arguments (value, style); got 3.'],
    ['{{money payment.amount}}', 'invalid-argument: {{money}} takes 2 arguments (value, currency); got 1.'],
    ['{{#if (and no)}}x{{/if}}', 'invalid-argument: {{and}} takes 2 or more arguments (a, b); got 1.'],
    ['{{lookup shop}}', 'invalid-argument: {{lookup}} takes 2 arguments (object, key); got 1.'],
    ['{{#if no isGift}}x{{/if}}', 'invalid-argument: {{#if}} takes 1 argument; got 2. Combine conditions: (and a b), (or a b).'],
    ['{{#each sessions tags}}x{{/each}}', 'invalid-argument: {{#each}} takes 1 argument; got 2.'],
    [
      '{{money payment.currency payment.amount}}',
      "invalid-value: {{money}} takes a string as 'currency'; 'payment.amount' is a number.",
    ],
    ['{{date shop}}', "invalid-value: {{date}} takes a date or a number or a string as 'value'; 'shop' is an object."],
    ['{{date isGift}}', "invalid-value: {{date}} takes a date or a number or a string as 'value'; 'isGift' is a boolean."],
    ['{{number sessions}}', "invalid-value: {{number}} takes a number or a string as 'value'; 'sessions' is a list."],
    ['{{list no}}', "invalid-value: {{list}} takes a list as 'items'; 'no' is a string."],
    ['{{link shop}}', "invalid-value: {{link}} takes a string as 'url'; 'shop' is an object."],
    ['{{#if (sameContact booker no)}}x{{/if}}', "invalid-value: {{sameContact}} takes an object as 'b'; 'no' is a string."],
    [
      '{{date placedAt "lang"}}',
      "invalid-value: {{date}}: unknown style 'lang'. Did you mean 'long'? Known: long, short, medium, full.",
    ],
    [
      '{{time placedAt hourCycle="h24"}}',
      "invalid-value: {{time}}: unknown hourCycle 'h24'. Did you mean 'h23'? Known: h23, h12.",
    ],
    ['{{time placedAt cycle="h23"}}', "unknown-option: {{time}}: unknown named argument 'cycle'."],
    [
      '{{plural tags.length one="#"}}',
      "missing-value: {{plural}} needs other='...', the text for all that no other form is given for.",
    ],
    [
      '{{plural tags.length singular="#" other="#"}}',
      "unknown-option: {{plural}}: unknown named argument 'singular'. Known: zero, one, two, few, many, other.",
    ],
    [
      '{{list sessions}}',
      "missing-value: 'sessions' is a list of objects: name the property to write, as in {{list sessions 'name'}}.",
    ],
    [
      '{{#if no includeZeros=true}}x{{/if}}',
      "unknown-option: {{#if}}: unknown named argument 'includeZeros'. Did you mean 'includeZero'?",
    ],
    ['{{#each no}}x{{/each}}', "invalid-value: {{#each}} goes through lists and objects; 'no' is a string."],
    [
      '{{#each payment.amount}}x{{/each}}',
      "invalid-value: {{#each}} goes through lists and objects; 'payment.amount' is a number.",
    ],
  ])('%s: %s', (source, message) => {
    expect(found(source)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    '{{date placedAt}}{{date paidOn "short"}}{{time due.at}}{{dateTime placedAt "full" hourCycle="h12"}}{{weekday paidOn "short"}}',
    '{{money payment.amount payment.currency}}{{money "5" "TWD"}}{{number sessions.length}}{{number 5}}',
    '{{#each sessions}}{{date startsAt}}{{#if (sameContact participant @root.booker)}}x{{/if}}{{money price "TWD"}}{{/each}}',
    '{{list tags}}{{list sessions "participant.name" type="or"}}{{plural tags.length one="#" other="#"}}',
    '{{link shop.url}}{{link shop.url shop.name}}{{link (or payment.payUrl shop.url) "Pay"}}',
    '{{#if (and isGift (not (eq orderStatus "cancelled")) (or paidOn no))}}x{{/if}}{{or booker.name "guest"}}',
    '{{date extra}}{{money extra.a extra.b}}{{#if 0 includeZero=true}}x{{/if}}',
  ])('in order: %s', (source) => {
    expect(found(source)).toEqual([]);
  });

  test('a field that has the name of a helper is told how to be written', () => {
    expect(found('{{#each sessions}}{{#each participant}}{{/each}}{{/each}}{{link}}')).toEqual([
      'invalid-argument: {{link}} takes 1 or 2 arguments (url, label); got 0.',
    ]);
    const check = checkSms('{{#with item}}{{date}}{{this.date}}{{/with}}', { each: 'vouchers' });
    expect(messages(check)).toEqual(['{{date}} takes 1 or 2 arguments (value, style); got 0.']);
    expect(found('{{> p date=no}}', {}, { partials: { p: '{{date}}{{this.date}}' } })).toEqual([
      expect.stringContaining(
        '{{date}} takes 1 or 2 arguments (value, style); got 0. For the field of this name write {{this.date}}.',
      ),
    ]);
  });

  test("the host's own helpers are known, their arguments are checked, and what they yield may be anything", () => {
    const set = aSet(
      { notice: { sms: '{{shout nn}}{{#each (twice no)}}{{x}}{{/each}}{{money (sum sessions) "TWD"}}{{today}}{{shoot no}}' } },
      {},
      {
        helpers: { shout: String, twice: String, sum: Number, today: String },
      },
    );
    expect(messages(checkTemplates(model, [row('notice')], set))).toEqual([
      expect.stringContaining("unknown variable 'nn'"),
      expect.stringContaining("unknown helper 'shoot'. Did you mean 'shout'?"),
    ]);
  });
});

describe('values that cannot be written as they are', () => {
  test.each([
    [
      '{{placedAt}}',
      "'placedAt' is a date, which JavaScript would write in its own way and in the zone of the process: write {{date placedAt}}, {{time placedAt}} or {{dateTime placedAt}}.",
    ],
    ['{{#each sessions}}{{startsAt}}{{/each}}', "'startsAt' is a date"],
    ['{{{due.at}}}', "'due.at' is a date"],
    ['{{shop}}', "'shop' is an object and cannot be written as it is: name one of its fields."],
    ['{{#each sessions}}{{this}}{{/each}}', "'this' is an object and cannot be written as it is: name one of its fields."],
    ['{{tags}}', "'tags' is a list and cannot be written as it is: write {{list tags}} or {{#each tags}}."],
  ])('%s: %s', (source, message) => {
    expect(found(source)).toEqual([expect.stringContaining(`invalid-value: ${message}`)]);
  });
});

describe('partials', () => {
  const check = (source: string, partials: Record<string, string>, rule = {}) => found(source, rule, { partials });

  test('are checked in the scope they are called with', () => {
    const partials = { line: '{{service}}{{label}}' };
    expect(check('{{#each sessions}}{{> line label=no}}{{/each}}{{> line sessions.[0] label="x"}}', partials)).toEqual([]);
    expect(check('{{> line shop label=no}}', partials)).toEqual([
      "unknown-variable: unknown variable 'service'. Known: name, timeZone, url, label. Included by templates 'booking', locale 'en', 'notice', sms.",
    ]);
    expect(check('{{#each sessions}}{{> line}}{{/each}}', partials)).toEqual([
      `unknown-variable: unknown variable 'label'. Known: ${sessionNames}. Included by templates 'booking', locale 'en', 'notice', sms.`,
    ]);
  });

  test('do not see what is outside of the context they are given, except the root and the loop', () => {
    expect(check('{{#each sessions}}{{> line}}{{/each}}', { line: '{{../no}}{{@root.no}}{{@index}}' })).toEqual([
      expect.stringContaining(
        "'../no': '../' leads nowhere from here: a partial sees only the context it is given, and the root as @root.",
      ),
    ]);
    expect(check('{{> line}}', { line: '{{@index}}' })).toEqual([expect.stringContaining("unknown variable '@index'")]);
    expect(check('{{#each sessions as |s|}}{{> line}}{{/each}}', { line: '{{s.no}}' })).toEqual([
      expect.stringContaining("unknown variable 's.no'"),
    ]);
  });

  test('tell a mistake once, in the place where it stands, however many texts include them', () => {
    const set = aSet(
      { notice: { sms: '{{> a}}{{> a}}{{> b}}' }, other: { sms: '{{> a}}' } },
      { partials: { a: '\n{{nn}}', b: '{{> a}}' } },
    );
    expect(checkTemplates(model, [row('notice')], set).problems).toEqual([
      {
        code: 'unknown-variable',
        place: "templates 'booking', locale 'en', partial 'a', line 2",
        message: `unknown variable 'nn'. Did you mean 'no'? Known: ${rootNames}. Included by templates 'booking', locale 'en', 'notice', sms.`,
      },
    ]);
  });

  test.each([
    ['{{> foter}}', "unknown-partial: unknown partial 'foter'. Did you mean 'footer'? Known: footer."],
    ['{{#> foter}}{{nn}}{{/foter}}', "unknown-partial: unknown partial 'foter'."],
    [
      '{{> (lookup shop "name")}}',
      'invalid-template: a partial must be called by its name, so that it can be checked: use {{#if}} to choose between some.',
    ],
    [
      '{{> @partial-block}}',
      "unknown-partial: '@partial-block' is only there inside a partial that is called as a block: {{#> name}} ... {{/name}}.",
    ],
    ['{{> footer shop booker}}', 'invalid-argument: a partial takes 1 context; got 2. Name the others: {{> card title=name}}.'],
    [
      '{{#*inline "x"}}{{/inline}}',
      "invalid-template: inline partials and other decorators are not supported: write the text under 'partials'.",
    ],
    ['{{* x}}', 'invalid-template: inline partials and other decorators are not supported'],
  ])('%s: %s', (source, message) => {
    expect(check(source, { footer: 'x' })[0]).toContain(message);
  });

  test('called around a block check the block with the context that they give it', () => {
    const partials = {
      card: '{{#if title}}{{title}}{{/if}}{{#if @partial-block}}{{> @partial-block}}{{/if}}',
      each: '{{#each this}}{{> @partial-block}}{{/each}}',
    };
    expect(
      check(
        '{{#> card title=no}}{{no}}{{title}}{{/card}}{{#> each sessions}}{{service}}{{@index}}{{../no}}{{/each}}{{> card title=no}}',
        partials,
      ),
    ).toEqual([]);
    expect(check('{{#> card title=no}}{{nn}}{{/card}}{{#> each sessions}}{{nn}}{{/each}}', partials)).toEqual([
      `unknown-variable: unknown variable 'nn'. Did you mean 'no'? Known: ${rootNames}, title.`,
      `unknown-variable: unknown variable 'nn'. Did you mean 'no'? Known: ${sessionNames}.`,
    ]);
  });

  test('that include themselves come to an end', () => {
    expect(check('{{> tree extra}}', { tree: '{{name}}{{#each children}}{{> tree}}{{/each}}' })).toEqual([]);
    expect(check('{{> a}}', { a: '{{> b}}{{> b}}', b: '{{> a}}{{> a}}{{nn}}' })).toEqual([
      expect.stringContaining("unknown variable 'nn'"),
    ]);
  });

  test('that nothing includes are checked for syntax, helpers and partials', () => {
    expect(check('x', { a: '{{anything}}{{#each what.ever}}{{x}}{{/each}}', b: '{{#if', c: '{{foo x}}', d: '{{> e}}' })).toEqual([
      expect.stringContaining('invalid-template: Handlebars cannot read it'),
      expect.stringContaining("unknown-helper: unknown helper 'foo'"),
      expect.stringContaining("unknown-partial: unknown partial 'e'"),
    ]);
  });
});

describe('syntax', () => {
  test.each([
    [
      'a\n{{#if no}}\n',
      3,
      "Handlebars cannot read it near 'a{{#if no}}': unexpected end of the text, where a block or a {{ is still open.",
    ],
    ['a\nb{{/if}}', 2, "Handlebars cannot read it near 'ab{{/if}}': unexpected end of a block that was not begun."],
    ['{{no', 1, "Handlebars cannot read it near '{{no': unexpected character."],
    ['\n\n{{#if no}}{{/each}}', 3, "Handlebars cannot read it: if doesn't match each."],
    ['{{}}', 1, "Handlebars cannot read it near '{{}}': unexpected end of the braces."],
    ['a\u0000b', 1, 'unexpected character.'],
  ])('a text that cannot be read is told with its line (%#)', (source, line, message) => {
    expect(checkSms(source).problems).toEqual([
      {
        code: 'invalid-template',
        place: `templates 'booking', locale 'en', 'notice', sms, line ${line}`,
        message: expect.stringContaining(message),
      },
    ]);
  });
});

test('all mistakes are told at once, each with its place', () => {
  const set = aSet(
    { notice: { sms: '{{a1}}\n{{a2}}', email: { subject: '{{b1}}', text: '\n\n{{b2}}', html: '{{#if' } } },
    { layout: { html: '{{c1}}{{{body}}}', text: '{{{body}}}{{c2}}' } },
    {
      locales: {
        en: {
          templates: { notice: { sms: '{{a1}}\n{{a2}}', email: { subject: '{{b1}}', text: '\n\n{{b2}}', html: '{{#if' } } },
          layout: { html: '{{c1}}{{{body}}}', text: '{{{body}}}{{c2}}' },
        },
        'zh-TW': { templates: { notice: { sms: '{{d1}}' } } },
      },
    },
  );
  const { problems } = checkTemplates(model, [row('notice'), row('other', { by: ['email'] })], set);
  expect(problems.map(({ code, place }) => `${code} ${place.replace("templates 'booking', locale ", '')}`)).toEqual([
    "missing-template 'en', 'other', email",
    "unknown-variable 'en', 'notice', sms, line 1",
    "unknown-variable 'en', 'notice', sms, line 2",
    "unknown-variable 'en', 'notice', email.subject, line 1",
    "unknown-variable 'en', 'notice', email.text, line 3",
    "invalid-template 'en', 'notice', email.html, line 1",
    "unknown-variable 'zh-TW', 'notice', sms, line 1",
    "unknown-variable 'en', layout.html, line 1",
    "unknown-variable 'en', layout.text, line 1",
  ]);
});

describe('what passes the check', () => {
  test('renders without the problems that the check is for: every text that the check lets pass here also renders', async () => {
    const { createRenderer } = await import('../../src/templates/renderer.js');
    const { aRequest } = await import('./model.js');
    const source = `{{#each sessions as |s i|}}{{i}} {{s.service}} {{dateTime startsAt}} {{../no}}{{> who this label=@root.no}}{{/each}}`;
    const set = aSet({ notice: { sms: source } }, { partials: { who: ' ({{participant.name}}, {{label}})' } });
    expect(checkTemplates(model, [row('notice')], set).problems).toEqual([]);
    expect(createRenderer([set]).render(aRequest())).toMatchObject({
      text: '0 Yoga March 5, 2026 at 10:00 B-1 (Ann, B-1)1 Pilates March 6, 2026 at 10:00 B-1 (Cid, B-1)',
    });
  });
});

describe('{{#shorten}}', () => {
  test('is a block, in whose scope nothing changes', () => {
    expect(found('{{#shorten}}{{no}}{{#each sessions}}{{#shorten}}{{service}}{{/shorten}}{{/each}}{{/shorten}}')).toEqual([]);
  });

  test.each([
    ['{{#shorten}}{{nno}}{{/shorten}}', `unknown-variable: unknown variable 'nno'. Did you mean 'no'? Known: ${rootNames}.`],
    [
      '{{#shorten 10}}{{no}}{{/shorten}}',
      'invalid-argument: {{#shorten}} takes no arguments: the limit is that of the rule, in its columns parts and fit.',
    ],
    ['{{shorten}}', "invalid-template: 'shorten' is a block: write {{#shorten}} ... {{/shorten}}."],
    ['{{#shorten}}{{no}}{{else}}-{{/shorten}}', 'invalid-template: {{#shorten}} has no {{else}}, which would never be written.'],
  ])('%s is reported', (source, message) => {
    expect(found(source)).toEqual([message]);
  });

  test('is a name that a helper of the host cannot have', () => {
    const set = aSet({ notice: { sms: 'a' } }, {}, { helpers: { shorten: String } });
    expect(messages(checkTemplates(model, [row('notice')], set))).toEqual([expect.stringContaining('choose another one')]);
  });
});
