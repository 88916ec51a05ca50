import { describe, expect, test } from 'vitest';
import { defineTemplates } from '../../../src/templates/define-templates.js';
import { smsWorstCase } from '../../../src/templates/sms-worst-case.js';
import { labels, parcel, rendered, templates, trails } from './parcels.js';

const line = '{{#trail}}{{#if passed}}x{{else if current}}>{{else if skipped}}-{{else}}.{{/if}}{{name}} {{else}}none{{/trail}}';

/** The trail of a parcel: `x` passed, `>` present, `-` skipped, `.` to come. */
const told = (subject: object, own = templates(line)) => rendered(own, subject).text;

describe('stages', () => {
  test.each([
    ['new', '>new .paid .packing .moving .waiting .given'],
    ['paid', 'xnew >paid .packing .moving .waiting .given'],
    ['packed', 'xnew xpaid >packing .moving .waiting .given'],
    ['wrapped', 'xnew xpaid >packing .moving .waiting .given'],
    ['given', 'xnew xpaid xpacking xmoving xwaiting >given'],
  ])('before the present one, in %s, are passed where nothing tells that they were skipped', (status, expected) => {
    expect(told({ status })).toBe(expected);
  });

  test.each([
    [['new', 'wrapped'], 'xnew -paid xpacking >moving .waiting .given'],
    [['new', 'paid', 'packed', 'moving'], 'xnew xpaid xpacking >moving .waiting .given'],
    [[], '-new -paid -packing >moving .waiting .given'],
    [['somewhere else'], '-new -paid -packing >moving .waiting .given'],
  ])('that a parcel never was in are skipped: it was in %j', (had, expected) => {
    expect(told({ status: 'moving', had })).toBe(expected);
  });

  test('that come are still to come for whoever is sent back, even where they were passed once', () => {
    expect(told({ status: 'paid', had: ['new', 'paid', 'packed', 'moving', 'given'] })).toBe(
      'xnew >paid .packing .moving .waiting .given',
    );
  });

  test('with a condition are left out where it does not hold, unless the parcel is or was there', () => {
    expect(told({ status: 'new', pickup: true })).toBe('>new .paid .packing .waiting .given');
    expect(told({ status: 'waiting', pickup: true })).toBe('xnew xpaid xpacking >waiting .given');
    expect(told({ status: 'moving', pickup: true })).toBe('xnew xpaid xpacking >moving .waiting .given');
    const had = ['new', 'paid', 'packed', 'moving'];
    expect(told({ status: 'waiting', pickup: true, had })).toBe('xnew xpaid xpacking xmoving >waiting .given');
  });

  test('name groups that a function decides, so statuses of a shop stand in the trail', () => {
    expect(told({ status: 'abroad-customs' })).toBe('xnew xpaid xpacking >moving .waiting .given');
    expect(told({ status: 'waiting', had: ['abroad-customs'] })).toBe('-new -paid -packing xmoving >waiting .given');
  });

  test.each(['lost', 'cancelled'])('are not shown in the hidden state %s, but what stands after {{else}}', (status) => {
    expect(told({ status, had: ['new'] })).toBe('none');
  });

  test('are not shown in a state that the machine ignores', () => {
    expect(told({ status: 'unheard-of' })).toBe('none');
  });

  test('can be told from a log of the data, by a function; where it yields nothing all before are passed', () => {
    const visited = (p: { readonly log?: readonly { readonly status: string }[] | undefined }) =>
      p.log?.map(({ status }) => status);
    const own = templates(line, {}, { route: { ...trails.route, visited } });
    expect(told({ status: 'packed', log: [{ status: 'new' }] }, own)).toBe('xnew -paid >packing .moving .waiting .given');
    expect(told({ status: 'packed' }, own)).toBe('xnew xpaid >packing .moving .waiting .given');
  });

  test('can be told from a set of states, which says the same as a list', () => {
    const own = templates(line, {}, { route: { ...trails.route, visited: 'had' } });
    expect(told({ status: 'packed', had: new Set(['new']) }, own)).toBe('xnew -paid >packing .moving .waiting .given');
  });

  test('hand on what loops do: @index, @first, @last, the status and the outside', () => {
    const own = templates(
      '{{#trail}}{{#if @first}}[{{/if}}{{@index}} {{label}} {{status}} {{../no}}{{#if @last}}]{{else}}, {{/if}}{{/trail}}',
    );
    expect(told({ status: 'waiting', pickup: true, had: ['new', 'packed'] }, own)).toBe(
      '[0 New passed P-1, 1 Paid skipped P-1, 2 Packing & wrapping passed P-1, 3 Waiting current P-1, 4 Given later P-1]',
    );
  });

  test('of a function that throws fail the one message, and nothing of the data is in the error', () => {
    const visited = () => {
      throw new Error('secret');
    };
    const own = templates(line, {}, { route: { ...trails.route, visited } });
    expect(() => told({ status: 'new' }, own)).toThrow(/'notice', sms, line 1: \{\{trail\}\} failed: see the cause\.$/);
  });
});

