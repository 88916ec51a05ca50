import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../house/sources.js';
import { noBrowser, openViewer, type Viewer } from './browser.js';
import type { PresetMails } from './mail.js';

const presets = readdirSync(resolve(root, 'src/presets'), { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);
const looked = await Promise.all(
  presets.map(async (name) => {
    // Every preset brings its mails in a file of its own name.
    const { mails } = (await import(`./presets/${name}.ts`)) as PresetMails;
    return { name, mails };
  }),
);

describe('in a browser', () => {
  let viewer: Viewer;
  beforeAll(async () => {
    if (noBrowser === undefined) viewer = await openViewer();
  });
  afterAll(() => viewer?.close());

  describe.each(looked)('the mails of $name', ({ mails, name: preset }) => {
    test('are some', () => expect(mails.length).toBeGreaterThan(0));

    test.for(mails)(
      '$name can be read on a phone and on a desk, by day and by night',
      async ({ name, locale, html }, context) => {
        context.skip(noBrowser !== undefined, noBrowser);
        expect(await viewer.problemsOf(`${preset}.${name}`, html)).toEqual([]);
        const language = new Intl.Locale(/<html[^>]* lang="([^"]+)"/.exec(html)?.[1] ?? 'und');
        expect([language.language, language.maximize().script]).toEqual([
          new Intl.Locale(locale).language,
          new Intl.Locale(locale).maximize().script,
        ]);
      },
    );
  });

  describe('control: it is noticed that', () => {
    const page = (body: string, head = '<html lang="en"><title>t</title>') => `<!doctype html>${head}<body>${body}</body></html>`;
    const dark = '<html lang="en"><title>t</title><meta name="color-scheme" content="light dark">';

    test.for<[name: string, html: string, expected: RegExp]>([
      ['nothing, where nothing is wrong', page('<p>Good</p>'), /^$/],
      [
        'a table is wider than the phone',
        page('<table width="700"><tr><td>x</td></tr></table>'),
        /360 px, light: the page is \d+ px wide/,
      ],
      ['a word sticks out', page(`<p>${'a'.repeat(80)}</p>`), /the text of <p> .* stands out/],
      ['text is cut off', page(`<p style="overflow:hidden">${'a'.repeat(80)}</p>`), /is cut off/],
      ['text is small', page('<p style="font-size:11px">x</p>'), /<p> 'x' is written in 11 px/],
      ['text is pale', page('<p style="color:#888">x</p>'), /has a contrast of 3\.54/],
      ['text is half transparent', page('<p style="opacity:0.4">x</p>'), /has a contrast of/],
      [
        'text is pale on what is behind it',
        page('<div style="background:#444"><p style="color:#666">x</p></div>'),
        /on rgb\(68, 68, 68\)/,
      ],
      ['text is dark in the dark alone', page('<p style="color:#222">x</p>', dark), /^800 px, dark: .*contrast/m],
      ['an image has no alt', page('<p>x</p><img src="x.png">'), /an image has no alt/],
      ['a link has no text', page('<p>x</p><a href="https://a.example/"></a>'), /has no text/],
      ['a link runs a script', page('<a href="javascript:alert(1)">x</a>'), /a link leads to javascript:/],
      ['there is a script', page('<p>x</p><script>1</script>'), /a script/],
      ['something listens', page('<p onclick="1">x</p>'), /<p> 'x' has onclick/],
      ['the page has no language', page('<p>x</p>', '<html><title>t</title>'), /the language of the page is ''/],
      ['the page has no title', page('<p>x</p>', '<html lang="en">'), /no title/],
      ['there is nothing to read', page('<p style="display:none">x</p>'), /nothing can be read/],
    ])('%s', async ([name, html, expected], context) => {
      context.skip(noBrowser !== undefined, noBrowser);
      expect((await viewer.problemsOf(`control.${name}`, html)).join('\n')).toMatch(expected);
    });
  });
});
