import Handlebars from 'handlebars';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import type { RenderedMessage } from '../../src/templates/engine.js';
import { createRenderer } from '../../src/templates/renderer.js';
import type { EmailTemplate, LocaleTemplates, TemplateSet } from '../../src/templates/template-set.js';
import { aRequest, aSet, data, sms, textOf } from './model.js';

afterEach(() => {
  vi.restoreAllMocks();
});

/** One e-mail, rendered. */
function email(
  parts: { readonly [K in 'subject' | 'text' | 'html']?: string },
  more: Partial<LocaleTemplates> = {},
  subject: unknown = data,
): RenderedMessage {
  const template: EmailTemplate = { subject: 'Subject', text: 'Text', ...parts };
  const rendered = createRenderer([aSet({ notice: { email: template } }, more)]).render(
    aRequest({ channel: 'email', data: subject }),
  );
  if (rendered.kind !== 'message') throw new Error(`expected a message, got '${rendered.kind}'`);
  return rendered;
}

/** The error that a rendering ends in. */
function errorOf(render: () => unknown): OrderbellError {
  try {
    render();
  } catch (error) {
    if (error instanceof OrderbellError) return error;
    throw error;
  }
  throw new Error('expected an error');
}

describe('what a template sees', () => {
  test("the subject's fields at the root, and what the message is about beside them", () => {
    const text = sms(
      '{{no}} {{item.no}} {{recipient.name}} {{payload.code}} {{due.day}} {{time due.at}} {{rule.name}} {{@root.no}}',
      {
        extra: { ...aRequest().extra, item: data.sessions[0], payload: { code: 7 } },
      },
    );
    expect(text).toBe('B-1 S1 Ann 7 2026-03-03 10:00 notice B-1');
  });

  test('its own language and zone', () => {
    expect(sms('{{@locale}} {{@timeZone}}{{#each tags}} {{@locale}}{{/each}}', {}, 'zh-TW')).toBe(
      'zh-TW Asia/Taipei zh-TW zh-TW',
    );
  });

  test('nothing for what is missing, however deep', () => {
    expect(sms('a{{nothing}}{{nothing.at.all}}{{#if nothing.at}}x{{/if}}{{#each nothing}}x{{/each}}b')).toBe('ab');
  });

  test('a subject that is no object leaves the other names', () => {
    expect(sms('{{rule.name}}{{no}}', { data: 'B-1' })).toBe('notice');
  });
});

describe('escaping', () => {
  const shop = '小屋 <Studio>';

  test('values are escaped in HTML, and in no text', () => {
    const rendered = email({
      subject: '{{booker.name}}',
      text: '{{booker.name}} {{shop.name}}',
      html: '<p>{{booker.name}} {{shop.name}}</p>',
    });
    expect(rendered).toMatchObject({
      subjectLine: 'Ann & Bob',
      text: `Ann & Bob ${shop}`,
      html: '<p>Ann &amp; Bob 小屋 &lt;Studio&gt;</p>',
    });
  });

  test('an SMS is never escaped', () => {
    expect(sms(`{{booker.name}} {{{shop.name}}} "quotes" 'n' =`)).toBe(`Ann & Bob ${shop} "quotes" 'n' =`);
  });

  test.each([
    ['text first', ['text', 'html']],
    ['HTML first', ['html', 'text']],
  ])('a partial is escaped as the part that includes it, whichever comes first (%s)', (_, order) => {
    const renderer = createRenderer([
      aSet(
        {
          both: { email: { subject: '', text: '{{> who}}', html: '{{> who}}' } },
          text: { sms: '{{> who}}' },
          html: { email: { subject: '', text: 'x', html: '{{> who}}' } },
        },
        { partials: { who: '{{> inner name=booker.name}}', inner: '{{name}}' } },
      ),
    ]);
    for (const template of order) renderer.render(aRequest({ template, channel: template === 'text' ? 'sms' : 'email' }));
    expect(renderer.render(aRequest({ template: 'both', channel: 'email' }))).toMatchObject({
      text: 'Ann & Bob',
      html: 'Ann &amp; Bob',
    });
    expect(textOf(renderer.render(aRequest({ template: 'text' })))).toBe('Ann & Bob');
  });

  test('a partial kept in one shared Handlebars keeps the mode of whoever came first (control)', () => {
    const shared = Handlebars.create();
    shared.registerPartial('who', '{{name}}');
    const text = shared.compile('{{> who}}', { noEscape: true });
    const html = shared.compile('{{> who}}');
    expect([text({ name: 'a & b' }), html({ name: 'a & b' })]).toEqual(['a & b', 'a & b']);
  });
});

