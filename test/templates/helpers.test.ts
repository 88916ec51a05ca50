import { afterEach, describe, expect, test } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { createRenderer } from '../../src/templates/renderer.js';
import { aRequest, aSet, data, sms } from './model.js';

/** What an expression reads in a language, with a value named `v`. */
function read(source: string, v: unknown, locale = 'en', timeZone = 'Asia/Taipei'): string {
  return sms(source, { data: { v }, timeZone }, locale);
}

/** What an expression reads in HTML. */
function html(source: string, v: unknown): string {
  const renderer = createRenderer([aSet({ notice: { email: { subject: 's', text: 't', html: source } } })]);
  const rendered = renderer.render(aRequest({ channel: 'email', data: { v } }));
  return rendered.kind === 'message' ? (rendered.html ?? '') : rendered.kind;
}

/** The message of the error that an expression ends in. */
function failure(source: string, v: unknown): string {
  try {
    return `no error, but '${read(source, v)}'`;
  } catch (error) {
    return error instanceof OrderbellError ? `${error.code}: ${error.message}` : String(error);
  }
}

const march3 = new Date('2026-03-03T07:05:00Z');

describe('dates and times', () => {
  test.each([
    ['zh-TW', '2026年3月3日', '2026/3/3', '2026年3月3日 星期二'],
    ['en', 'March 3, 2026', '3/3/26', 'Tuesday, March 3, 2026'],
    ['ru', '3 марта 2026 г.', '03.03.2026', 'вторник, 3 марта 2026 г.'],
  ])('a date in %s is written long unless told otherwise', (locale, long, short, full) => {
    expect(read(`{{date v}} | {{date v 'short'}} | {{date v 'full'}}`, march3, locale)).toBe(`${long} | ${short} | ${full}`);
  });

  test.each([
    ['zh-TW', '2026年3月3日 15:05', '星期二', '週二'],
    ['en', 'March 3, 2026 at 15:05', 'Tuesday', 'Tue'],
    ['ru', '3 марта 2026 г. в 15:05', 'вторник', 'вт'],
  ])('a time in %s is written by a clock of 24 hours', (locale, dateTime, weekday, short) => {
    expect(read(`{{time v}} | {{dateTime v}} | {{weekday v}} | {{weekday v 'short'}}`, march3, locale)).toBe(
      `15:05 | ${dateTime} | ${weekday} | ${short}`,
    );
  });

  test('midnight is 00:00, never 24:00', () => {
    expect(read('{{time v}}', new Date('2026-03-02T16:00:00Z'))).toBe('00:00');
  });

  test('a clock of 12 hours is written where it is asked for', () => {
    expect(read("{{time v hourCycle='h12'}} | {{dateTime v 'short' hourCycle='h12'}}", march3)).toBe('3:05 PM | 3/3/26, 3:05 PM');
  });

  test.each([
    ['Asia/Taipei', '2026年3月3日 15:05'],
    ['America/New_York', '2026年3月3日 02:05'],
    ['Pacific/Kiritimati', '2026年3月3日 21:05'],
    ['Pacific/Pago_Pago', '2026年3月2日 20:05'],
    ['Australia/Lord_Howe', '2026年3月3日 18:05'],
    ['UTC', '2026年3月3日 07:05'],
    ['+05:30', '2026年3月3日 12:35'],
  ])('a moment is written as clocks in %s show it', (zone, expected) => {
    expect(read('{{dateTime v}}', march3, 'zh-TW', zone)).toBe(expected);
  });

  test('both sides of a change of the clocks are written as the clocks show them', () => {
    const times = ['2026-03-08T06:59:00Z', '2026-03-08T07:00:00Z'].map((text) =>
      read('{{time v}}', text, 'en', 'America/New_York'),
    );
    expect(times).toEqual(['01:59', '03:00']);
  });

  test.each([
    ['a Date', march3],
    ['epoch milliseconds', march3.getTime()],
    ['an ISO text in UTC', '2026-03-03T07:05:00Z'],
    ['an ISO text with an offset', '2026-03-03T09:05:00.000+02:00'],
    ['an ISO text without seconds', '2026-03-03T15:05+08:00'],
  ])('%s is a moment', (_, value) => {
    expect(read('{{dateTime v}}', value)).toBe('March 3, 2026 at 15:05');
  });

  test.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/New_York'])(
    'a day is written as that very day, also in %s',
    (zone) => {
      expect(read('{{date v}}, {{weekday v}}', '2026-03-03', 'en', zone)).toBe('March 3, 2026, Tuesday');
    },
  );

  test.each(['date', 'time', 'dateTime', 'weekday', 'number', 'list'])(
    '%s writes nothing for a value that is missing',
    (helper) => {
      expect(read(`a{{${helper} v}}{{${helper} nothing}}b`, null)).toBe('ab');
    },
  );

  test('a language without data of its own is written as English, whatever the language of the process', () => {
    expect(read('{{date v}}', march3, 'tlh')).toBe('March 3, 2026');
  });

  test.each([
    ['{{date v}}', new Date(Number.NaN), 'an invalid Date'],
    ['{{date v}}', Number.NaN, 'NaN'],
    ['{{date v}}', Number.POSITIVE_INFINITY, 'Infinity'],
    ['{{date v}}', 9e15, 'a number'],
    ['{{date v}}', true, 'a boolean'],
    ['{{date v}}', { at: 1 }, 'an object'],
    ['{{date v}}', [1], 'a list'],
    ['{{date v}}', 'tomorrow', 'a string that is none of these'],
    ['{{date v}}', '2026-02-30', 'a string that is none of these'],
    ['{{date v}}', '2026-02-30T10:00Z', 'a string that is none of these'],
    ['{{date v}}', '2026-03-03T15:05:00', 'a string without an offset'],
    ['{{time v}}', '2026-03-03', 'a string that is a day and has no time'],
    ['{{dateTime v}}', '2026-03-03', 'a string that is a day and has no time'],
  ])('%s refuses what is no date (%j), telling its kind', (source, value, kind) => {
    expect(failure(source, value)).toBe(
      `render-failed: templates 'booking', locale 'en', 'notice', sms, line 1: ${source.replace(' v', '')} expected a Date, epoch milliseconds, ` +
        `an ISO text with offset such as '2026-03-03T15:00+08:00', or a day 'YYYY-MM-DD' where a day is enough; got ${kind}.`,
    );
  });

  test('a style that does not exist is refused', () => {
    expect(failure('{{date v style}}', march3)).toContain('no error');
    expect(failure("{{date v 'lang'}}", march3)).toContain("'style' takes 'long', 'short', 'medium', 'full'; got a string.");
    expect(failure("{{time v hourCycle='24'}}", march3)).toContain("'hourCycle' takes 'h23', 'h12'; got a string.");
  });

  test('a zone that does not exist is refused', () => {
    const render = () => read('{{date v}}', march3, 'en', 'Asia/Taipe');
    expect(render).toThrow(
      expect.objectContaining({ code: 'render-failed', message: expect.stringContaining("Did you mean 'Asia/Taipei'?") }),
    );
  });
});

