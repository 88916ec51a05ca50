import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { order } from '../builders/small-shop.js';
import { folderWith, orderbell, problemsIn, projectFolder } from './orderbell.js';

const smallShop = join(projectFolder, 'test/builders/small-shop.ts');
const anOrder = {
  no: 'A-1',
  zone: 'Europe/London',
  orderStatus: 'placed',
  paymentStatus: 'unpaid',
  placedAt: '2026-03-02T10:00:00Z',
  slot: null,
  tracking: null,
  smsOn: true,
  customer: { name: 'Ann', email: 'ann@example.com' },
  courier: null,
  parcels: [],
};

/** A folder with a story that is played with `./config.mjs`. */
function storyWith(config: string, file = 'config.mjs'): string {
  const story = {
    config: `./${file}`,
    timeZone: 'Europe/London',
    steps: [{ at: '2026-03-02T10:00', created: order.name, data: anOrder }],
  };
  return folderWith({ 'story.json': JSON.stringify(story), [file]: config });
}

test('a story is played with the rules and templates of a config module', async () => {
  const folder = storyWith(`export * from ${JSON.stringify(smallShop)};`);
  const { status, out, err } = await orderbell(['simulate', 'story.json'], folder);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toContain('10:00  A-1  sent     received  email  Ann (customer)  ann@example.com   received');
  expect(out).toContain('10:00  A-1  sent     received  email  Olga            olga@example.com  received');
  expect(out).toContain(
    '10:00  A-1  skipped  received  sms    Ann (customer)                    no-address: Ann has no address for sms',
  );
});

test('a step may name the actor of an event that is restricted to one', async () => {
  const steps = [
    { at: '2026-03-02T10:00', created: order.name, data: { ...anOrder, paymentStatus: 'paid' } },
    { at: '2026-03-02T11:00', subject: 'A-1', event: 'payment.refund' },
    { at: '2026-03-02T12:00', subject: 'A-1', event: 'payment.refund', actor: 'owner' },
  ];
  const story = { config: smallShop, timeZone: 'Europe/London', steps };
  const { out } = await orderbell(['simulate', 'story.json'], folderWith({ 'story.json': JSON.stringify(story) }));
  expect(out).toContain('11:00  A-1  refused');
  expect(out).toContain("wrong-actor: 'payment.refund' may only be caused by owner; no actor was given.");
  expect(out).toContain('12:00  A-1  sent       ended');
});

test('the exports of a config module may be those of its default export', async () => {
  const folder = storyWith(
    `import * as shop from ${JSON.stringify(smallShop)};\nexport default { rules: [shop.rules], templates: { order: shop.templates } };`,
  );
  expect(await orderbell(['check', 'config.mjs'], folder)).toEqual({
    status: 0,
    out: 'No problems: 14 rules for order, with texts in en.\n',
    err: '',
  });
});

test('a message that cannot be made is a line, and stops nothing else', async () => {
  const config = `
    import { order, rules } from ${JSON.stringify(smallShop)};
    import { defineTemplates } from ${JSON.stringify(join(projectFolder, 'src/templates/define-templates.ts'))};
    const texts = Object.fromEntries(Object.keys(rules.rows).map((name) => [name, { email: { subject: name, text: name }, sms: '{{broken}}' }]));
    const helpers = { broken: () => { throw new Error('no such parcel'); } };
    export { rules };
    export const templates = defineTemplates(order, { defaultLocale: 'en', locales: { en: { templates: texts } }, helpers });
  `;
  const { status, out } = await orderbell(['simulate', 'story.json', '--json'], storyWith(config));
  expect(status).toBe(0);
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ outcome, channel, code }) => [outcome, channel, code])).toEqual([
    ['sent', 'email', undefined],
    ['sent', 'email', undefined],
    ['skipped', 'sms', 'no-address'],
    ['failed', 'sms', 'render-failed'],
  ]);
});

