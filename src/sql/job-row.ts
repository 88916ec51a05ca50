/**
 * Jobs as rows: what was planned (`jobs`), what waits (`queue`) and what has ended (`outcomes`).
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { encodeSnapshot } from '../core/snapshot.js';
import type { ClaimedJob, JobStatus, Settlement, StoredJob } from '../ports/store.js';
import { readContent, readData, readDirect, readPinned } from './job-data.js';
import { readReceipt } from './receipt-row.js';
import { encodeText } from './text.js';
import {
  numberOrNull,
  type Row,
  readList,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
  type SqlValue,
  textOrNull,
  UnreadableColumn,
} from './value.js';

export { jobColumns, jobSelection, outcomeColumns, queueColumns } from './job-columns.js';

/** The values of {@link jobColumns}. Throws `invalid-data` for a payload that is no plain data. */
export function encodeJob(job: StoredJob): readonly SqlValue[] {
  return [
    encodeText(job.key),
    encodeText(job.lifecycle),
    encodeText(job.subject),
    encodeText(job.rule),
    textOrNull(job.item),
    textOrNull(job.recipient),
    textOrNull(job.recipientName),
    textOrNull(job.role),
    encodeText(JSON.stringify(job.channels)),
    textOrNull(job.signal),
    encodeText(job.occurrence),
    job.dueAt,
    encodeText(job.zone),
    textOrNull(job.wallTime),
    dataOrNull(job.direct, job.key),
    textOrNull(job.site),
    encodeText(job.version),
    dataOrNull(job.pinned, job.key),
    job.plannedAt,
    textOrNull(job.note),
  ];
}

/** Whether a job waits: it has a row in `queue`, and none in `outcomes`. */
export function isOpen({ status }: { readonly status: JobStatus }): boolean {
  return status === 'scheduled' || status === 'in-flight';
}

/** The values of {@link queueColumns} for a job that is inserted open. */
export function encodeQueued(job: StoredJob): readonly SqlValue[] {
  return [
    claimAt(job),
    job.runAt,
    numberOrNull(job.leaseUntil),
    job.attempts,
    textOrNull(job.parkedBy),
    encodeText(job.lifecycle),
    dataOrNull(job.payload, job.key),
    textOrNull(job.code),
    textOrNull(job.why),
    numberOrNull(job.settledAt),
    textOrNull(job.channel),
    textOrNull(job.transport),
    textOrNull(job.providerId),
  ];
}

/** The values of {@link outcomeColumns} for a job that is inserted ended, as it is: whoever skips a job leaves its payload out. */
export function encodeEnded(job: StoredJob): readonly SqlValue[] {
  return [
    job.status,
    job.runAt,
    job.attempts,
    numberOrNull(job.settledAt),
    textOrNull(job.code),
    textOrNull(job.why),
    textOrNull(job.channel),
    textOrNull(job.transport),
    textOrNull(job.providerId),
    dataOrNull(job.payload, job.key),
    contentOrNull(job.content),
    null,
  ];
}

/** Only a job that was given up keeps its payload after its end: it may be retried by hand. */
export function keepsPayload(status: JobStatus): boolean {
  return status === 'failed';
}

/** The content of a settlement or job, for its column. */
export function contentOrNull(content: Settlement['content']): string | null {
  return content === undefined ? null : encodeText(encodeSnapshot(content));
}

/** Payload, contact or pinned row, for its column; Dates survive. Throws `invalid-data` for what cannot be written as JSON. */
export function dataOrNull(data: unknown, key: string): string | null {
  if (data === undefined) return null;
  try {
    return encodeText(encodeSnapshot(data));
  } catch (cause) {
    throw new OrderbellError(
      'invalid-data',
      `job '${key}': its payload cannot be stored. Expected plain data, without functions.`,
      { cause },
    );
  }
}

/** When an open job may be claimed: `runAt`, the end of its lease, or never while it is parked. */
function claimAt({ runAt, leaseUntil, parkedBy }: StoredJob): number | null {
  return parkedBy === undefined ? (leaseUntil ?? runAt) : null;
}

/** A job as it was read. */
export interface ReadJob {
  /** The column `id`, for a claim's ticket or a cursor. */
  readonly id: number;
  readonly job: StoredJob;
  /** What is wrong with its row, as a sentence: what could not be read is missing from `job`. */
  readonly unreadable: string | undefined;
}

/**
 * Reads a row of {@link jobSelection}. Columns that cannot be read do not hide the job: they are left empty, `code` is
 * `store-corrupt` and `why` says which. A claim must settle such a job as `failed` with that code, and go on.
 */
export function decodeJob(dialect: string, row: Row): ReadJob {
  const id = readNumber(row, 'id');
  try {
    return { id, job: storedJob(row, strict), unreadable: undefined };
  } catch (error) {
    if (!(error instanceof UnreadableColumn)) throw error;
    const problems: string[] = [];
    const job = storedJob(row, lenient(problems));
    const unreadable = `${dialect}: job '${job.key}': ${problems.join(' ')}`;
    return { id, job: { ...job, code: 'store-corrupt', why: unreadable }, unreadable };
  }
}