describe('the zone of the process', () => {
  const original = process.env['TZ'];
  afterEach(() => {
    if (original === undefined) delete process.env['TZ'];
    else process.env['TZ'] = original;
  });

  test.each(['UTC', 'America/New_York', 'Asia/Taipei', 'Australia/Lord_Howe'])(
    'does not matter: in %s all is written the same',
    (zone) => {
      process.env['TZ'] = zone;
      expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
      const day = sms(`{{date v}} {{weekday v}}`, { data: { v: '2026-03-08' } });
      const gap = sms(`{{dateTime v}} {{weekday v}}`, {
        data: { v: new Date('2026-03-08T02:30:00Z') },
        timeZone: 'Europe/London',
      });
      expect([day, gap]).toEqual(['March 8, 2026 Sunday', 'March 8, 2026 at 02:30 Sunday']);
    },
  );

  test('would matter to a bare date (control)', () => {
    const bare = ['America/New_York', 'Asia/Taipei'].map((zone) => {
      process.env['TZ'] = zone;
      return sms('{{v}}', { data: { v: new Date('2026-03-08T02:30:00Z') } });
    });
    expect(bare[0]).not.toBe(bare[1]);
  });
});

describe('numbers and money', () => {
  test.each([
    ['zh-TW', 'NT$1,200', 'NT$1,200.50', 'US$1,200', '€1,200'],
    ['en', 'NT$1,200', 'NT$1,200.50', '$1,200', '€1,200'],
    ['ru', '1 200 NT$', '1 200,50 NT$', '1 200 $', '1 200 €'],
  ])(
    'an amount in %s tells its currency, and has decimals only where they are needed',
    (locale, whole, exact, dollars, euros) => {
      const texts = [
        read("{{money v 'TWD'}}", 1200, locale),
        read("{{money v 'TWD'}}", 1200.5, locale),
        read("{{money v 'USD'}}", 1200, locale),
        read("{{money v 'eur'}}", 1200, locale),
      ];
      expect(texts).toEqual([whole, exact, dollars, euros]);
    },
  );

  test('a bare $ always means US dollars, also where the language uses it for its own', () => {
    const read5 = (currency: string, locale: string) => read(`{{money v '${currency}'}}`, 5, locale);
    expect([read5('AUD', 'en-AU'), read5('HKD', 'zh-HK'), read5('MXN', 'es-MX'), read5('USD', 'en-AU')]).toEqual([
      'A$5',
      'HK$5',
      'MX$5',
      'USD 5',
    ]);
  });

  test.each([
    [0, 'NT$0'],
    [-0, 'NT$0'],
    [-1200, '-NT$1,200'],
    ['1200.50', 'NT$1,200.50'],
    [12n, 'NT$12'],
  ])('%s is an amount, read as %s', (value, expected) => {
    expect(read("{{money v 'TWD'}}", value)).toBe(expected);
  });

  test('a missing amount writes nothing, also without a currency', () => {
    expect(read("a{{money v 'TWD'}}{{money v currency}}{{plural v other='#'}}b", null)).toBe('ab');
  });

  test('yen have no decimals', () => {
    expect(read("{{money v 'JPY'}}", 1200)).toBe('¥1,200');
  });

  test.each([
    ["{{money v 'TWD'}}", Number.NaN, "expected a number, or a text of digits such as '1200.50'; got NaN."],
    ["{{money v 'TWD'}}", 'a lot', 'got a string.'],
    ["{{money v 'TWD'}}", '', 'got a string.'],
    ['{{money v currency}}', 5, "expected a currency code of three letters such as 'TWD'; got undefined."],
    ["{{money v 'dollars'}}", 5, "expected a currency code of three letters such as 'TWD'; got a string."],
    ['{{money v}}', 5, '{{money}} takes 2 arguments (value, currency); got 1.'],
    ['{{number v}}', {}, 'got an object.'],
  ])('%s refuses %j', (source, value, message) => {
    expect(failure(source, value)).toContain(message);
  });

  test.each([
    ['en', '1,234.5'],
    ['zh-TW', '1,234.5'],
    ['ru', '1 234,5'],
    ['de', '1.234,5'],
  ])('a number is written as in %s', (locale, expected) => {
    expect(read('{{number v}}', 1234.5, locale)).toBe(expected);
  });

  test('text has plain spaces, as an SMS alphabet lacks the others; HTML keeps those that do not break', () => {
    expect(read("{{money v 'EUR'}}", 1200, 'fr')).toBe('1 200 €');
    const renderer = createRenderer([
      {
        lifecycle: 'booking',
        defaultLocale: 'fr',
        locales: { fr: { templates: { notice: { email: { subject: '', text: 't', html: "{{money v 'EUR'}}" } } } } },
      },
    ]);
    expect(renderer.render(aRequest({ channel: 'email', data: { v: 1200 } }))).toMatchObject({ html: '1\u202f200\u00a0€' });
  });
});

