/**
 * The rows of a claim.
 *
 * They come as one text, each as a list of texts in the order of the columns: for both sides that costs least. Nearly all of them are as
 * they should be and hold no more than texts and numbers; these become jobs at once. Any other is read column by column, so that
 * it is known what is wrong with it.
 * @module
 */
import type { ClaimedJob } from '../../ports/store.js';
import { claimedJob, decodeJob, jobColumns, type ReadJob } from '../../sql/job-row.js';
import { escapeMark } from '../../sql/text.js';
import type { Row } from '../../sql/value.js';
import { textsOf } from './statement.js';

/** What a claim selects of each job. */
export const claimedColumns: readonly string[] = [
  'q.job_id',
  '(q.job_id IN (SELECT job_id FROM due WHERE lease_until IS NOT NULL))::int',
  ...['lease_until', 'run_at', 'attempts', 'payload', 'code', 'why', 'settled_at', 'channel', 'transport', 'provider_id'].map(
    (column) => `q.${column}`,
  ),
  ...jobColumns.map((column) => `j.${column}`),
];

/** A value of a column: the statement casts all of them to texts. */
type Text = string | null;

/** The jobs of a claim, in no order, and those that cannot be read. */
export function readClaimed(
  rows: readonly unknown[],
  leaseUntil: number,
): { readonly jobs: ClaimedJob[]; readonly unreadable: readonly ReadJob[] } {
  const [text] = textsOf(rows);
  const jobs: ClaimedJob[] = [];
  const unreadable: ReadJob[] = [];
  if (text === undefined) return { jobs, unreadable };
  // The mark as JSON has it: where it is nowhere, no text needs to be decoded.
  const isPlain = !text.includes(JSON.stringify(escapeMark).slice(1, -1));
  // Built so by the statement.
  for (const values of JSON.parse(text) as Text[][]) {
    const job = isPlain ? plainJob(values, leaseUntil) : undefined;
    if (job !== undefined) {
      jobs.push(job);
      continue;
    }
    const row = claimedRow(values);
    const read = decodeJob('postgres', row);
    if (read.unreadable !== undefined) unreadable.push(read);
    else jobs.push(claimedJob(read, leaseUntil, row['was_leased'] === 1));
  }
  return { jobs, unreadable };
}

/**
 * A job whose row holds texts and numbers only; undefined for any other. By places, because to take a list of so many apart costs as
 * much as to make the job.
 */
function plainJob(values: readonly Text[], leaseUntil: number): ClaimedJob | undefined {
  const [id, wasLeased, , runAt, attempts, payload] = values;
  const [key, lifecycle, subject, rule] = [values[12], values[13], values[14], values[15]];
  const channels = channelsOf(values[20] ?? '');
  const [occurrence, zone, version] = [values[22], values[24], values[28]];
  if (payload !== null || values[26] !== null || values[29] !== null || channels === undefined) return undefined;
  if (!key || !lifecycle || !subject || !rule || !occurrence || !zone || !version) return undefined;
  return {
    key,
    lifecycle,
    subject,
    rule,
    item: values[16] ?? undefined,
    recipient: values[17] ?? undefined,
    recipientName: values[18] ?? undefined,
    role: values[19] ?? undefined,
    channels,
    signal: values[21] ?? undefined,
    occurrence,
    dueAt: Number(values[23]),
    runAt: Number(runAt),
    zone,
    wallTime: values[25] ?? undefined,
    payload: undefined,
    direct: undefined,
    site: values[27] ?? undefined,
    version,
    pinned: undefined,
    status: 'in-flight',
    attempts: Number(attempts),
    leaseUntil,
    code: values[6] ?? undefined,
    why: values[7] ?? undefined,
    plannedAt: Number(values[30]),
    settledAt: optionalNumber(values[8]),
    channel: values[9] ?? undefined,
    transport: values[10] ?? undefined,
    providerId: values[11] ?? undefined,
    parkedBy: undefined,
    note: values[31] ?? undefined,
    content: undefined,
    reclaimed: wasLeased === '1',
    ticket: Number(id),
  };
}

/** Lists of channels that were read before: there are few different ones. Undefined stands for one that is none. */
const knownChannels = new Map<string, readonly string[] | undefined>();
const mostChannels = 256;

function channelsOf(text: string): readonly string[] | undefined {
  if (knownChannels.has(text)) return knownChannels.get(text);
  if (knownChannels.size >= mostChannels) knownChannels.clear();
  const channels = parsedChannels(text);
  knownChannels.set(text, channels);
  return channels;
}

function parsedChannels(text: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((name) => typeof name === 'string') ? Object.freeze(list) : undefined;
  } catch {
    return undefined;
  }
}

/** The row as it would be read from the tables. */
function claimedRow(values: readonly Text[]): Row {
  const numbers = ['id', 'was_leased', 'lease_until', 'run_at', 'attempts', 'settled_at', 'due_at', 'planned_at'];
  const row: Record<string, unknown> = { open_id: 1, parked_by: null, status: null, content: null };
  for (const [place, name] of columnNames.entries()) {
    const value = values[place] ?? null;
    row[name] = numbers.includes(name) && value !== null ? Number(value) : value;
  }
  return row;
}

const columnNames = ['id', 'was_leased', ...claimedColumns.slice(2).map((column) => column.slice('q.'.length))];

function optionalNumber(text: Text | undefined): number | undefined {
  return text === null || text === undefined ? undefined : Number(text);
}
