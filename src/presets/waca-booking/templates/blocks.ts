/**
 * The building blocks of the preset's e-mails: each sentence is written once and yields an HTML part and a plain-text part.
 *
 * A block is two Handlebars strings. The HTML one is made for phones and for mail programs that know few styles: tables, inline
 * styles, system fonts, 16px text, no images, no scripts; classes serve only the dark mode of the layout.
 * @module
 */
import type { EmailTemplate } from '../../../templates/template-set.js';
import { colours } from './layout.js';

/** A piece of both parts. The text of a block ends with an empty line, that of an inline piece with nothing. */
export interface Block {
  readonly html: string;
  readonly text: string;
}

/** A sentence that reads the same in both parts, or one that does not. */
export type Inline = string | Block;

/** A line with the Handlebars expression that it depends on. */
export interface Line {
  readonly when?: string;
  readonly line: Inline;
}

/** A labelled value with the Handlebars expression that it depends on. */
export interface Row {
  readonly when?: string;
  readonly label: string;
  readonly value: Inline;
}

/** What an e-mail is made of. */
export interface EmailDraft {
  readonly subject: string;
  /** What mail programs show beside the subject line; not visible in the mail itself. */
  readonly preheader: string;
  readonly title: string;
  readonly body: readonly Block[];
}

/** An e-mail of blocks. The title stands in the HTML part only: in the other the subject line says it. */
export function email({ subject, preheader, title, body }: EmailDraft): EmailTemplate {
  const hidden = `<div style="display:none;max-height:0;overflow:hidden;opacity:0;mso-hide:all">${preheader}</div>`;
  const brand = `<p class="link" style="margin:0 0 6px;font-size:14px;line-height:1.5;font-weight:bold;color:${colours.link}">{{shop.name}}</p>`;
  const heading = `<h1 class="ink" style="margin:0 0 20px;font-size:22px;line-height:1.4;color:${colours.ink}">${title}</h1>`;
  const { html, text } = join(body);
  return { subject, html: `${hidden}\n${brand}\n${heading}\n${html}`, text };
}

/** One block after the other. */
export function join(blocks: readonly Block[]): Block {
  return { html: blocks.map(({ html }) => html).join('\n'), text: blocks.map(({ text }) => text).join('') };
}

/** A paragraph. */
export function paragraph(sentence: Inline): Block {
  const { html, text } = inline(sentence);
  return {
    html: `<p class="ink" style="margin:0 0 16px;font-size:16px;line-height:1.7;color:${colours.ink}">${html}</p>`,
    text: `${text}\n\n`,
  };
}

/** A heading with what it heads. */
export function section(heading: string, ...blocks: readonly Block[]): Block {
  const body = join(blocks);
  return {
    html: `<h2 class="ink" style="margin:28px 0 10px;font-size:16px;line-height:1.5;color:${colours.ink}">${heading}</h2>\n${body.html}`,
    text: `■ ${heading}\n${body.text}`,
  };
}

/** A framed item: a title in bold with lines below it. */
export function card(title: Inline, lines: readonly Line[]): Block {
  const html = lines.map(({ when: condition, line }) => {
    const row = `<div class="ink" style="margin-top:4px;color:${colours.ink}">${inline(line).html}</div>`;
    return condition === undefined ? row : `{{#if ${condition}}}${row}{{/if}}`;
  });
  const text = lines.map(({ when: condition, line }) => guarded(condition, `  ${inline(line).text}\n`));
  return {
    html: [
      `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr>`,
      `<td class="panel" style="padding:14px 16px;border-radius:8px;background:${colours.panel};font-size:16px;line-height:1.6">`,
      `<div class="ink" style="font-weight:bold;color:${colours.ink}">${inline(title).html}</div>`,
      ...html,
      '</td></tr></table>',
    ].join('\n'),
    text: `• ${inline(title).text}\n${text.join('')}\n`,
  };
}

/** Labelled values, one below the other; `colon` parts them from their labels in the plain-text part. */
export function details(colon: string, rows: readonly Row[]): Block {
  // In pixels, so that a label stands on the line of its value.
  const cell = 'padding:5px 0;vertical-align:top;line-height:26px';
  const html = rows.map(({ when: condition, label, value }) => {
    const row = [
      `<tr><td class="muted" style="${cell};padding-right:16px;font-size:14px;white-space:nowrap;color:${colours.muted}">${label}</td>`,
      `<td class="ink" width="100%" style="${cell};font-size:16px;color:${colours.ink}">${inline(value).html}</td></tr>`,
    ].join('');
    return condition === undefined ? row : `{{#if ${condition}}}${row}{{/if}}`;
  });
  const text = rows.map(({ when: condition, label, value }) => guarded(condition, `${label}${colon}${inline(value).text}\n`));
  const open = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px">`;
  return { html: [open, ...html, '</table>'].join('\n'), text: `${text.join('')}\n` };
}

