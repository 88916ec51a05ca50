import { expect, test } from 'vitest';
import { createImportCommand } from '../../src/cli/import-command.js';
import type { Importer } from '../../src/cli/importers.js';
import { imported } from '../../src/presets/shared/importing.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { order } from '../builders/small-shop.js';
import { folderWith } from './orderbell.js';

/** Reads `{ thanks: 'text' }`; a text with PHP cannot be translated. */
const smallShop: Importer = {
  preset: 'small-shop',
  factory: 'smallShop',
  read: (input, options) =>
    imported('small-shop.json', options, (file) => {
      const { thanks } = input as { readonly thanks: string };
      const text = file.entry(({ untranslatable }) => {
        if (thanks.includes('<?')) untranslatable('thanks', 'PHP cannot be translated.');
        return { sms: thanks };
      });
      const rows = text === undefined ? {} : ({ thanks: { on: 'order.placed', to: 'customer', by: ['sms'] } } as const);
      const texts = text === undefined ? {} : { thanks: text };
      return {
        options: { country: 'GB' },
        rules: { order: order.rules(rows) },
        templates: {
          order: defineTemplates(order, {
            defaultLocale: 'en',
            locales: { en: { templates: texts } },
            helpers: { stars: () => '***' },
          }),
        },
      };
    }),
};

async function run(values: object, ...positionals: readonly string[]) {
  const printed = { out: '', err: '' };
  const cwd = folderWith({
    'shop.json': JSON.stringify({ thanks: "Thank you, it's placed.\nBye" }),
    'php.json': JSON.stringify({ thanks: '<?php ?>' }),
    'broken.json': '{"thanks": ',
  });
  const command = createImportCommand({ 'small-shop': async () => smallShop });
  const world = {
    cwd,
    version: '1.2.3',
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
  };
  const status = await command.run({ values: { ...values }, positionals }, world);
  return { status, ...printed };
}

test('a file becomes a module that makes the same again', async () => {
  const { status, out, err } = await run({}, 'small-shop', 'shop.json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatchInlineSnapshot(`
    "// Made of 'shop.json'.
    import { smallShop } from 'orderbell/presets/small-shop';
    import { defineTemplates } from 'orderbell/templates';

    const preset = smallShop({ country: 'GB' });
    export const { lifecycles } = preset;

    export const rules = {
      order: lifecycles.order.rules({ thanks: { on: 'order.placed', to: 'customer', by: ['sms'] } }),
    };

    export const templates = {
      order: defineTemplates(lifecycles.order, {
        helpers: preset.templates.order.helpers,
        defaultLocale: 'en',
        locales: { en: { templates: { thanks: { sms: "Thank you, it's placed.\\nBye" } } } },
      }),
    };
    "
  `);
});

test('--json prints rules, texts and what was left out', async () => {
  const { out } = await run({ json: true }, 'small-shop', 'shop.json');
  expect(JSON.parse(out)).toEqual({
    options: { country: 'GB' },
    rules: { order: { thanks: { on: 'order.placed', to: 'customer', by: ['sms'] } } },
    templates: {
      order: {
        lifecycle: 'order',
        defaultLocale: 'en',
        locales: { en: { templates: { thanks: { sms: "Thank you, it's placed.\nBye" } } } },
      },
    },
    skipped: [],
  });
});

test('what cannot be translated is a problem, and with --skip it is left out and told', async () => {
  await expect(run({}, 'small-shop', 'php.json')).rejects.toMatchObject({
    code: 'invalid-import',
    message: 'small-shop.json: thanks: PHP cannot be translated.',
  });
  const { status, out, err } = await run({ skip: true }, 'small-shop', 'php.json');
  expect({ status, err }).toEqual({ status: 0, err: 'Left out: thanks: PHP cannot be translated.\n' });
  expect(out).not.toContain('thanks');
});

test.each([
  [{}, ['small-shop', 'broken.json'], 'broken.json: line 1, column 12: '],
  [
    {},
    ['small-shop', 'none.json'],
    'none.json cannot be read: there is no such file. Expected the path of a file of small-shop.',
  ],
  [
    {},
    ['small-shpo', 'shop.json'],
    "orderbell import: unknown system 'small-shpo'. Did you mean 'small-shop'? Known: small-shop.",
  ],
  [{}, ['small-shop'], 'orderbell import: expected a system and a file. Usage: orderbell import SYSTEM FILE.json'],
  [{ ts: true, json: true }, ['small-shop', 'shop.json'], "orderbell import: choose one of '--json' and '--ts'."],
])('%j %j is refused with what to do instead', async (values, positionals, message) => {
  await expect(run(values, ...positionals)).rejects.toThrow(message);
});
