/** What is internal never stands in a text for those who may not read it: the static check. */
import { describe, expect, test } from 'vitest';
import { checkTemplates } from '../../src/templates/check.js';
import type { RuleColumns } from '../../src/templates/scope.js';
import type { LocaleTemplates } from '../../src/templates/template-set.js';
import { order } from '../builders/back-office.js';

const json = (_context: unknown, value: unknown) => JSON.stringify(value);

function found(sms: string, rule: Partial<RuleColumns> = {}, more: Partial<LocaleTemplates> = {}): readonly string[] {
  const rows = [{ name: 'notice', rule: { on: 'order.placed', to: 'buyer', by: ['sms'], ...rule } }];
  const locales = { en: { templates: { notice: { sms } }, ...more } };
  const { problems } = checkTemplates(order.model, rows, { lifecycle: 'order', defaultLocale: 'en', locales, helpers: { json } });
  return problems.map(
    ({ code, place, message }) => `${code} | ${place.replace("templates 'order', locale 'en', ", '')} | ${message}`,
  );
}

const readers = "Only owner, supplier may read it, and rule 'notice' tells 'buyer'.";
const leave = "Leave it out, or write another template for those who may: template: '...'.";
const each = 'Name the fields that are to be written.';
const hand = 'Give it the fields that it needs, one by one.';

const leaks: readonly (readonly [how: string, text: string, message: string])[] = [
  ['directly', '{{notes.0.text}}', `'notes' is internal. ${readers} ${leave}`],
  ['in a condition', '{{#if notes}}!{{/if}}', `'notes' is internal. ${readers} ${leave}`],
  ['through each', '{{#each notes}}{{text}}{{/each}}', `'notes' is internal. ${readers} ${leave}`],
  ['in an element', '{{#each lines}}{{cost}}{{/each}}', `'lines.cost' is internal. ${readers} ${leave}`],
  ['in an element by index', '{{lines.1.cost}}', `'lines.cost' is internal. ${readers} ${leave}`],
  [
    'through a block parameter',
    '{{#each lines as |line|}}{{line.cost}}{{/each}}',
    `'lines.cost' is internal. ${readers} ${leave}`,
  ],
  ['through with', '{{#with lines.[0].supplier}}{{terms}}{{/with}}', `'lines.supplier.terms' is internal. ${readers} ${leave}`],
  ['from the outside of a block', '{{#each lines}}{{../notes.0.text}}{{/each}}', `'notes' is internal. ${readers} ${leave}`],
  ['from the root', '{{#each lines}}{{@root.notes.0.text}}{{/each}}', `'notes' is internal. ${readers} ${leave}`],
  ['as a section', '{{#notes}}{{text}}{{/notes}}', `'notes' is internal. ${readers} ${leave}`],
  ['as the argument of a helper', "{{or labels.grade 'none'}}", `'labels.grade' is internal. ${readers} ${leave}`],
  ['as a property to list', "{{list lines 'cost'}}", `'lines.cost' is internal. ${readers} ${leave}`],
  ['where the schema is silent', '{{meta.risk}}', `'meta.risk' is internal. ${readers} ${leave}`],
  ['by lookup', "{{lookup labels 'grade'}}", `'labels.grade' is internal. ${readers} ${leave}`],
  [
    'by lookup of whatever',
    '{{lookup this no}}',
    `'notes' is internal, and {{lookup}} may find any field of 'this'. ${readers} ${each}`,
  ],
  [
    'by going through everything',
    '{{#each this}}{{this}}{{/each}}',
    `'notes' is internal, and {{#each}} goes through all of 'this'. ${readers} ${each}`,
  ],
  [
    'by going through all of an element',
    '{{#each lines}}{{#each this}}{{this}}{{/each}}{{/each}}',
    `'lines.cost' is internal, and {{#each}} goes through all of 'this'. ${readers} ${each}`,
  ],
  [
    'by a helper that is given all',
    '{{json this}}',
    `'notes' is internal, and 'this' is handed to {{json}} with it. ${readers} ${hand}`,
  ],
  [
    'by a helper, as a named argument',
    '{{json 1 all=lines}}',
    `'lines.cost' is internal, and 'lines' is handed to {{json}} with it. ${readers} ${hand}`,
  ],
  [
    'by a helper in another one',
    '{{json (or meta no)}}',
    `'meta.risk' is internal, and '(or ...)' is handed to {{json}} with it. ${readers} ${hand}`,
  ],
];

