import { describe, expect, test } from 'vitest';
import { type TrailPartialOptions, trailPartials } from '../../../src/templates/trail/trail-partials.js';
import { parcel, rendered, templates } from './parcels.js';

const words = { passed: 'done', current: 'now', later: 'to come', skipped: 'left out' };

/** An e-mail that says nothing but where a parcel is, or that it never will be. */
function mail(subject: object, options: TrailPartialOptions = {}, own: Partial<Parameters<typeof trailPartials>[0]> = {}) {
  const email = {
    subject: 'S',
    text: 'Parcel {{no}}\n\n{{#> trailText}}\nSorry about {{no}}.\n{{/trailText}}\nBye',
    html: '{{#> trailHtml}}<p>Sorry about {{no}}.</p>{{/trailHtml}}',
  };
  const set = templates('', { templates: { notice: { email } }, partials: { ...trailPartials({ ...words, ...own }, options) } });
  return rendered(set, subject, 'email');
}

const onItsWay = { status: 'moving', had: ['new', 'packed'] };

describe('plain text', () => {
  test('has a line for each stage, with a mark and a word', () => {
    expect(mail(onItsWay).text).toBe(`Parcel P-1

✓ New (done)
– Paid (left out)
✓ Packing & wrapping (done)
● On its way (now)
○ Waiting (to come)
○ Given (to come)
Bye`);
  });

  test('has the apology in place of the trail', () => {
    expect(mail({ status: 'cancelled' }).text).toBe('Parcel P-1\n\nSorry about P-1.\nBye');
  });

  test('has the brackets of the language', () => {
    expect(mail({ status: 'new' }, {}, { brackets: ['（', '）'] }).text).toContain('● New（now）\n○ Paid（to come）\n');
  });
});

describe('HTML', () => {
  test('strikes through what is passed, has the present stage in bold, and says each in words', () => {
    const { html = '' } = mail(onItsWay);
    const rows = [...html.matchAll(/<tr>.*?<\/tr>/g)].map(([row]) => row.replace(/ (?:style|width|aria-hidden)="[^"]*"/g, ''));
    expect(rows).toEqual([
      '<tr><td>✓</td><td><s>New</s></td><td>done</td></tr>',
      '<tr><td>–</td><td><span>Paid</span></td><td>left out</td></tr>',
      '<tr><td>✓</td><td><s>Packing &amp; wrapping</s></td><td>done</td></tr>',
      '<tr><td>●</td><td><b aria-current="step">On its way</b></td><td>now</td></tr>',
      '<tr><td>○</td><td><span>Waiting</span></td><td>to come</td></tr>',
      '<tr><td>○</td><td><span>Given</span></td><td>to come</td></tr>',
    ]);
    expect(html).toMatch(/^<table role="presentation" [^>]*>(?:<tr>.*<\/tr>){6}<\/table>$/);
  });

  test('needs no script, style sheet or image, and has nothing but tables and inline styles that old mail programs draw', () => {
    const { html = '' } = mail(onItsWay);
    expect([...new Set(html.match(/<[a-z]+/g))]).toEqual(['<table', '<tr', '<td', '<s', '<span', '<b']);
    const styles = [...html.matchAll(/style="([^"]*)"/g)].flatMap(([, style = '']) => style.split(';'));
    const names = new Set(styles.map((style) => style.split(':')[0]));
    expect([...names].sort()).toEqual([
      'font-size',
      'line-height',
      'margin',
      'padding',
      'padding-left',
      'vertical-align',
      'width',
    ]);
    expect(html).not.toMatch(/flex|grid|position|class=/);
  });

  test('has the classes and colours of a layout where they are given', () => {
    const { html } = mail(onItsWay, {
      machine: 'route',
      ink: { class: 'ink', colour: '#111111' },
      muted: { class: 'muted', colour: '#555555' },
    });
    expect(html).toContain('<s class="muted" style="color:#555555">New</s>');
    expect(html).toContain('<b aria-current="step" class="ink" style="color:#111111">On its way</b>');
    expect(html).toContain('font-size:14px;color:#555555">now</td>');
  });

  test('has the apology in place of the trail, and nothing where none is written', () => {
    expect(mail({ status: 'cancelled' }).html).toBe('<p>Sorry about P-1.</p>');
    const email = { subject: 'S', text: 'x', html: '[{{> trailHtml}}]' };
    const set = templates('', { templates: { notice: { email } }, partials: { ...trailPartials(words) } });
    expect(rendered(set, { status: 'cancelled' }, 'email').html).toBe('[]');
  });
});

test('they pass the check, called with a block and without', () => {
  const email = { subject: 'S', text: '{{> trailText}}', html: '{{#> trailHtml}}<p>{{no}}</p>{{/trailHtml}}' };
  const set = templates('', { templates: { notice: { email } }, partials: { ...trailPartials(words) } });
  expect(set.check(parcel.model, [{ name: 'notice', rule: { on: 'route.new', by: ['email'] } }]).problems).toEqual([]);
});