describe('lists and plurals', () => {
  test.each([
    ['en', 'Yoga, Tea, and Go', 'Yoga, Tea, or Go'],
    ['zh-TW', 'Yoga、Tea和Go', 'Yoga、Tea或Go'],
    ['ru', 'Yoga, Tea и Go', 'Yoga, Tea или Go'],
  ])('a list is joined as in %s', (locale, and, or) => {
    expect(read("{{list v}} | {{list v type='or'}}", ['Yoga', 'Tea', 'Go'], locale)).toBe(`${and} | ${or}`);
  });

  test('a property of each element can be listed, at any depth; elements that lack it are left out', () => {
    const sessions = [{ guest: { name: 'Ann' } }, { guest: null }, { guest: { name: 'Cid' } }, { guest: { name: '' } }, null];
    expect(read("{{list v 'guest.name'}}", sessions)).toBe('Ann and Cid');
  });

  test('only own properties are listed', () => {
    expect(read("{{list v 'constructor.name'}}|{{list v '__proto__'}}", [{ a: 1 }])).toBe('|');
  });

  test.each([
    ['{{list v}}', { a: 1 }, 'expected a list; got an object.'],
    ['{{list v}}', 'abc', 'expected a list; got a string.'],
    ['{{list v}}', [{ a: 1 }], "expected a list of texts, or the property to list: {{list items 'name'}}; got an object in it."],
    ["{{list v type='xor'}}", [], "'type' takes 'and', 'or'; got a string."],
  ])('%s refuses %j', (source, value, message) => {
    expect(failure(source, value)).toContain(message);
  });

  test.each([
    [1, 'остался 1 день'],
    [3, 'осталось 3 дня'],
    [5, 'осталось 5 дней'],
    [21, 'остался 21 день'],
    [1.5, 'осталось 1,5 дня'],
  ])('%s in Russian takes the form that grammar asks for', (value, expected) => {
    const source = "{{plural v one='остался # день' few='осталось # дня' many='осталось # дней' other='осталось # дня'}}";
    expect(read(source, value, 'ru')).toBe(expected);
  });

  test("'other' stands for every form that is not given, and # for the formatted number", () => {
    const source = "{{plural v one='one session' other='# sessions (#)'}}";
    expect([1, 0, 2000].map((value) => read(source, value))).toEqual(['one session', '0 sessions (0)', '2,000 sessions (2,000)']);
    expect(read("{{plural v other='# 堂課'}}", 1, 'zh-TW')).toBe('1 堂課');
  });

  test("a plural without 'other' is refused when it is needed", () => {
    expect(failure("{{plural v one='# day'}}", 2)).toContain(
      "expected texts for the plural forms, 'other' at least; got undefined.",
    );
  });
});