/** How the columns of a job are read. */
interface Readers {
  readonly text: (row: Row, column: string) => string;
  readonly optionalText: (row: Row, column: string) => string | undefined;
  readonly number: (row: Row, column: string) => number;
  readonly optionalNumber: (row: Row, column: string) => number | undefined;
  readonly list: (row: Row, column: string) => readonly string[];
  readonly data: (row: Row, column: string) => unknown;
  readonly direct: (row: Row) => StoredJob['direct'];
  readonly pinned: (row: Row) => StoredJob['pinned'];
  readonly status: (row: Row) => JobStatus;
  readonly content: (row: Row) => StoredJob['content'];
  readonly receipt: (row: Row) => StoredJob['receipt'];
}

/** Ends at the first column that cannot be read: as fast as can be, for the rows that are as they should be. */
const strict: Readers = {
  text: readText,
  optionalText: readOptionalText,
  number: readNumber,
  optionalNumber: readOptionalNumber,
  list: readList,
  data: readData,
  direct: readDirect,
  pinned: readPinned,
  status: readStatus,
  content: readContent,
  receipt: readReceipt,
};

/** Reads what can be read, and notes down what is wrong with the rest. */
function lenient(problems: string[]): Readers {
  const caught =
    <T, F>(reader: (row: Row, column: string) => T, otherwise: F) =>
    (row: Row, column = ''): T | F => {
      try {
        return reader(row, column);
      } catch (error) {
        if (!(error instanceof UnreadableColumn)) throw error;
        problems.push(error.message);
        return otherwise;
      }
    };
  return {
    text: caught(readText, ''),
    optionalText: caught(readOptionalText, undefined),
    number: caught(readNumber, 0),
    optionalNumber: caught(readOptionalNumber, undefined),
    list: caught(readList, []),
    data: caught(readData, undefined),
    direct: caught(readDirect, undefined),
    pinned: caught(readPinned, undefined),
    status: caught(readStatus, 'failed' as const),
    content: caught(readContent, undefined),
    receipt: caught(readReceipt, undefined),
  };
}

function storedJob(row: Row, read: Readers): StoredJob {
  return {
    key: read.text(row, 'job_key'),
    lifecycle: read.text(row, 'lifecycle'),
    subject: read.text(row, 'subject'),
    rule: read.text(row, 'rule'),
    item: read.optionalText(row, 'item'),
    recipient: read.optionalText(row, 'recipient'),
    recipientName: read.optionalText(row, 'recipient_name'),
    role: read.optionalText(row, 'role'),
    channels: read.list(row, 'channels'),
    signal: read.optionalText(row, 'signal_name'),
    occurrence: read.text(row, 'occurrence'),
    dueAt: read.number(row, 'due_at'),
    runAt: read.number(row, 'run_at'),
    zone: read.text(row, 'zone'),
    wallTime: read.optionalText(row, 'wall_time'),
    payload: read.data(row, 'payload'),
    direct: read.direct(row),
    site: read.optionalText(row, 'site'),
    version: read.text(row, 'version'),
    pinned: read.pinned(row),
    status: read.status(row),
    attempts: read.number(row, 'attempts'),
    leaseUntil: read.optionalNumber(row, 'lease_until'),
    code: read.optionalText(row, 'code'),
    why: read.optionalText(row, 'why'),
    plannedAt: read.number(row, 'planned_at'),
    settledAt: read.optionalNumber(row, 'settled_at'),
    channel: read.optionalText(row, 'channel'),
    transport: read.optionalText(row, 'transport'),
    providerId: read.optionalText(row, 'provider_id'),
    parkedBy: read.optionalText(row, 'parked_by'),
    note: read.optionalText(row, 'note'),
    content: read.content(row),
    receipt: read.receipt(row),
  };
}

/** A claimed job, from a row as it was before or after the claim; `attempts` are those with the one that begins. */
export function claimedJob(
  { id, job }: ReadJob,
  leaseUntil: number,
  reclaimed: boolean,
  attempts: number = job.attempts,
): ClaimedJob {
  return Object.assign(job, { status: 'in-flight' as const, leaseUntil, attempts, reclaimed, ticket: id });
}

const ended: ReadonlySet<unknown> = new Set([
  'sent',
  'unknown',
  'skipped',
  'withdrawn',
  'failed',
  'discarded',
] satisfies JobStatus[]);

function readStatus(row: Row): JobStatus {
  if (row['open_id'] !== null) return row['lease_until'] === null ? 'scheduled' : 'in-flight';
  const status = row['status'];
  // The set holds statuses only.
  if (ended.has(status)) return status as JobStatus;
  if (status === null) throw new UnreadableColumn('it has neither a row in queue nor one in outcomes.');
  throw new UnreadableColumn(`column 'status' holds '${String(status).slice(0, 40)}'. Expected a status.`);
}