test('check lists what createNotifier would refuse of rules and templates', async () => {
  const config = `
    import { rules, templates } from ${JSON.stringify(smallShop)};
    import { defineTemplates } from ${JSON.stringify(join(projectFolder, 'src/templates/define-templates.ts'))};
    import { order } from ${JSON.stringify(smallShop)};
    const { tracking, shipped, ...others } = templates.locales.en.templates;
    const broken = { ...others, shipped: { ...shipped, sms: 'On its way to {{custommer.name}}' } };
    export { rules };
    export const windows = { sms: { from: '9:00', to: '21:00' }, fax: { from: '09:00', to: '21:00' } };
    const set = defineTemplates(order, { defaultLocale: 'en', locales: { en: { templates: broken } } });
    export { set as templates };
  `;
  const run = await orderbell(['check', 'config.mjs'], storyWith(config));
  expect({ status: run.status, out: run.out }).toEqual({ status: 1, out: '' });
  const problems = problemsIn(run).join('\n');
  expect(problems).toContain("'tracking'");
  expect(problems).toContain("Did you mean 'customer.name'?");
  expect(problems).toContain('windows.sms: ');
  expect(problems).toContain('windows.fax: ');
  const simulated = await orderbell(['simulate', 'story.json'], storyWith(config));
  expect(problemsIn(simulated)).toEqual(problemsIn(run).map((problem) => `config: ${problem}`));
});

test.each([
  [
    'nothing',
    `export const a = 1;`,
    [
      expect.stringMatching(/^config: export 'rules': expected what lifecycle\.rules/),
      expect.stringMatching(/^config: export 'templates': /),
    ],
  ],
  [
    'names that are nearly right',
    `export { rules, templates as template, windows as window } from ${JSON.stringify(smallShop)};`,
    [
      expect.stringMatching(/^config: export 'template': unknown export 'template'\. Did you mean 'templates'\?/),
      expect.stringMatching(/^config: export 'window': unknown export 'window'\. Did you mean 'windows'\?/),
      expect.stringMatching(/^config: export 'templates': /),
    ],
  ],
  [
    'something else than rules',
    `export { templates } from ${JSON.stringify(smallShop)};\nexport const rules = { a: {} };`,
    [expect.stringMatching(/^config: export 'rules': /)],
  ],
])('a config module that exports %s is told so', async (_, config, problems) => {
  const run = await orderbell(['simulate', 'story.json'], storyWith(config));
  expect({ status: run.status, out: run.out }).toEqual({ status: 1, out: '' });
  expect(problemsIn(run)).toEqual(problems);
});

test('a definition in a config module that is wrong is told in its own words', async () => {
  const config = `import { order } from ${JSON.stringify(smallShop)};\nexport const rules = order.rules({ late: { on: 'order.plced', to: 'custommer', by: ['email'] } });\nexport const templates = [];`;
  const run = await orderbell(['simulate', 'story.json'], storyWith(config));
  expect(problemsIn(run)).toEqual([
    expect.stringMatching(/^config: rule 'late', 'on': unknown state 'order\.plced'\. Did you mean 'order\.placed'\?/),
    expect.stringMatching(/^config: rule 'late', 'to': unknown role 'custommer'\. Did you mean 'customer'\?/),
  ]);
});

test('a config module that fails, or is not there, is told with its path', async () => {
  const failing = await orderbell(['simulate', 'story.json'], storyWith(`throw new TypeError('no database');`));
  expect(problemsIn(failing)).toEqual([expect.stringMatching(/config\.mjs cannot be loaded: no database$/)]);
  const missing = await orderbell(['check', 'no-such.mjs'], folderWith({}));
  expect(missing.err).toMatch(
    /^there is no file .*no-such\.mjs that can be read\. Expected a module that exports rules and templates\.\n$/,
  );
});

test('a preset is checked by its name', async () => {
  expect(await orderbell(['check', '--preset', 'waca-booking'])).toEqual({
    status: 0,
    out: 'No problems: 14 rules for booking, coupon, member, shop, with texts in zh-TW, en, ru.\n',
    err: '',
  });
  expect((await orderbell(['check', '--preset', 'waca'])).err).toContain("unknown preset 'waca'");
});