/** A button that leads to the address at `path`; nothing where there is none, and only text where it is not a web address. */
export function button(path: string, label: string, colon: string): Block {
  const link = `display:inline-block;padding:13px 32px;border-radius:8px;font-size:16px;line-height:1.4;font-weight:bold;color:#ffffff;text-decoration:none`;
  const html = [
    `{{#if (webAddress ${path})}}`,
    `<table class="wide" role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 20px"><tr>`,
    `<td class="button" bgcolor="${colours.button}" style="border-radius:8px;background:${colours.button}">`,
    `<a href="{{webAddress ${path}}}" style="${link}">${label}</a>`,
    '</td></tr></table>',
    '{{/if}}',
  ];
  return { html: html.join('\n'), text: `{{#if ${path}}}\n${label}${colon}{{${path}}}\n\n{{/if}}\n` };
}

/** A text of the merchant's own, with its line breaks. */
export function note(path: string): Block {
  const frame = `padding:14px 16px;border-radius:8px;background:${colours.note};font-size:16px;line-height:1.7;white-space:pre-line`;
  const html = [
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 16px"><tr>`,
    `<td class="note" style="${frame};color:${colours.ink}">{{${path}}}</td></tr></table>`,
  ];
  return { html: html.join('\n'), text: `{{${path}}}\n\n` };
}

/** What a reader looks for first. */
export function strong(sentence: string): Block {
  return { html: `<strong>${sentence}</strong>`, text: sentence };
}

/** A phone number that can be tapped. */
export function phone(path: string): Block {
  const link = `<a class="link" href="tel:{{${path}}}" style="color:${colours.link};white-space:nowrap">{{${path}}}</a>`;
  return { html: link, text: `{{${path}}}` };
}

/** What stands at `path`, crossed out in the HTML part where a Handlebars expression holds; a line below it must say why. */
export function crossedOut(condition: string, path: string): Block {
  const crossed = `<s class="muted" style="color:${colours.muted}">{{${path}}}</s>`;
  return { html: `{{#if ${condition}}}${crossed}{{else}}{{${path}}}{{/if}}`, text: `{{${path}}}` };
}

/** Blocks that depend on a Handlebars expression. */
export function when(condition: string, ...blocks: readonly Block[]): Block {
  const { html, text } = join(blocks);
  return { html: `{{#if ${condition}}}\n${html}\n{{/if}}`, text: guarded(condition, text) };
}

/** The first block whose Handlebars expression holds, else the last one. */
export function choose(cases: readonly (readonly [condition: string, block: Block])[], otherwise: Block): Block {
  const chain = (part: keyof Block, end: string) => {
    const branches = cases.map(
      ([condition, block], index) => `{{${index === 0 ? '#' : 'else '}if ${condition}}}\n${block[part]}${end}`,
    );
    return `${branches.join('')}{{else}}\n${otherwise[part]}${end}{{/if}}`;
  };
  return { html: chain('html', '\n'), text: `${chain('text', '')}\n` };
}

/** Blocks for each element of a list, in whose fields they are written. */
export function each(path: string, ...blocks: readonly Block[]): Block {
  const { html, text } = join(blocks);
  return { html: `{{#each ${path}}}\n${html}\n{{/each}}`, text: `{{#each ${path}}}\n${text}{{/each}}\n` };
}

/** The partials of named blocks: `payment` gives `paymentHtml` and `paymentText`, so that a host can replace one in all mails. */
export function partialsOf(blocks: Readonly<Record<string, Block>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(blocks).flatMap(([name, { html, text }]) => [
      [`${name}Html`, html],
      [`${name}Text`, text],
    ]),
  );
}

/** The block that one of {@link partialsOf} stands for. */
export function partial(name: string): Block {
  return { html: `{{> ${name}Html}}`, text: `{{> ${name}Text}}\n` };
}

function inline(sentence: Inline): Block {
  return typeof sentence === 'string' ? { html: sentence, text: sentence } : sentence;
}

/** Text of whole lines behind a condition whose tags have lines of their own, which Handlebars leaves out. */
function guarded(condition: string | undefined, lines: string): string {
  return condition === undefined ? lines : `{{#if ${condition}}}\n${lines}{{/if}}\n`;
}