describe('links', () => {
  test('a link in HTML is an <a> with label and address escaped', () => {
    expect(html("{{link v 'Pay & go'}}", 'https://pay.example/?a=1&b="2"')).toBe(
      '<a href="https://pay.example/?a&#x3D;1&amp;b&#x3D;&quot;2&quot;">Pay &amp; go</a>',
    );
    expect(html('{{link v}}', 'https://pay.example/x')).toBe('<a href="https://pay.example/x">https://pay.example/x</a>');
    expect(html("{{{link v 'x'}}}", 'mailto:a@b.example')).toBe('<a href="mailto:a@b.example">x</a>');
  });

  test('a link in text is label and address, or the address alone', () => {
    expect(read("{{link v 'Pay & go'}}", 'https://pay.example/?a=1&b=2')).toBe('Pay & go: https://pay.example/?a=1&b=2');
    expect(read('{{link v}}', 'https://pay.example')).toBe('https://pay.example');
    expect(read('{{link v v}}', 'tel:+886212345')).toBe('tel:+886212345');
  });

  test.each([
    'javascript:alert(1)',
    ' JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '/relative',
    'ftp://x',
    '',
    null,
  ])('%j is no address to link to: only the label is left, escaped', (url) => {
    expect(html("{{link v '<b>Pay</b>'}}{{{link v '<i>'}}}", url)).toBe('&lt;b&gt;Pay&lt;/b&gt;&lt;i&gt;');
    expect(read("a {{link v 'Pay'}} b{{link v}}", url)).toBe('a Pay b');
  });

  test('an address that is no text is refused', () => {
    expect(failure('{{link v}}', { href: 'x' })).toContain('expected an address as a text; got an object.');
  });
});

