/**
 * Plain text made of HTML, for e-mails whose template has no text of its own.
 * @module
 */
import type { HtmlToTextOptions } from 'html-to-text';
import { OrderbellError } from '../core/errors.js';

/** The converter, once it is loaded: a process in which every e-mail has a text of its own never reads it. */
let convert: ((html: string) => string) | undefined;

/** Loads the converter; undefined where that is done. */
export function loadPlainText(): Promise<void> | undefined {
  if (convert !== undefined) return undefined;
  return import('html-to-text').then(({ compile }) => {
    convert = compile(options);
  });
}

/** The text of a piece of HTML. Throws `render-failed` before {@link loadPlainText} has resolved. */
export function plainTextOf(html: string): string {
  if (convert === undefined) {
    const fix = 'await templates.prepare() before the first render(); a notifier does so itself.';
    throw new OrderbellError('render-failed', `the plain-text part is made of the HTML, and what makes it is not loaded: ${fix}`);
  }
  // Intl writes no-break and thin spaces, which in plain text are of no use.
  return convert(html)
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .trim();
}

const heading = { uppercase: false };
const cells = { colSpacing: 3, rowSpacing: 0, uppercaseHeaderCells: false };

/**
 * How HTML is read: lines are not broken, as mail programs break them themselves; nothing is written in capitals, as no writing but a
 * few has them; an image is its alternative text; what is hidden, such as a preview line, is left out. A table with header cells is
 * data and keeps its columns. Any other is taken for layout, and its cells follow one another.
 */
const options: HtmlToTextOptions = {
  wordwrap: false,
  formatters: {
    alternative: (element, _walk, builder) => {
      const alt: unknown = element.attribs?.['alt'];
      if (typeof alt === 'string' && alt.trim() !== '') builder.addInline(alt.trim());
    },
    table: (element, walk, builder, formatOptions) => {
      const format = hasHeaderCells(element) ? 'dataTable' : 'block';
      builder.options.formatters?.[format]?.(element, walk, builder, formatOptions);
    },
    cell: (element, walk, builder) => {
      walk(element.children, builder);
      builder.addInline(' ');
    },
  },
  selectors: [
    ...['head', 'title', 'style', 'script', '[hidden]', '[style*="display:none"]', '[style*="display: none"]'].map(
      (selector) => ({
        selector,
        format: 'skip',
      }),
    ),
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, linkBrackets: ['<', '>'], pathRewrite } },
    { selector: 'img', format: 'alternative' },
    { selector: 'table', format: 'table', options: cells },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'cell' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: heading })),
  ],
};

type Element = Parameters<NonNullable<HtmlToTextOptions['formatters']>[string]>[0];

/** A telephone number is a text already. */
function pathRewrite(address: string): string {
  return address.replace(/^tel:/i, '');
}

const rowGroups: ReadonlySet<string | undefined> = new Set(['thead', 'tbody', 'tfoot', 'tr']);

/** Whether a table has header cells of its own; those of a table within one of its cells do not count. */
function hasHeaderCells({ children }: Element): boolean {
  return children.some((child) => child.name === 'th' || (rowGroups.has(child.name) && hasHeaderCells(child)));
}
