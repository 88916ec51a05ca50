/**
 * Timelines as text: a table for people, a day at a time.
 * @module
 */
import { isoWithOffset } from './calendar.js';
import { cellsOf, cutToCells, paddedToCells } from './text-cells.js';
import type { TimelineLine, TimelineOutcome } from './timeline.js';

/** Cells that the content of a message may take; the rest of it is cut off. */
const contentCells = 72;

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** How outcomes are counted in the last line, in this order. */
const outcomes: readonly TimelineOutcome[] = ['sent', 'signal', 'skipped', 'withdrawn', 'refused', 'failed'];

/**
 * A timeline as a table: a block for each day, a row for each line, columns aligned where characters are wide, too, and a last
 * line that counts. Ends with a line break.
 *
 * Times are those of `zone`. A day on which its clocks are changed has a block for each offset.
 */
export function timelineText(lines: readonly TimelineLine[], zone: string): string {
  const rows = lines.map((line) => ({ day: dayTitle(line.at, zone), cells: cellsOfLine(line, zone) }));
  const widths = columnWidths(rows.map(({ cells }) => cells));
  const text = [`All times are those of ${zone}.`];
  let day = '';
  for (const row of rows) {
    if (row.day !== day) text.push('', row.day);
    day = row.day;
    const cells = row.cells.map((cell, column) => paddedToCells(cell, widths[column] ?? 0));
    text.push(`  ${cells.filter((_, column) => widths[column] !== 0).join('  ')}`.trimEnd());
  }
  text.push('', summary(lines));
  return `${text.join('\n')}\n`;
}

/** `Sunday 2026-11-01 (-04:00)` */
function dayTitle(at: number, zone: string): string {
  const iso = isoWithOffset(at, zone);
  const day = iso.slice(0, 10);
  return `${weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${day} (${iso.slice(19)})`;
}

function cellsOfLine(line: TimelineLine, zone: string): readonly string[] {
  const time = isoWithOffset(line.at, zone).slice(11, 19).replace(/:00$/, '');
  const role = line.role === undefined ? '' : `(${line.role})`;
  const recipient = [line.recipient ?? '', role].filter((part) => part !== '').join(' ');
  return [time, line.subject, line.outcome, line.rule ?? '', line.channel ?? '', recipient, line.address ?? '', contentOf(line)];
}

/** What was said, or why nothing was. */
function contentOf({ outcome, subjectLine, text, signal, code, why }: TimelineLine): string {
  if (outcome === 'sent') return cutToCells(oneLine(subjectLine ?? text ?? ''), contentCells);
  if (outcome === 'signal') return signal ?? '';
  // A line that is `withdrawn` by the code `withdrawn` need not say so twice.
  const parts = [code === outcome ? undefined : code, why].filter((part) => part !== undefined);
  return parts.map(oneLine).join(': ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** The cells that each column takes; none where it is empty in every row. */
function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = [];
  for (const cells of rows) {
    for (const [column, cell] of cells.entries()) widths[column] = Math.max(widths[column] ?? 0, cellsOf(cell));
  }
  return widths;
}

/** `12 sent, 2 withdrawn.` */
function summary(lines: readonly TimelineLine[]): string {
  const counts = outcomes.map((outcome) => [lines.filter((line) => line.outcome === outcome).length, outcome] as const);
  const told = counts.filter(([count]) => count > 0).map(([count, outcome]) => `${count} ${outcome}`);
  return told.length === 0 ? 'Nothing happened.' : `${told.join(', ')}.`;
}