describe('a text for a customer that reads what is internal is refused', () => {
  test.each(leaks)('%s', (_how, text, message) => {
    expect(found(text)).toEqual([`internal-path | 'notice', sms, line 1 | ${message}`]);
    expect(found(text, { to: 'owner' }), 'control: the owner may read it').toEqual([]);
  });

  test('in a partial, wherever it is included, with its line', () => {
    const partials = { card: 'x\n{{#each lines}}{{> line this}}{{/each}}', line: '{{cost}}' };
    const [problem, ...others] = found('{{> card}}', {}, { partials });
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /^internal-path \| partial 'line', line 1 \| 'lines\.cost' is internal\. .* Included by .*'notice', sms\.$/,
    );
    expect(found('{{> card}}', { to: 'owner' }, { partials })).toEqual([]);
  });

  test('handed to a partial as a named argument', () => {
    expect(found('{{> card what=notes}}', {}, { partials: { card: '{{json what}}' } })).toHaveLength(1);
    expect(found('{{> card what=no}}', {}, { partials: { card: '{{json what}}' } })).toEqual([]);
    expect(found('{{> card what=no}}', {}, { partials: { card: '{{json this}}' } })).toHaveLength(1);
  });

  test.each(['subject', 'text', 'html'])('in the part %s of an e-mail', (part) => {
    const email = { subject: 'S', text: 'T', html: 'H', [part]: '{{json notes}}' };
    const templates = { notice: { email } };
    expect(found('', { by: ['email'] }, { templates })).toEqual([
      expect.stringContaining(`'notice', email.${part}, line 1 | 'notes'`),
    ]);
  });

  test('in a layout that wraps an e-mail to a customer, and not in one that wraps none', () => {
    const layout = { text: '{{{body}}} {{list lines "cost"}}' };
    const templates = { notice: { email: { subject: 'S', text: 'T' } } };
    expect(found('', { by: ['email'] }, { templates, layout })).toEqual([
      expect.stringMatching(/layout\.text, line 1 \| 'lines\.cost' is/),
    ]);
    expect(found('', { by: ['email'], to: 'owner' }, { templates, layout })).toEqual([]);
  });

  test('in the item and the payload of a rule', () => {
    const rule = { on: 'note.added', each: 'lines' } as const;
    expect(found('{{item.sku}} {{item.cost}} {{payload.line}} {{payload.text}}', rule)).toEqual([
      expect.stringContaining("'lines.cost' is internal."),
      expect.stringContaining("'payload.text' is internal."),
    ]);
    expect(found('{{item.sku}} {{item.cost}} {{payload.text}}', { ...rule, to: 'supplier' })).toEqual([]);
  });
});

test('what is not internal is written for everybody, beside what is', () => {
  const text =
    "{{no}} {{#each lines}}{{sku}} {{supplier.name}}{{/each}} {{list lines 'sku'}} {{meta.colour}} {{labels.size}} {{json no}} {{buyer.name}}";
  expect(found(text)).toEqual([]);
});

test('one recipient from outside is enough, and a contact is one unless it is marked', () => {
  expect(found('{{notes.0.text}}', { to: ['owner', 'buyer'] })).toHaveLength(1);
  const warehouse = { name: 'Warehouse', email: 'store@example.com' };
  expect(found('{{notes.0.text}}', { to: warehouse })).toEqual([expect.stringContaining("rule 'notice' tells Warehouse.")]);
  expect(found('{{notes.0.text}}', { to: { ...warehouse, internal: true } })).toEqual([]);
});

test('each channel is read by those who are told on it', () => {
  const locales = { en: { templates: { notice: { sms: '{{notes.0.text}}', email: { subject: 'S', text: '{{no}}' } } } } };
  const row = (name: string, to: string, by: string) => ({
    name,
    rule: { on: 'order.placed', to, by: [by], template: 'notice' },
  });
  const set = { lifecycle: 'order', defaultLocale: 'en', locales };
  expect(checkTemplates(order.model, [row('a', 'owner', 'sms'), row('b', 'buyer', 'email')], set).problems).toEqual([]);
  expect(checkTemplates(order.model, [row('a', 'owner', 'email'), row('b', 'buyer', 'sms')], set).problems).toHaveLength(1);
});