describe('prototypes', () => {
  class Booking {
    readonly own = 'own';
    get getter(): string {
      return 'leaked';
    }
    method(): string {
      return 'leaked';
    }
  }

  test.each([
    ['{{constructor}}'],
    ['{{constructor.name}}'],
    ['{{__proto__}}'],
    ['{{__proto__.constructor}}'],
    ['{{toString}}'],
    ['{{v.constructor.name}}'],
    ['{{v.__proto__}}'],
    ['{{v.getter}}'],
    ['{{v.method}}'],
    ['{{#with v}}{{getter}}{{method}}{{/with}}'],
    ['{{lookup v "constructor"}}'],
    ['{{lookup (lookup v "constructor") "name"}}'],
    ['{{lookup v "getter"}}'],
    ['{{date.getTime}}'],
    ['{{#each list}}{{this.constructor}}{{/each}}'],
    ['{{list.map}}'],
    ['{{__defineGetter__ "x" "y"}}'],
    ['{{> p v}}'],
  ])('%s reaches nothing', (source) => {
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const set = aSet({ notice: { sms: `a${source}b` } }, { partials: { p: '{{getter}}{{method}}{{constructor}}' } });
    const render = () =>
      textOf(createRenderer([set]).render(aRequest({ data: { v: new Booking(), date: new Date(0), list: ['x'] } })));
    if (source.includes('__defineGetter__')) expect(errorOf(render).code).toBe('render-failed');
    else expect(render()).toBe('ab');
    expect(error).not.toHaveBeenCalled();
  });

  test('own properties of class instances are read', () => {
    expect(sms('{{v.own}} {{own}}', { data: Object.assign(new Booking(), { v: new Booking() }) })).toBe('own own');
  });

  test('a bare Handlebars that is told to allow them would reach them (control)', () => {
    const template = Handlebars.compile('{{v.getter}}');
    expect(template({ v: new Booking() }, { allowProtoPropertiesByDefault: true })).toBe('leaked');
  });
});

describe('only texts are compiled', () => {
  const tree = {
    type: 'Program',
    body: [{ type: 'MustacheStatement', params: [], path: { type: 'PathExpression', parts: ['no'], depth: 0, original: 'no' } }],
  };

  test.each([
    ['a syntax tree', tree, 'an object'],
    ['a number', 5, 'a number'],
    ['a list', ['{{no}}'], 'a list'],
    ['null', null, 'null'],
    ['a String object', Object('{{no}}'), 'an object'],
  ])('%s is refused as a template', (_, source, kind) => {
    const set = aSet({ notice: JSON.parse('{}') });
    Object.assign(set.locales['en']?.templates['notice'] ?? {}, { sms: source });
    const error = errorOf(() => createRenderer([set]).render(aRequest()));
    expect(error.code).toBe('invalid-template');
    expect(error.message).toBe(`templates 'booking', locale 'en', 'notice', sms: expected the text of a template, got ${kind}.`);
  });

  test('a syntax tree is refused as a part of an e-mail, as a partial and as a layout', () => {
    const asTree = JSON.parse(JSON.stringify(tree));
    expect(errorOf(() => email({ html: asTree })).message).toContain('email.html: expected the text of a template');
    expect(errorOf(() => email({ text: '{{> p}}' }, { partials: { p: asTree } })).message).toContain(
      "partial 'p': expected the text of a template",
    );
    expect(errorOf(() => email({ html: 'x' }, { layout: { html: asTree } })).message).toContain(
      'layout.html: expected the text of a template',
    );
    expect(
      errorOf(() => createRenderer([aSet({ notice: JSON.parse('{"email":"text"}') })]).render(aRequest({ channel: 'email' })))
        .message,
    ).toContain('email: expected { subject, text, html }, got a string.');
  });

  test('a bare Handlebars would compile the tree (control)', () => {
    expect(Handlebars.compile(tree)({ no: 'B-1' })).toBe('B-1');
  });
});

