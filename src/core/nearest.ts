/**
 * 'Did you mean': the known name nearest to a misspelt one.
 * @module
 */

/** The known name with the fewest edits to `name`, or undefined when none is near (more than a third of it would change). */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = edits(wanted, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Edits between two words: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
function edits(a: string, b: string): number {
  // By the letters of each word that have been dealt with.
  const costs: number[][] = [];
  const cost = (i: number, j: number) => costs[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 0; i <= a.length; i++) {
    const row: number[] = [];
    costs.push(row);
    for (let j = 0; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const fewest = Math.min(
        cost(i - 1, j) + 1,
        cost(i, j - 1) + 1,
        cost(i - 1, j - 1) + (same ? 0 : 1),
        // Two letters of each: swapped, or both replaced.
        cost(i - 2, j - 2) + (swapped ? 1 : 2),
      );
      row.push(i + j === 0 ? 0 : fewest);
    }
  }
  return cost(a.length, b.length);
}
