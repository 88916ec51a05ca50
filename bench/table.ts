/**
 * The report as people read it.
 * @module
 */
import type { Row } from './row.js';

/** All rows in one table; the last line counts. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [['', 'ours', 'theirs', 'ratio', 'target', 'met'], ...rows.map(cellsOf)];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const printed = lines.map((cells) =>
    cells
      .map((cell, column) => (column > 0 && column < 4 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const judged = rows.filter(({ met }) => met !== undefined);
  return [...printed, '', `${judged.filter(({ met }) => met).length} of ${judged.length} targets met.`].join('\n');
}

function cellsOf({ name, unit, ours, theirs, ratio, target, met }: Row): string[] {
  return [
    name,
    amount(ours, unit),
    theirs === undefined ? '' : amount(theirs, unit),
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    target ?? '',
    met === undefined ? '' : met ? 'yes' : 'no',
  ];
}

/** Three digits that mean something. */
function amount(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2)} ${unit}`;
}