test('check names the paths that it could not check', async () => {
  const module = (path: string) => JSON.stringify(join(projectFolder, 'src', path));
  const config = `
    import { z } from 'zod';
    import { defineLifecycle } from ${module('core/lifecycle.ts')};
    import { defineTemplates } from ${module('templates/define-templates.ts')};
    const bell = defineLifecycle('bell', {
      schema: z.object({ no: z.string(), meta: z.any() }), key: (b) => b.no, timeZone: 'UTC', machines: {}, states: {},
      facts: { 'bell.rung': z.undefined() }, roles: { owner: () => ({ name: 'Owner', phone: '1' }) },
    });
    export const rules = bell.rules({ rung: { on: 'bell.rung', to: 'owner', by: ['sms'] } });
    export const templates = defineTemplates(bell, { defaultLocale: 'en', locales: { en: { templates: { rung: { sms: '{{meta.tone}}' } } } } });
  `;
  const { status, out } = await orderbell(['check', 'config.mjs'], folderWith({ 'config.mjs': config }));
  expect(status).toBe(0);
  expect(out).toContain(
    "Could not be checked, because the schema does not say what it holds: meta.tone (templates 'bell', locale 'en', 'rung', sms",
  );
});

describe('what each SMS may take', () => {
  const module = (path: string) => JSON.stringify(join(projectFolder, 'src', path));
  const config = `
    import { z } from 'zod';
    import { defineLifecycle } from ${module('core/lifecycle.ts')};
    import { defineTemplates } from ${module('templates/define-templates.ts')};
    const bell = defineLifecycle('bell', { schema: z.object({ no: z.string().max(12), who: z.string() }), key: (b) => b.no,
      timeZone: 'UTC', machines: {}, states: {}, facts: { 'bell.rung': z.undefined() }, roles: { owner: () => null } });
    export const rules = bell.rules({ rung: { on: 'bell.rung', to: 'owner', by: ['sms'], parts: 1 } });
    export const templates = defineTemplates(bell, { defaultLocale: 'en', locales: {
      en: { templates: { rung: { sms: '{{who}} rang {{no}}' } } }, ru: { templates: { rung: { sms: 'Звонок {{no}}' } } } } });
  `;

  test('is a notice of check where a rule has a limit, and no error', async () => {
    const { status, out } = await orderbell(['check', 'config.mjs'], folderWith({ 'config.mjs': config }));
    expect(status).toBe(0);
    expect(out).toContain("Notice: rule 'rung', locale 'en', sms: 1 part is allowed, and nothing limits 'who'.");
    expect(out).not.toContain("locale 'ru'");
  });

  test('is a table with --sms', async () => {
    const { out } = await orderbell(['check', 'config.mjs', '--sms'], folderWith({ 'config.mjs': config }));
    expect(out).toMatch(/^rung +en +no limit +1, reject +who$/m);
    expect(out).toMatch(/^rung +ru +1 \(19 of UCS-2\) +1, reject$/m);
  });

  test('is data with --json', async () => {
    const { out } = await orderbell(['check', 'config.mjs', '--json'], folderWith({ 'config.mjs': config }));
    expect(JSON.parse(out)).toMatchObject({
      rules: 1,
      lifecycles: ['bell'],
      locales: ['en', 'ru'],
      sms: [
        { rule: 'rung', locale: 'en', unbounded: ['who'], notice: expect.stringContaining('who') },
        { rule: 'rung', locale: 'ru', encoding: 'UCS-2', units: 19, parts: 1, limit: 1, fit: 'reject', unbounded: [] },
      ],
    });
  });

  test('of a preset is told when it is asked for', async () => {
    const { out } = await orderbell(['check', '--preset', 'waca-booking', '--sms']);
    expect(out).toMatch(/^pre-visit +zh-TW +no limit/m);
  });
});
