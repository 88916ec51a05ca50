/**
 * Jobs as rows: what was planned (`jobs`), what waits (`queue`) and what has ended (`outcomes`).
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { encodeSnapshot } from '../core/snapshot.js';
import type { ClaimedJob, JobStatus, Settlement, StoredJob } from '../ports/store.js';
import { readContent, readData, readDirect, readPinned } from './job-data.js';
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

/** The columns of `jobs` besides `id`, in the order of {@link encodeJob}. No name is a keyword of any of the three databases. */
export const jobColumns = [
  'job_key',
  'lifecycle',
  'subject',
  'rule',
  'item',
  'recipient',
  'recipient_name',
  'role',
  'channels',
  'signal_name',
  'occurrence',
  'due_at',
  'zone',
  'wall_time',
  'direct',
  'site',
  'version',
  'pinned',
  'planned_at',
  'note',
] as const;

/** The columns of `queue` besides `job_id`, in the order of {@link encodeQueued}. */
export const queueColumns = [
  'claim_at',
  'run_at',
  'lease_until',
  'attempts',
  'parked_by',
  'lifecycle',
  'payload',
  'code',
  'why',
  'settled_at',
  'channel',
  'transport',
  'provider_id',
] as const;

/** The columns of `outcomes` besides `job_id`, in the order of {@link encodeEnded}. */
export const outcomeColumns = [
  'status',
  'run_at',
  'attempts',
  'settled_at',
  'code',
  'why',
  'channel',
  'transport',
  'provider_id',
  'payload',
  'content',
  'counted_recipient',
] as const;

/**
 * What to select for {@link decodeJob}, where `j` is a row of `jobs`, `q` the one of `queue` and `o` the one of `outcomes`, of
 * which one is joined from the left and all NULL.
 */
export const jobSelection: string = [
  ...['j.id', ...jobColumns.map((column) => `j.${column}`)],
  ...['q.job_id AS open_id', 'q.lease_until', 'q.parked_by', 'o.status', 'o.content'],
  ...['run_at', 'attempts', 'settled_at', 'code', 'why', 'channel', 'transport', 'provider_id', 'payload'].map(
    (column) => `coalesce(q.${column}, o.${column}) AS ${column}`,
  ),
].join(', ');

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
  const problems: string[] = [];
  const read = <T, F>(take: () => T, otherwise: F): T | F => {
    try {
      return take();
    } catch (error) {
      if (!(error instanceof UnreadableColumn)) throw error;
      problems.push(error.message);
      return otherwise;
    }
  };
  const text = (column: string) => read(() => readText(row, column), '');
  const optionalText = (column: string) => read(() => readOptionalText(row, column), undefined);
  const number = (column: string) => read(() => readNumber(row, column), 0);
  const optionalNumber = (column: string) => read(() => readOptionalNumber(row, column), undefined);
  const key = text('job_key');
  const job: StoredJob = {
    key,
    lifecycle: text('lifecycle'),
    subject: text('subject'),
    rule: text('rule'),
    item: optionalText('item'),
    recipient: optionalText('recipient'),
    recipientName: optionalText('recipient_name'),
    role: optionalText('role'),
    channels: read(() => readList(row, 'channels'), []),
    signal: optionalText('signal_name'),
    occurrence: text('occurrence'),
    dueAt: number('due_at'),
    runAt: number('run_at'),
    zone: text('zone'),
    wallTime: optionalText('wall_time'),
    payload: read(() => readData(row, 'payload'), undefined),
    direct: read(() => readDirect(row), undefined),
    site: optionalText('site'),
    version: text('version'),
    pinned: read(() => readPinned(row), undefined),
    status: read(() => readStatus(row), 'failed'),
    attempts: number('attempts'),
    leaseUntil: optionalNumber('lease_until'),
    code: optionalText('code'),
    why: optionalText('why'),
    plannedAt: number('planned_at'),
    settledAt: optionalNumber('settled_at'),
    channel: optionalText('channel'),
    transport: optionalText('transport'),
    providerId: optionalText('provider_id'),
    parkedBy: optionalText('parked_by'),
    note: optionalText('note'),
    content: read(() => readContent(row), undefined),
  };
  const id = readNumber(row, 'id');
  if (problems.length === 0) return { id, job, unreadable: undefined };
  const unreadable = `${dialect}: job '${key}': ${problems.join(' ')}`;
  return { id, job: { ...job, code: 'store-corrupt', why: unreadable }, unreadable };
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