describe('conditions', () => {
  test.each([
    ['(eq v 1)', 1, true],
    ['(eq v "1")', 1, false],
    ['(eq v other)', null, false],
    ['(not v)', [], true],
    ['(not v)', 'x', false],
    ['(and v 1)', 0, false],
    ['(and v 1 "x")', 'y', true],
    ['(or v "" 0)', null, false],
    ['(or v nothing "x")', '', true],
    ['(and (not nothing) (or v true))', false, true],
  ])('{{#if %s}} for %j is %s', (expression, value, expected) => {
    expect(read(`{{#if ${expression}}}yes{{else}}no{{/if}}`, value)).toBe(expected ? 'yes' : 'no');
  });

  test('dates are equal when they are the same instant', () => {
    const source = '{{#if (eq placedAt due.at)}}yes{{else}}no{{/if}}';
    expect(sms(source, { data: { placedAt: new Date('2026-03-03T02:00:00Z') } })).toBe('yes');
    expect(sms(source, { data })).toBe('no');
  });

  test('or yields its first value that is there, so it can stand for a default', () => {
    expect(read("Hi {{or v 'guest'}}", '')).toBe('Hi guest');
    expect(read("Hi {{or v 'guest'}}", 'Ann')).toBe('Hi Ann');
    expect(read("[{{and v 'guest'}}]", '')).toBe('[]');
  });

  test.each([
    [{ id: 'u1' }, { id: 'u1', email: 'other@example.com' }, true],
    [{ email: 'Ann@Example.com ' }, { email: 'ann@example.com' }, true],
    [{ phone: '0912-345-678' }, { phone: '0912 345 678' }, true],
    [{ id: 'u1' }, { id: 'u2' }, false],
    [{}, {}, false],
    [null, { id: 'u1' }, false],
    [undefined, undefined, false],
  ])('sameContact %j %j is %s', (a, b, expected) => {
    expect(sms('{{#if (sameContact a b)}}yes{{else}}no{{/if}}', { data: { a, b } })).toBe(expected ? 'yes' : 'no');
  });

  test.each([
    ['Тестовый заказ', 'тестовый', true],
    ['please TEST this', 'test', true],
    ['Caf\u00e9', 'CAFE\u0301', true],
    ['a real order', 'test', false],
    ['anything', '', false],
    ['', 'test', false],
    [null, 'test', false],
    ['test', undefined, false],
  ])('contains %j %j is %s: letter case makes no difference', (a, b, expected) => {
    expect(sms('{{#if (contains a b)}}yes{{else}}no{{/if}}', { data: { a, b } })).toBe(expected ? 'yes' : 'no');
  });

  test('contains refuses what is no text', () => {
    expect(failure("{{#if (contains v 'x')}}x{{/if}}", 5)).toContain('{{contains}} expected a text; got a number.');
  });

  test('sameContact refuses what is no contact', () => {
    expect(failure('{{#if (sameContact v v)}}x{{/if}}', 'ann')).toContain('{{sameContact}} expected a contact; got a string.');
  });
});

describe("a host's own helpers", () => {
  test('get language, zone and named arguments, then their values', () => {
    const seen: unknown[] = [];
    const set = aSet(
      { notice: { sms: '{{shout no 3 mark="!"}}' } },
      {},
      { helpers: { shout: (...args) => seen.push(args) && 'B-1!' } },
    );
    createRenderer([set]).render(aRequest());
    expect(seen).toEqual([[{ locale: 'en', timeZone: 'Asia/Taipei', hash: { mark: '!' } }, 'B-1', 3]]);
  });

  test('may be arguments of others, and may yield anything', () => {
    const set = aSet(
      { notice: { sms: '{{#each (twice no)}}{{this}};{{/each}}{{#if (no_ no)}}x{{/if}}' } },
      {},
      {
        helpers: { twice: (_, value) => [value, value], no_: () => false },
      },
    );
    expect(createRenderer([set]).render(aRequest())).toMatchObject({ text: 'B-1;B-1;' });
  });

  test('are escaped where they land in HTML', () => {
    const set = aSet(
      { notice: { email: { subject: '{{b}}', text: '{{b}}', html: '{{b}}' } } },
      {},
      { helpers: { b: () => '<b>&' } },
    );
    expect(createRenderer([set]).render(aRequest({ channel: 'email' }))).toMatchObject({
      subjectLine: '<b>&',
      text: '<b>&',
      html: '&lt;b&gt;&amp;',
    });
  });

  test('that throw are named, without what they said; the cause is kept', () => {
    const cause = new TypeError('the secret code is 482913');
    const set = aSet(
      { notice: { sms: 'a\n{{boom no}}' } },
      {},
      {
        helpers: {
          boom: () => {
            throw cause;
          },
        },
      },
    );
    expect(() => createRenderer([set]).render(aRequest())).toThrow(
      expect.objectContaining({
        code: 'render-failed',
        message: "templates 'booking', locale 'en', 'notice', sms, line 2: {{boom}} this helper of the host threw TypeError.",
        cause,
      }),
    );
  });

  test('that return a promise are refused', () => {
    const set = aSet({ notice: { sms: '{{later}}' } }, {}, { helpers: { later: () => Promise.reject(new Error('x')) } });
    expect(() => createRenderer([set]).render(aRequest())).toThrow('this helper of the host returned a promise');
  });
});