describe('languages', () => {
  const set: TemplateSet = {
    lifecycle: 'booking',
    defaultLocale: 'en',
    locales: {
      en: {
        templates: { notice: { sms: 'en {{> who}}', email: { subject: 'en', text: 'en {{> who}}' } }, only: { sms: 'en only' } },
        partials: { who: 'who-en {{> sign}}', sign: 'sign-en' },
        layout: { text: '[{{{body}}}]' },
      },
      zh: { templates: { notice: { sms: 'zh {{> who}}' } }, partials: { sign: 'sign-zh' } },
      'zh-TW': { templates: { notice: { email: { subject: 'tw', text: 'tw {{> who}}' } } } },
    },
  };
  const renderer = createRenderer([set]);
  const render = (locales: readonly (string | undefined)[], channel = 'sms', template = 'notice') =>
    renderer.render(aRequest({ locales, channel, template }));

  test.each([
    [['zh'], 'zh', 'zh who-en sign-zh'],
    [['zh-HK'], 'zh', 'zh who-en sign-zh'],
    [['ZH-hk'], 'zh', 'zh who-en sign-zh'],
    [['zh-TW'], 'zh', 'zh who-en sign-zh'],
    [[undefined, 'zh'], 'zh', 'zh who-en sign-zh'],
    [['ru', 'zh-TW'], 'zh', 'zh who-en sign-zh'],
    [['en', 'zh'], 'en', 'en who-en sign-en'],
    [['ru'], 'en', 'en who-en sign-en'],
    [[], 'en', 'en who-en sign-en'],
    [[undefined], 'en', 'en who-en sign-en'],
  ])('%j gets the text in %s', (wanted, locale, text) => {
    expect(render(wanted)).toMatchObject({ kind: 'message', locale, text });
  });

  test('a language that lacks a template for a channel leaves it to the next one, so it may be translated in part', () => {
    expect(render(['zh-TW'], 'email')).toMatchObject({ locale: 'zh-TW', subjectLine: 'tw' });
    expect(render(['zh-HK'], 'email')).toMatchObject({ locale: 'en', subjectLine: 'en' });
    expect(render(['zh-TW'], 'sms', 'only')).toMatchObject({ locale: 'en', text: 'en only' });
  });

  test('partials and the layout that a language lacks are those of the languages it falls back to, down to the default', () => {
    expect(render(['zh-TW'], 'email')).toMatchObject({ text: '[tw who-en sign-zh]' });
  });

  test('what no language has is missing', () => {
    expect([
      render(['zh'], 'line'),
      render(['zh'], 'sms', 'nothing'),
      render(['zh'], 'sms', 'constructor'),
      render(['zh'], 'toString'),
    ]).toEqual(Array.from({ length: 4 }, () => ({ kind: 'missing' })));
    expect(renderer.render(aRequest({ lifecycle: 'coupon' }))).toEqual({ kind: 'missing' });
  });

  test('has() tells whether any language has a template for a channel', () => {
    expect(renderer.has('booking', 'notice', 'email')).toBe(true);
    expect(renderer.has('booking', 'only', 'email')).toBe(false);
    expect(renderer.has('coupon', 'notice', 'email')).toBe(false);
    expect(renderer.has('booking', 'constructor', 'name')).toBe(false);
  });

  test('tags from data are not remembered without end', () => {
    for (let i = 0; i < 1000; i++) render([`zh-x-${i}`]);
    expect(render(['zh-x-5'])).toMatchObject({ locale: 'zh' });
  });

  test('two sets for one lifecycle are refused', () => {
    expect(errorOf(() => createRenderer([set, set])).code).toBe('invalid-templates');
  });
});