describe('labels', () => {
  const shown = '{{#trail}}{{#if current}}{{label}}{{/if}}{{/trail}}';

  test('are in the language of the text, and escaped in HTML alone', () => {
    const email = { subject: shown, text: shown, html: shown };
    const set = templates(shown, { templates: { notice: { email } } });
    expect(rendered(set, { status: 'packed' }, 'email')).toMatchObject({
      subjectLine: 'Packing & wrapping',
      text: 'Packing & wrapping',
      html: 'Packing &amp; wrapping',
    });
  });

  test('of a longer tag fill up with those of the shorter one', () => {
    const notice = { sms: shown };
    const locales = {
      en: { templates: { notice }, trails: labels },
      'en-GB': { templates: { notice }, trails: { route: { waiting: 'In the queue' } } },
    };
    const own = defineTemplates(parcel, { defaultLocale: 'en', locales, trails });
    expect(rendered(own, { status: 'waiting' }, 'sms', 'en-GB').text).toBe('In the queue');
    expect(rendered(own, { status: 'new' }, 'sms', 'en-GB').text).toBe('New');
    expect(rendered(own, { status: 'waiting' }).text).toBe('Waiting');
  });

  test('limit what an SMS may take', () => {
    const table = parcel.rules({ notice: { on: 'route.paid', to: 'receiver', by: ['sms'] } });
    const [worst] = smsWorstCase(templates('{{#trail}}{{label}};{{/trail}}'), table);
    // Six times the longest label, 18 characters, and a semicolon.
    expect(worst).toMatchObject({ units: 6 * 19, unbounded: [], encoding: 'GSM-7' });
  });
});

test('a page of the host has the same stages from the set, in the first language that has texts', () => {
  const set = templates(line);
  const subject = { no: 'P-1', status: 'given', had: ['new', 'packed', 'moving'], pickup: false };
  expect(set.trail(subject, ['ru', 'en'])?.map(({ label, status }) => `${label}: ${status}`)).toEqual([
    'New: passed',
    'Paid: skipped',
    'Packing & wrapping: passed',
    'On its way: passed',
    'Waiting: skipped',
    'Given: current',
  ]);
  expect(set.trail(subject, [], 'route')).toEqual(set.trail(subject));
  expect(set.trail({ ...subject, status: 'cancelled' })).toBeUndefined();
});

test('a merchant may write {{#trail}} in a text of theirs', () => {
  const set = templates(line).merchant?.override([
    { template: 'notice', channel: 'sms', locale: 'en', text: '{{#trail}}{{#if current}}{{label}}{{/if}}{{/trail}}!' },
  ]);
  const { text } = rendered(set as ReturnType<typeof templates>, { status: 'paid' }); // only render() of it is called
  expect(text).toBe('Paid!');
});
