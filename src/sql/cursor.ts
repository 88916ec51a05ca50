/**
 * Cursors: where the next page of a list begins.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { JobPage, JobQuery } from '../ports/store.js';
import type { ReadJob } from './job-row.js';

/** The last row of a page. */
export interface Cursor {
  /** Of list `open`; 0 in the others, which are in the order of insertion. */
  readonly runAt: number;
  readonly id: number;
}

/** Where a query begins: after this row; undefined at the beginning. Throws `invalid-argument` for what no page has given. */
export function cursorOf({ after }: Pick<JobQuery, 'after'>): Cursor | undefined {
  if (after === undefined) return undefined;
  const [, runAt, id] = /^(-?\d{1,16})\.(\d{1,16})$/.exec(after) ?? [];
  if (runAt !== undefined && id !== undefined) return { runAt: Number(runAt), id: Number(id) };
  throw new OrderbellError(
    'invalid-argument',
    `jobs: after: '${after.slice(0, 40)}' is no cursor. Expected 'next' of the page before.`,
  );
}

/** A page made of one row more than asked for, where there was one. */
export function pageOf(rows: readonly ReadJob[], { list, limit }: Pick<JobQuery, 'list' | 'limit'>): JobPage {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last !== undefined ? `${list === 'open' ? last.job.runAt : 0}.${last.id}` : undefined;
  return { jobs: page.map(({ job }) => job), next };
}