describe('layouts', () => {
  test('wrap both parts of an e-mail, and know the subject line, the data and the helpers', () => {
    const rendered = email(
      { subject: 'Hi {{no}} & co', text: 'Text & {{no}}', html: '<p>{{booker.name}}</p>' },
      {
        layout: {
          text: '{{subjectLine}}\n{{{body}}}\n-- {{shop.name}}, {{date placedAt}}{{> foot}}',
          html: '<html lang="{{@locale}}"><title>{{subjectLine}}</title>{{{body}}}{{shop.name}}{{> foot}}</html>',
        },
        partials: { foot: ' {{rule.name}}' },
      },
    );
    expect(rendered.text).toBe('Hi B-1 & co\nText & B-1\n-- 小屋 <Studio>, March 3, 2026 notice');
    expect(rendered.html).toBe(
      '<html lang="en"><title>Hi B-1 &amp; co</title><p>Ann &amp; Bob</p>小屋 &lt;Studio&gt; notice</html>',
    );
  });

  test('wrap only the parts that there are, and no SMS', () => {
    const layout = { text: '[{{{body}}}]', html: '<{{{body}}}>' };
    expect(email({}, { layout })).toMatchObject({ text: '[Text]', html: undefined });
    const renderer = createRenderer([aSet({ notice: { sms: 'sms' } }, { layout })]);
    expect(textOf(renderer.render(aRequest()))).toBe('sms');
  });

  test("do not change what templates see: a subject's own field named body stays in the template", () => {
    expect(
      email({ text: '{{body}}', html: '{{body}}{{subjectLine}}' }, { layout: { text: '[{{body}}]' } }, { body: 'own' }),
    ).toMatchObject({
      text: '[own]',
      html: 'own',
    });
  });

  test('are put around e-mails only when there is something to send', () => {
    const set = aSet(
      { notice: { email: { subject: 's', text: ' \n', html: '{{nothing}}' } } },
      { layout: { text: 'x{{{body}}}', html: 'x{{{body}}}' } },
    );
    expect(createRenderer([set]).render(aRequest({ channel: 'email' }))).toEqual({ kind: 'empty' });
  });
});

describe('messages with nothing to say', () => {
  test.each([[''], ['  \n\t'], ['{{#if nothing}}text{{/if}}'], ['{{nothing}}\r\n'], ['{{! comment }}']])(
    'the SMS %j is empty',
    (source) => {
      expect(createRenderer([aSet({ notice: { sms: source } })]).render(aRequest())).toEqual({ kind: 'empty' });
    },
  );

  test.each([
    [{ text: '' }, 'empty'],
    [{ text: ' ', html: ' \n' }, 'empty'],
    [{ text: '', html: '<p>x</p>' }, 'message'],
    [{ text: 'x', html: '' }, 'message'],
    [{ text: 'x', subject: '' }, 'message'],
  ])('an e-mail is empty when its text and its HTML are: %j', (parts, kind) => {
    const set = aSet({ notice: { email: { subject: 's', ...parts } } });
    expect(createRenderer([set]).render(aRequest({ channel: 'email' })).kind).toBe(kind);
  });
});

describe('lines', () => {
  test.each([
    ['a\r\nBcc: all@example.com', 'a Bcc: all@example.com'],
    ['a\nb', 'a b'],
    ['a\rb', 'a b'],
    ['a\u0000b\u001bc\u007fd\u0085e', 'a b c d e'],
    ['a\u2028b\u2029c\u000bd\u000ce', 'a b c d e'],
    ['  a \t\r\n \u3000 b  ', 'a b'],
  ])('a subject line stays one line, whatever is in a value (%#)', (value, expected) => {
    expect(email({ subject: '{{v}}' }, {}, { v: value }).subjectLine).toBe(expected);
  });

  test('line breaks of the template itself become spaces', () => {
    expect(email({ subject: '\n{{#if no}}\r\n  Order {{no}}\n{{/if}}\n  is paid\n' }).subjectLine).toBe('Order B-1 is paid');
  });

  test('a subject line in a layout is the folded one', () => {
    expect(email({ subject: 'a\r\n{{no}}' }, { layout: { text: '{{subjectLine}}|{{{body}}}' } }).text).toBe('a B-1|Text');
  });

  test('text ends without blank lines, and has no carriage returns', () => {
    expect(sms('a\r\nb\rc\n\n  d \r\n \n')).toBe('a\nb\nc\n\n  d');
    expect(email({ text: 'a\r\n' }, { layout: { text: '{{{body}}}\r\n--\r\n\r\n' } }).text).toBe('a\n\n--');
  });
});

