import { describe, expect, test } from 'vitest';
import { createRenderer } from '../../src/templates/renderer.js';
import type { InlineImage, LocaleTemplates } from '../../src/templates/template-set.js';
import { aRequest, aSet, found, row } from './model.js';

const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
const logo: InlineImage = { contentType: 'image/png', content: bytes };
const stamp: InlineImage = { contentType: 'image/svg+xml', content: Buffer.from(bytes).toString('base64') };
const images = { logo, stamp };

function rendered(html: string, more: Partial<LocaleTemplates> = { images }) {
  const set = aSet({ notice: { email: { subject: 'S', text: 'T', html } } }, more);
  const message = createRenderer([set]).render(aRequest({ channel: 'email' }));
  if (message.kind !== 'message') throw new Error(`expected a message, got '${message.kind}'`);
  return message;
}

describe('an image', () => {
  test('that the HTML shows goes along once, with the bytes that were written, and no other does', () => {
    const { html, attachments } = rendered(`<img src="{{image 'logo'}}"><img src="{{image 'logo'}}">`);
    const [attachment] = attachments ?? [];
    expect(attachments).toEqual([
      { filename: 'logo.png', contentType: 'image/png', content: bytes, contentId: expect.any(String) },
    ]);
    expect(html).toBe(`<img src="cid:${attachment?.contentId}">`.repeat(2));
    expect(attachment?.contentId).toMatch(/^logo\.[\w.]+@image$/);
  });

  test('may be written in base64', () => {
    const [attachment] = rendered(`<img src="{{image 'stamp'}}">`).attachments ?? [];
    expect(attachment).toMatchObject({ filename: 'stamp.svg', content: bytes });
  });

  test('in a layout or a partial goes along as well', () => {
    const more = {
      images,
      partials: { top: `<img src="{{image 'stamp'}}">` },
      layout: { html: `<img src="{{image 'logo'}}">{{{body}}}` },
    };
    expect(rendered('{{> top}}', more).attachments?.map(({ filename }) => filename)).toEqual(['stamp.svg', 'logo.png']);
  });

  test('that a condition leaves out does not go along', () => {
    expect(rendered(`<p>x</p>{{#if isGift}}<img src="{{image 'logo'}}">{{/if}}`)).not.toHaveProperty('attachments');
  });

  test('of a partial that plain text includes as well is nothing there', () => {
    const partials = { top: `{{image 'logo'}}|` };
    const set = aSet({ notice: { email: { subject: 'S', text: '{{> top}}', html: 'x' } } }, { images, partials });
    expect(createRenderer([set]).render(aRequest({ channel: 'email' }))).toMatchObject({ text: '|' });
  });

  test('has another Content-ID where its bytes are others', () => {
    const idOf = (content: Uint8Array) =>
      rendered(`<img src="{{image 'logo'}}">`, { images: { logo: { ...logo, content } } }).attachments?.[0]?.contentId;
    expect(idOf(bytes)).toBe(idOf(Uint8Array.from(bytes)));
    expect(idOf(bytes)).not.toBe(idOf(bytes.slice(1)));
  });

  test('is taken from the locale that the text falls back to, unless its own has one of the name', () => {
    const email = { subject: 'S', text: 'T', html: `{{image 'logo'}} {{image 'stamp'}}` };
    const own: InlineImage = { contentType: 'image/gif', content: bytes };
    const locales = {
      en: { templates: {}, images },
      'zh-TW': { templates: { notice: { email } }, images: { logo: own } },
    };
    const message = createRenderer([{ lifecycle: 'booking', defaultLocale: 'en', locales }]).render(
      aRequest({ channel: 'email', locales: ['zh-TW'] }),
    );
    expect(message).toMatchObject({ attachments: [{ filename: 'logo.gif' }, { filename: 'stamp.svg' }] });
  });
});

describe('the check', () => {
  const rows = [row('notice', { by: ['email'] })];
  const problems = (email: object, more: object = { images }) => {
    const templates = { notice: { email: { subject: 'S', ...email } } };
    return found({ lifecycle: 'booking', defaultLocale: 'en', locales: { en: { templates, ...more } } }, rows);
  };

  test('finds nothing wrong with images that are there', () => {
    expect(problems({ html: `<img src="{{image 'logo'}}" alt="Logo">` })).toEqual([]);
  });

  test.each([
    [
      `{{image 'lgo'}}`,
      "unknown-image | *, locale 'en', 'notice', email.html, line 1 | unknown image 'lgo'. Did you mean 'logo'? Known: logo, stamp.",
    ],
    [
      '{{image no}}',
      "invalid-template | *, locale 'en', 'notice', email.html, line 1 | an image must be called by its name, so that it can be checked: {{image 'logo'}}.",
    ],
    ['{{image}}', "invalid-argument | *, locale 'en', 'notice', email.html, line 1 | {{image}} takes 1 argument (name); got 0."],
  ])('refuses %s', (html, problem) => {
    expect(problems({ html })).toEqual([problem]);
  });

  test('refuses an image in plain text, in a subject line and in SMS', () => {
    const line = (part: string) =>
      `invalid-template | *, locale 'en', 'notice', ${part}, line 1 | images are shown in HTML only; plain text has none.`;
    expect(problems({ text: `{{image 'logo'}}` })).toEqual([line('email.text')]);
    expect(problems({ subject: `{{image 'logo'}}`, text: 'T' })).toEqual([line('email.subject')]);
    expect(found(aSet({ notice: { sms: `{{image 'logo'}}` } }, { images }), [row('notice')])).toEqual([line('sms')]);
  });

  test('knows the images of the locale that a text falls back to', () => {
    const locales = {
      en: { templates: { notice: { email: { subject: 'S', html: `{{image 'logo'}}` } } }, images },
      ru: { templates: { notice: { email: { subject: 'S', html: `{{image 'logo'}}{{image 'stmp'}}` } } } },
    };
    expect(found({ lifecycle: 'booking', defaultLocale: 'en', locales }, rows)).toEqual([
      "unknown-image | *, locale 'ru', 'notice', email.html, line 1 | unknown image 'stmp'. Did you mean 'stamp'? Known: logo, stamp.",
    ]);
  });

  test.each([
    [
      { 'my logo': logo },
      "images['my logo'] | the name of an image is made of letters, digits, '-' and '_', and begins with a letter.",
    ],
    [
      { a: { contentType: 'text/html', content: bytes } },
      "images['a'] | contentType: expected 'image/png', 'image/jpeg' or another type of image.",
    ],
    [{ a: { contentType: 'image/png', content: 'not base64!' } }, "images['a'] | content: this text is not base64."],
    [{ a: { contentType: 'image/png', content: '' } }, "images['a'] | content: this text is not base64."],
    [{ a: { contentType: 'image/png', content: new Uint8Array() } }, "images['a'] | content: the image is empty."],
    [
      { a: { contentType: 'image/png', content: { 0: 137 } } },
      "images['a'] | content: expected the bytes of the image (a Uint8Array), or the same in base64.",
    ],
    [{ a: { ...logo, alt: 'x' } }, "images['a'] | unknown option 'alt'. Known: contentType, content."],
    [{ a: 'logo.png' }, "images['a'] | expected { contentType: 'image/png', content }, got a string."],
    ['logo.png', "images | expected { logo: { contentType: 'image/png', content } }, got a string."],
  ])('refuses images that are no images (%#)', (given, problem) => {
    const lines = problems({ text: 'T' }, { images: given });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`locale 'en', ${problem}`);
  });
});
