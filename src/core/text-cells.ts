/**
 * Text in a terminal: how many cells it takes, where Chinese, Japanese and Korean characters take two.
 * @module
 */

/** What takes no cell: combining marks, joiners, variation selectors and other characters that are not shown. */
const none = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;

/** What takes two: the wide and full-width ranges of Unicode's East Asian Width, and emoji. */
const wide =
  /^[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE4F\uFF01-\uFF60\uFFE0-\uFFE6\u{17000}-\u{18CFF}\u{1F200}-\u{1F2FF}\u{20000}-\u{3FFFD}\p{Emoji_Presentation}]$/u;

/** The cells that a text takes. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text) cells += width(character);
  return cells;
}

/** The text with spaces behind it, up to so many cells. */
export function paddedToCells(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - cellsOf(text)));
}

/** The text, or as much of it as fits with an ellipsis behind it. */
export function cutToCells(text: string, cells: number): string {
  if (cellsOf(text) <= cells) return text;
  let kept = '';
  let room = cells - 1;
  for (const character of text) {
    room -= width(character);
    if (room < 0) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}

function width(character: string): number {
  return none.test(character) ? 0 : wide.test(character) ? 2 : 1;
}