describe('errors', () => {
  test('name lifecycle, locale, template, part and line, and keep the cause', () => {
    const error = errorOf(() => email({ html: '<p>\n{{date no}}' }));
    expect(error.code).toBe('render-failed');
    expect(error.message).toMatch(
      /^templates 'booking', locale 'en', 'notice', email\.html, line 2: \{\{date\}\} expected a Date/,
    );
    expect(error.cause).toBeInstanceOf(OrderbellError);
  });

  test('never show what was rendered', () => {
    const secret = { code: '482913', toString: () => '482913' };
    for (const source of [
      '{{date v}}',
      '{{money v v}}',
      '{{number v}}',
      '{{list v}}',
      '{{plural v other="#"}}',
      '{{link v}}',
      '{{date v.code}}',
      '{{list v.list}}',
    ]) {
      const { message } = errorOf(() => sms(source, { data: { v: { ...secret, list: [secret] } } }));
      expect(message, source).not.toContain('482913');
    }
  });

  test('in a partial name the partial and its line', () => {
    const { message } = errorOf(() =>
      email({ text: '{{> outer}}' }, { partials: { outer: '\n{{> inner}}', inner: '\n\n{{date no}}' } }),
    );
    expect(message).toMatch(
      /^templates 'booking', locale 'en', 'notice', email\.text, partial 'outer', partial 'inner', line 3: \{\{date\}\} expected/,
    );
  });

  test('of Handlebars itself are wrapped', () => {
    const endless = errorOf(() => email({ text: '{{> p}}' }, { partials: { p: '{{> p}}' } }));
    expect(endless.code).toBe('render-failed');
    const partial = errorOf(() => sms('{{> nothing}}'));
    expect(partial.code).toBe('render-failed');
    expect(partial.message).toBe(
      "templates 'booking', locale 'en', 'notice', sms: Error was thrown while it was rendered; see 'cause'.",
    );
    expect(partial.cause).toMatchObject({ message: 'The partial nothing could not be found' });
  });

  test('of syntax tell the line and what is wrong', () => {
    const { code, message } = errorOf(() => sms('a\n{{#if no}}\nb'));
    expect(code).toBe('invalid-template');
    expect(message).toBe(
      "templates 'booking', locale 'en', 'notice', sms, line 3: Handlebars cannot read it near 'a{{#if no}}b': unexpected end of the text, where a block or a {{ is still open.",
    );
    expect(errorOf(() => sms('{{#if no}}{{/each}}')).message).toContain(
      "line 1: Handlebars cannot read it: if doesn't match each.",
    );
    expect(errorOf(() => email({ text: '{{> p}}' }, { partials: { p: '\n{{#if' } })).message).toContain(
      "email.text, partial 'p', line 2: Handlebars cannot read it",
    );
  });

  test('stop one message and no other: the same renderer goes on', () => {
    const renderer = createRenderer([aSet({ notice: { sms: '{{date v}}' } })]);
    expect(() => renderer.render(aRequest({ data: { v: 'x' } }))).toThrow(OrderbellError);
    expect(textOf(renderer.render(aRequest({ data: { v: 0 } })))).toBe('January 1, 1970');
  });
});

