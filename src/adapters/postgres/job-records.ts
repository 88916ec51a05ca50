/**
 * Jobs that are inserted, as JSON objects by the names of their columns.
 * @module
 */
import type { StoredJob } from '../../ports/store.js';
import { encodeEnded, encodeJob, encodeQueued, isOpen, jobColumns, outcomeColumns, queueColumns } from '../../sql/job-row.js';
import type { SqlValue } from '../../sql/value.js';

type Column = (typeof queueColumns | typeof outcomeColumns | typeof jobColumns)[number];

// When a job can be claimed follows from its other columns: an index says the rest.
const queueRecord = queueColumns.map((column) => (column === 'claim_at' ? undefined : column));

/** The columns of `queue` that a job is inserted with, besides those that its row in `jobs` has too. */
export const queued: readonly Column[] = queueColumns.filter((column) => column !== 'claim_at' && column !== 'lifecycle');

/** Collects jobs, and which columns any of them needs: most are empty, and each that is named takes the database time to get ready for. */
export class JobRecords {
  readonly #records: Record<string, SqlValue>[] = [];
  // A bit for each column that is used.
  #ofJobs = 0;
  #ofQueue = 0;
  #ofOutcomes = 0;

  add(job: StoredJob): void {
    const record: Record<string, SqlValue> = { place: this.#records.length };
    this.#ofJobs |= fill(record, jobColumns, encodeJob(job));
    if (isOpen(job)) this.#ofQueue |= fill(record, queueRecord, encodeQueued(job));
    else this.#ofOutcomes |= fill(record, outcomeColumns, encodeEnded(job));
    this.#records.push(record);
  }

  get hasOpen(): boolean {
    return this.#ofQueue !== 0;
  }

  get hasEnded(): boolean {
    return this.#ofOutcomes !== 0;
  }

  /** The same for the same columns. */
  get shape(): string {
    return `${this.#ofJobs} ${this.#ofQueue} ${this.#ofOutcomes}`;
  }

  /** The columns that are used, each once, in the order of their tables. */
  used(): ReadonlySet<Column> {
    const used = [
      ...bitsOf(jobColumns, this.#ofJobs),
      ...bitsOf(queueColumns, this.#ofQueue),
      ...bitsOf(outcomeColumns, this.#ofOutcomes),
      'status' as const,
    ];
    const order: readonly Column[] = [...jobColumns, ...queued, ...outcomeColumns];
    return new Set(order.filter((column) => used.includes(column)));
  }

  toString(): string {
    return JSON.stringify(this.#records);
  }
}

/** Adds what is not NULL; yields which columns that were. */
function fill(record: Record<string, SqlValue>, columns: readonly (string | undefined)[], values: readonly SqlValue[]): number {
  let used = 0;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at];
    const value = values[at];
    if (column === undefined || value === null || value === undefined) continue;
    record[column] = value;
    used |= 1 << at;
  }
  return used;
}

function bitsOf<C>(columns: readonly C[], bits: number): readonly C[] {
  return columns.filter((_, at) => (bits & (1 << at)) !== 0);
}
