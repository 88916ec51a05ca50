/**
 * Marks around what may be shortened in a text that is not fitted yet.
 * @module
 */

// Noncharacters: Unicode keeps them for use inside a program, so no text that people write has them.
const opening = '\ufdd0';
const closing = '\ufdd1';

/** A section of a text that may be shortened: code units from `start` to before `end`. */
export interface Section {
  readonly start: number;
  readonly end: number;
}

/**
 * Marks a text as one that `fitSms` may shorten, as `{{#shorten}}` does in a template. An empty text stays empty.
 *
 * @example
 * fitSms(`${shortenable(service)}: tomorrow at 10:00, ${url}`, { parts: 1, fit: 'shorten' });
 */
export function shortenable(text: string): string {
  return text.trim() === '' ? text : opening + withoutMarks(text) + closing;
}

/** A text without marks. */
function withoutMarks(text: string): string {
  return text.replace(/[\ufdd0\ufdd1]/g, '');
}

/** A text without its marks, and the sections that they were around. Marks in data, which have no partner, are dropped as well. */
export function readMarks(marked: string): { readonly text: string; readonly sections: readonly Section[] } {
  if (!/[\ufdd0\ufdd1]/.test(marked)) return { text: marked, sections: [] };
  const sections: Section[] = [];
  let text = '';
  let start: number | undefined;
  for (const piece of marked.split(/([\ufdd0\ufdd1])/)) {
    if (piece === opening) start = text.length;
    else if (piece !== closing) text += piece;
    else if (start !== undefined) {
      sections.push({ start, end: text.length });
      start = undefined;
    }
  }
  return { text, sections };
}
