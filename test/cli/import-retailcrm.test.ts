import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { fenceProblems } from '../house/fences.js';
import { fencesOf } from '../house/markdown.js';
import { root } from '../house/sources.js';
import { orderbell } from './orderbell.js';

const shop = resolve(root, 'test/presets/retailcrm/triggers.json');

// One program with the types of the whole library: long on a busy machine.
test('triggers of retailCRM are printed as a module that compiles', { timeout: 180_000 }, async () => {
  const { status, out, err } = await orderbell(['import', 'retailcrm', shop]);
  expect([status, err]).toEqual([0, '']);
  expect(out).toContain("'заказ-передан-курьеру': { on: 'status.courier', to: 'customer', by: ['sms'] },");
  const notifier = `
import { createNotifier } from 'orderbell';
import { memory } from 'orderbell/memory';
import { recording } from 'orderbell/testing';
export const notifier = createNotifier({
  rules: [rules.order], templates: [templates.order], enabled, store: memory(), transports: { email: recording(), sms: recording() },
});`;
  const imports = notifier.match(/^import .*$/gm) ?? [];
  const module = [...imports, out, notifier.replace(/^import .*$/gm, '')].join('\n');
  expect(fenceProblems(fencesOf('module.md', `\`\`\`ts\n${module}\n\`\`\``))).toEqual([]);
  // Control: a status that the shop does not have is found.
  const misspelt = module.replace("on: 'status.courier'", "on: 'status.courrier'");
  expect(fenceProblems(fencesOf('module.md', `\`\`\`ts\n${misspelt}\n\`\`\``))).not.toEqual([]);
});

test('triggers of retailCRM are printed as JSON', async () => {
  const { status, out } = await orderbell(['import', 'retailcrm', shop, '--json']);
  const { options, rules, templates, skipped } = JSON.parse(out);
  expect(status).toBe(0);
  expect(options.openingHours).toEqual({ from: '09:00', to: '18:00' });
  expect(Object.keys(rules.order)).toHaveLength(JSON.parse(readFileSync(shop, 'utf8')).length);
  expect(Object.keys(templates.order.locales.ru.templates)).toEqual(Object.keys(rules.order));
  expect(skipped).toEqual([]);
});
