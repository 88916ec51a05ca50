import { beforeAll, describe, expect, test, vi } from 'vitest';
import { templatesOf } from '../../src/templates/define-templates.js';
import { loadPlainText, plainTextOf } from '../../src/templates/plain-text.js';
import { createRenderer } from '../../src/templates/renderer.js';
import type { EmailTemplate, LocaleTemplates } from '../../src/templates/template-set.js';
import { aRequest, aSet } from './model.js';

const lines = (...text: string[]) => text.join('\n');

test('before the converter is loaded, rendering says what to wait for, and texts that are written are rendered all the same', async () => {
  vi.resetModules();
  const fresh = await import('../../src/templates/renderer.js');
  const render = (email: EmailTemplate) =>
    fresh.createRenderer([aSet({ notice: { email } })]).render(aRequest({ channel: 'email' }));
  expect(() => render({ subject: 'S', html: '<p>Hello</p>' })).toThrow('await templates.prepare() before the first render()');
  expect(render({ subject: 'S', html: '<p>Hello</p>', text: 'Hi' })).toMatchObject({ text: 'Hi' });
});

describe('plain text of HTML', () => {
  beforeAll(() => loadPlainText());

  test.each([
    [
      'a link is followed by its address',
      '<p>See <a href="https://x.example/1?a=1&amp;b=2">your order</a>.</p>',
      'See your order <https://x.example/1?a=1&b=2>.',
    ],
    ['an address that is its own text stands once', '<a href="https://x.example">https://x.example</a>', 'https://x.example'],
    [
      'so do mail and telephone links',
      '<a href="mailto:a@b.example">a@b.example</a> <a href="tel:+8862">+8862</a>',
      'a@b.example +8862',
    ],
    ['a link within the page is its text', '<a href="#top">up</a>', 'up'],
    [
      'lists keep their marks and levels',
      '<ul><li>Yoga<ul><li>mat</li></ul></li><li>Tea</li></ul><ol><li>one</li><li>two</li></ol>',
      lines('- Yoga', '  - mat', '- Tea', '', ' 1. one', ' 2. two'),
    ],
    [
      'headings stand alone, as they are written',
      '<h1>Ann’s Studio</h1><p>Hello</p><h2>Pay</h2><p>Soon</p>',
      lines('Ann’s Studio', '', 'Hello', '', '', 'Pay', '', 'Soon'),
    ],
    [
      'a table with headings keeps its columns',
      '<table><thead><tr><th>Service</th><th>Price</th></tr></thead><tr><td>Yoga class</td><td>NT$1,200</td></tr></table>',
      lines('Service      Price', 'Yoga class   NT$1,200'),
    ],
    [
      'a table for layout is read cell by cell',
      '<table><tr><td>When</td><td>Tuesday</td></tr><tr><td><p>Bring a mat.</p></td></tr></table>',
      lines('When Tuesday', '', 'Bring a mat.'),
    ],
    [
      'a table of data within one for layout keeps its columns',
      '<table><tr><td><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table></td></tr></table>',
      lines('A   B', '1   2'),
    ],
    [
      'an image is its alternative text, and nothing without one',
      '<p><img alt="Studio Ann" src="cid:logo"> <img src="x.png"><img alt="" src="y.png">hello</p>',
      'Studio Ann hello',
    ],
    [
      'a linked image is a link',
      '<a href="https://x.example/pay"><img alt="Pay now" src="cid:b"></a>',
      'Pay now <https://x.example/pay>',
    ],
    [
      'what nobody sees is not read out',
      '<head><title>T</title><style>p{}</style></head><title>T</title><div style="color:red;display:none">Preview</div><script>x()</script><p hidden>h</p><p>Seen</p>',
      'Seen',
    ],
    ['entities and no-break spaces become characters', '<p>1&nbsp;200 &lt; 2 &amp; 3 «ж» 預約</p>', '1 200 < 2 & 3 «ж» 預約'],
    [
      'line breaks are kept, and long lines not broken',
      `<p>a<br>b</p><p>${'long '.repeat(60).trim()}</p>`,
      lines('a', 'b', '', 'long '.repeat(60).trim()),
    ],
  ])('%s', (_, html, text) => {
    expect(plainTextOf(html).replace(/[ \t]+$/gm, '')).toBe(text);
  });

  function rendered(html: string, layout: LocaleTemplates['layout']) {
    const set = aSet({ notice: { email: { subject: 'Notice {{no}}', html } } }, layout === undefined ? {} : { layout });
    return createRenderer([set]).render(aRequest({ channel: 'email' }));
  }

  test('an e-mail without a text of its own gets one of its HTML, values and all', () => {
    expect(rendered('<p>Booking <b>{{no}}</b></p>', undefined)).toMatchObject({
      text: 'Booking B-1',
      html: '<p>Booking <b>B-1</b></p>',
    });
  });

  test('in a layout of both kinds, the text of the body stands in the layout for text', () => {
    const layout = { html: '<h1>Shop</h1>{{{body}}}', text: '{{{body}}}\n-- \nShop' };
    expect(rendered('<p>1 &lt; 2</p>', layout)).toMatchObject({ text: '1 < 2\n-- \nShop', html: '<h1>Shop</h1><p>1 &lt; 2</p>' });
  });

  test('in a layout for HTML alone, the text is made of the whole', () => {
    const layout = { html: '<title>T</title><main>{{{body}}}</main><footer>Shop</footer>' };
    expect(rendered('<p>Hello</p>', layout)).toMatchObject({ text: 'Hello\n\nShop' });
  });

  test('HTML that has no words leaves the subject line', () => {
    expect(rendered('<img src="https://x.example/a.png">', undefined)).toMatchObject({ text: 'Notice B-1' });
  });

  test('HTML that renders to nothing cancels the message', () => {
    expect(rendered('{{#if isGift}}x{{/if}}', { html: '<p>{{{body}}}</p>' })).toEqual({ kind: 'empty' });
  });
});

test('a set asks for the converter only where an e-mail has no text of its own', async () => {
  vi.resetModules();
  const fresh = await import('../../src/templates/define-templates.js');
  const setWith = (email: EmailTemplate) => fresh.templatesOf(aSet({ notice: { email, sms: 'x' } }));
  expect(setWith({ subject: 'S', text: 'T', html: '<p>T</p>' }).prepare?.()).toBeUndefined();
  const textless = setWith({ subject: 'S', html: '<p>T</p>' });
  await textless.prepare?.();
  expect(textless.render(aRequest({ channel: 'email' }))).toMatchObject({ text: 'T' });
  expect(textless.prepare?.()).toBeUndefined();
  expect(templatesOf(aSet({})).prepare?.()).toBeUndefined();
});