describe('compiling', () => {
  /** Counts what is compiled: every environment that is made from now on tells its compiler. */
  function watchCompile(): string[] {
    const compiled: string[] = [];
    const create = Handlebars.create.bind(Handlebars);
    vi.spyOn(Handlebars, 'create').mockImplementation(() => {
      const environment = create();
      const parse = environment.parse.bind(environment);
      // Handlebars compiles when a template is first used, and parses then; so this is when the work is done.
      environment.parse = (source, options) => {
        compiled.push(source);
        return parse(source, options);
      };
      return environment;
    });
    return compiled;
  }

  test('happens once for each text and mode, however many messages are rendered', () => {
    const compiled = watchCompile();
    const renderer = createRenderer([
      aSet(
        { notice: { email: { subject: 'S', text: 'T{{> p}}', html: 'H{{> p}}' }, sms: 'M{{> p}}' }, other: { sms: 'O{{> p}}' } },
        { partials: { p: 'P', unused: 'U' }, layout: { text: 'LT{{{body}}}', html: 'LH{{{body}}}' } },
      ),
    ]);
    expect(compiled).toEqual([]);
    for (let i = 0; i < 50; i++) {
      for (const locales of [['en'], ['zh'], [undefined]]) {
        renderer.render(aRequest({ channel: 'email', locales }));
        renderer.render(aRequest({ locales }));
        renderer.render(aRequest({ template: 'other', locales }));
      }
    }
    expect([...compiled].sort()).toEqual([
      'H{{> p}}',
      'LH{{{body}}}',
      'LT{{{body}}}',
      'M{{> p}}',
      'O{{> p}}',
      'P',
      'P',
      'S',
      'T{{> p}}',
    ]);
  });

  test('of a text that is never rendered never happens', () => {
    const compiled = watchCompile();
    createRenderer([aSet({ notice: { sms: 'a' }, other: { sms: '{{#broken' } })]).render(aRequest());
    expect(compiled).toEqual(['a']);
  });

  test("leaves the host's own Handlebars alone", () => {
    Handlebars.registerHelper('date', () => "the host's");
    Handlebars.registerPartial('foot', "the host's");
    try {
      expect(email({ text: '{{date placedAt}} {{> foot}}' }, { partials: { foot: 'ours' } }).text).toBe('March 3, 2026 ours');
      expect(Object.keys(Handlebars.helpers)).not.toContain('money');
      expect(Handlebars.compile('{{date}}')({})).toBe('the host&#x27;s');
    } finally {
      Handlebars.unregisterHelper('date');
      Handlebars.unregisterPartial('foot');
    }
  });

  test('gives each text the helpers it uses, also those that only its partials or a block in them use', () => {
    const text = email(
      { text: '{{> a}}{{#> card}}{{#each tags}}{{#unless @first}}, {{/unless}}{{this}}{{/each}}{{/card}}' },
      {
        partials: {
          a: '{{#each sessions}}{{> b}}{{/each}}',
          b: '{{#if (eq no "S1")}}{{weekday startsAt}} {{/if}}',
          card: '<{{#shop}}{{{name}}}{{/shop}} {{> @partial-block}}>',
        },
      },
    ).text;
    expect(text).toBe('Thursday <小屋 <Studio> new, vip>');
  });
});

describe('{{#shorten}}', () => {
  const source = '{{no}}: {{#shorten}}{{shop.name}} {{#each sessions}}{{service}} {{/each}}{{/shorten}}!';
  const renderOne = (text: string, fitting?: { parts: number; fit: 'shorten' | 'reject' }, more: Partial<LocaleTemplates> = {}) =>
    createRenderer([aSet({ notice: { sms: text } }, more)]).render(aRequest({ fitting }));

  test('is around text in its own context, and writes it whole where nothing is limited or where it fits', () => {
    const whole = 'B-1: 小屋 <Studio> Yoga Pilates !';
    expect(textOf(renderOne(source))).toBe(whole);
    expect(textOf(renderOne(source, { parts: 1, fit: 'shorten' }))).toBe(whole);
    expect(textOf(renderOne('{{> part}}', { parts: 1, fit: 'shorten' }, { partials: { part: source } }))).toBe(whole);
  });

  test('leaves no mark behind, nested or not, cut or not, and none that stands in the data', () => {
    const text = `{{#shorten}}a {{#shorten}}${'b'.repeat(150)}{{/shorten}}{{/shorten}}{{#shorten}}${'c'.repeat(50)}{{/shorten}}`;
    for (const fitting of [undefined, { parts: 1, fit: 'shorten' } as const, { parts: 2, fit: 'shorten' } as const])
      expect(textOf(renderOne(text, fitting))).not.toMatch(/[\ufdd0\ufdd1]/);
    const stray = createRenderer([aSet({ notice: { sms: 'a{{no}}b{{#shorten}}{{no}}{{/shorten}}' } })]);
    const fitting = { parts: 1, fit: 'shorten' } as const;
    expect(textOf(stray.render(aRequest({ fitting, data: { no: '\ufdd0x\ufdd1\ufdd1' } })))).toBe('axbx');
  });

  test('answers with what is too long, and how much', () => {
    expect(renderOne('a'.repeat(161), { parts: 1, fit: 'reject' })).toEqual({
      kind: 'too-long',
      why: 'the text takes 2 parts (161 units of GSM-7), and 1 is allowed',
    });
  });
});
