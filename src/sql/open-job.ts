/**
 * Jobs that are claimed, from lists of values.
 *
 * Nearly every row of a claim is as it should be, and holds no more than texts and numbers: it becomes a job at once. Any other is
 * read column by column, so that it is known what is wrong with it.
 * @module
 */
import { remembered } from '../core/remembered.js';
import type { ClaimedJob } from '../ports/store.js';
import { claimedJob, decodeJob, type ReadJob } from './job-row.js';
import { escapeMark } from './text.js';
import type { Row } from './value.js';

/** What nearly every open job has, or may have. */
export const usualColumns = [
  'id',
  'job_key',
  'lifecycle',
  'subject',
  'rule',
  'item',
  'recipient',
  'recipient_name',
  'role',
  'channels',
  'occurrence',
  'due_at',
  'zone',
  'wall_time',
  'version',
  'planned_at',
  'run_at',
  'attempts',
] as const;

/** What is NULL for most open jobs. `lease_until` is the one before the claim. */
export const rareColumns = [
  'signal_name',
  'direct',
  'site',
  'pinned',
  'note',
  'settled_at',
  'code',
  'why',
  'channel',
  'transport',
  'provider_id',
  'payload',
  'lease_until',
] as const;

/** The columns of an open job in the order in which a claim lists their values. Where all {@link rareColumns} are NULL, a list may end before them. */
export const openColumns = [...usualColumns, ...rareColumns] as const;

/** A value: numbers may come as texts. */
export type Value = string | number | null;

/** How the rows of a claim are to be read. */
export interface Claim {
  readonly dialect: string;
  readonly leaseUntil: number;
  /** Attempts to be added to what the rows tell: one where they are as they were before the claim. */
  readonly begun: 0 | 1;
}

/** What a claim has found. */
export interface ReadClaim {
  readonly jobs: ClaimedJob[];
  readonly unreadable: readonly ReadJob[];
}

/** Rows as lists of the values of {@link openColumns}. */
export interface ListedRows {
  readonly lists: readonly (readonly Value[])[];
  /** Whether no text needs to be decoded. */
  readonly isPlain: boolean;
}

/** Reads a JSON list of rows, each a list of the values of {@link openColumns}. */
export function readClaim(text: string, claim: Claim): ReadClaim {
  // Built so by the statements of the stores.
  return readListed({ lists: JSON.parse(text) as Value[][], isPlain: !holdsEscapes(text) }, claim);
}

/** Whether a text in a JSON text needs to be decoded: whether it holds the mark as JSON has it. */
export function holdsEscapes(json: string): boolean {
  return json.includes(jsonMark);
}

const jsonMark = JSON.stringify(escapeMark).slice(1, -1);

/** The same for rows that are lists already. */
export function readListed({ lists, isPlain }: ListedRows, claim: Claim): ReadClaim {
  const jobs: ClaimedJob[] = [];
  const unreadable: ReadJob[] = [];
  for (const values of lists) {
    const job = isPlain ? plainJob(values, claim) : undefined;
    if (job === undefined) readRow(rowOf(values), claim, jobs, unreadable);
    else jobs.push(job);
  }
  return { jobs, unreadable };
}

/** The same for rows with names. */
export function readClaimRows(rows: readonly Row[], claim: Claim): ReadClaim {
  const jobs: ClaimedJob[] = [];
  const unreadable: ReadJob[] = [];
  for (const row of rows) readRow(row, claim, jobs, unreadable);
  return { jobs, unreadable };
}

function readRow(row: Row, { dialect, leaseUntil, begun }: Claim, jobs: ClaimedJob[], unreadable: ReadJob[]): void {
  const read = decodeJob(dialect, row);
  if (read.unreadable !== undefined) unreadable.push(read);
  else jobs.push(claimedJob(read, leaseUntil, row['lease_until'] !== null, read.job.attempts + begun));
}

function rowOf(values: readonly Value[]): Row {
  const named = openColumns.map((column, place): [string, Value] => [column, values[place] ?? null]);
  return { ...Object.fromEntries(named), open_id: 1, parked_by: null, status: null, content: null, receipt: null };
}

/**
 * A job whose row holds texts and numbers only; undefined for any other. By places that are written out, because to take a list of so
 * many apart costs as much as to make the job.
 */
function plainJob(values: readonly Value[], { leaseUntil, begun }: Claim): ClaimedJob | undefined {
  try {
    // Direct, pinned and payload are in an encoding of their own.
    if (isThere(values[19]) || isThere(values[21]) || isThere(values[29])) return undefined;
    return {
      key: text(values[1]),
      lifecycle: text(values[2]),
      subject: text(values[3]),
      rule: text(values[4]),
      item: optionalText(values[5]),
      recipient: optionalText(values[6]),
      recipientName: optionalText(values[7]),
      role: optionalText(values[8]),
      channels: channelsOf(text(values[9])),
      signal: optionalText(values[18]),
      occurrence: text(values[10]),
      dueAt: number(values[11]),
      runAt: number(values[16]),
      zone: text(values[12]),
      wallTime: optionalText(values[13]),
      payload: undefined,
      direct: undefined,
      site: optionalText(values[20]),
      version: text(values[14]),
      pinned: undefined,
      status: 'in-flight',
      attempts: number(values[17]) + begun,
      leaseUntil,
      code: optionalText(values[24]),
      why: optionalText(values[25]),
      plannedAt: number(values[15]),
      settledAt: isThere(values[23]) ? number(values[23]) : undefined,
      channel: optionalText(values[26]),
      transport: optionalText(values[27]),
      providerId: optionalText(values[28]),
      parkedBy: undefined,
      note: optionalText(values[22]),
      content: undefined,
      receipt: undefined,
      reclaimed: isThere(values[30]),
      ticket: number(values[0]),
    };
  } catch (error) {
    if (error === notPlain) return undefined;
    throw error;
  }
}

const notPlain = new Error('a row that has to be read column by column');

/** Undefined is what follows the end of a list. */
function isThere(value: Value | undefined): boolean {
  return value !== null && value !== undefined;
}

function text(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw notPlain;
}

function optionalText(value: Value | undefined): string | undefined {
  return isThere(value) ? text(value) : undefined;
}

function number(value: Value | undefined): number {
  const found = typeof value === 'string' ? Number(value || Number.NaN) : value;
  if (typeof found === 'number' && Number.isFinite(found)) return found;
  throw notPlain;
}

/** Lists of channels: there are few different ones. */
const channelsOf = remembered(256, parsedChannels);

function parsedChannels(value: string): readonly string[] {
  let list: unknown;
  try {
    list = JSON.parse(value);
  } catch {
    throw notPlain;
  }
  if (!Array.isArray(list) || !list.every((name) => typeof name === 'string')) throw notPlain;
  return Object.freeze(list);
}
