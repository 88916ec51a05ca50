/**
 * Ready partials that write a trail: one for the HTML of e-mails, one for plain text.
 * @module
 */
import type { StageStatus } from './trail-definition.js';

/** What is written beside each stage, in one language: nobody has to see a colour or a line through a word to know where they are. */
export interface TrailWords extends Readonly<Record<StageStatus, string>> {
  /** What stands around such a word in plain text; ` (` and `)` unless told otherwise. */
  readonly brackets?: readonly [open: string, close: string] | undefined;
}

/** How a piece of the HTML looks, where it is not to look like what is around it. */
export interface TrailTone {
  /** A class of your layout, such as the one that its dark mode changes. */
  readonly class?: string | undefined;
  /** A colour of at least 4.5 to 1 on its ground. */
  readonly colour?: string | undefined;
}

/** What of the partials may be chosen. */
export interface TrailPartialOptions {
  /** The machine, for a set with several trails. */
  readonly machine?: string | undefined;
  /** Present and later stages. */
  readonly ink?: TrailTone | undefined;
  /** Marks, words, and stages that are passed or skipped. */
  readonly muted?: TrailTone | undefined;
}

/** The partials by name. */
export interface TrailPartials {
  readonly trailHtml: string;
  readonly trailText: string;
}

/** Characters of text, not emoji, in the order in which the expression below asks. */
const marks: Readonly<Record<StageStatus, string>> = { passed: '✓', current: '●', later: '○', skipped: '–' };

/**
 * The partials `trailHtml` and `trailText` of one language, to be spread into its `partials`.
 *
 * Passed stages are struck through, the present one is bold; each has a mark and a word as well. The HTML is a table with inline styles
 * and without images, which old mail programs draw, too. Called as a block (`{{#> trailHtml}}...{{/trailHtml}}`), they write what
 * stands in it where there is no trail: why an order is off.
 *
 * @example
 * partials: { ...trailPartials({ passed: 'done', current: 'now', later: 'to come', skipped: 'left out' }) }
 */
export function trailPartials(words: TrailWords, { machine, ink = {}, muted = {} }: TrailPartialOptions = {}): TrailPartials {
  const open = machine === undefined ? '{{#trail}}' : `{{#trail '${machine}'}}`;
  const otherwise = '{{else}}{{#if @partial-block}}{{> @partial-block}}{{/if}}{{/trail}}';
  const [before, after] = words.brackets ?? [' (', ')'];
  const cell = 'padding:4px 0;vertical-align:top;line-height:24px';
  const label = choice({
    passed: `<s${toned(muted)}>{{label}}</s>`,
    current: `<b aria-current="step"${toned(ink)}>{{label}}</b>`,
    skipped: `<span${toned(muted)}>{{label}}</span>`,
    later: `<span${toned(ink)}>{{label}}</span>`,
  });
  const html = [
    open,
    '{{#if @first}}<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">{{/if}}',
    `<tr><td width="28" aria-hidden="true"${toned(muted, `${cell};width:28px;font-size:16px`)}>${choice(marks)}</td>`,
    `<td style="${cell};font-size:16px">${label}</td>`,
    `<td${toned(muted, `${cell};padding-left:16px;font-size:14px`)}>${choice(words)}</td></tr>`,
    '{{#if @last}}</table>{{/if}}',
    otherwise,
  ];
  // Tags that have lines of their own, which Handlebars leaves out.
  const text = [open, `${choice(marks)} {{label}}${before}${choice(words)}${after}`, '{{else}}'];
  return {
    trailHtml: html.join(''),
    trailText: `${text.join('\n')}\n{{#if @partial-block}}\n{{> @partial-block}}\n{{/if}}\n{{/trail}}\n`,
  };
}

/** The text that belongs to the status of a stage. */
function choice({ passed, current, skipped, later }: Readonly<Record<StageStatus, string>>): string {
  return `{{#if passed}}${passed}{{else if current}}${current}{{else if skipped}}${skipped}{{else}}${later}{{/if}}`;
}

/** The attributes of a tone, with the styles that the element has anyway. */
function toned(tone: TrailTone, style = ''): string {
  const styles = [style, tone.colour === undefined ? '' : `color:${tone.colour}`].filter((part) => part !== '').join(';');
  return `${tone.class === undefined ? '' : ` class="${tone.class}"`}${styles === '' ? '' : ` style="${styles}"`}`;
}
