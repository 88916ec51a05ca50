/**
 * Subjects, jobs and writes for the cases of the store contract.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type {
  ClaimedJob,
  Lease,
  Move,
  Settlement,
  Store,
  StoredJob,
  StoredSubject,
  SubjectRef,
  SubjectWrite,
} from '../../ports/store.js';
import { check } from '../check.js';

/** An adapter under test. */
export interface StoreParts<Tx> {
  /** Empty. */
  readonly store: Store<Tx>;
  /** Runs `work` in a transaction of the host: committed when it resolves, rolled back when it rejects. */
  readonly transaction?: (<R>(work: (tx: Tx) => Promise<R>) => Promise<R>) | undefined;
  readonly close?: (() => Promise<void> | void) | undefined;
}

/** A case. The transaction is opaque to it. */
export type StoreCase = <Tx>(parts: StoreParts<Tx>) => Promise<void>;

export const noon: number = Date.UTC(2026, 2, 1, 12);
export const minute = 60_000;
export const booking: SubjectRef = { lifecycle: 'booking', subject: 'B-1' };

/** A scheduled job of a subject, due at noon. Jobs of one subject are told apart by `name`. */
export function aJob(name: string, given: Partial<StoredJob> = {}): StoredJob {
  const { lifecycle, subject } = { ...booking, ...given };
  const dueAt = given.dueAt ?? given.runAt ?? noon;
  return {
    key: `${encodeURIComponent(lifecycle)}/${encodeURIComponent(subject)}/pre-visit/S-1/ann%40example.com/email/${name}`,
    lifecycle,
    subject,
    rule: 'pre-visit',
    item: 'S-1',
    recipient: 'ann@example.com',
    recipientName: 'Ann',
    role: 'participant',
    channels: ['email'],
    signal: undefined,
    occurrence: name,
    dueAt,
    runAt: dueAt,
    zone: 'Asia/Taipei',
    wallTime: '2026-03-01T20:00',
    payload: undefined,
    direct: undefined,
    site: undefined,
    version: 'table-1',
    pinned: undefined,
    status: 'scheduled',
    attempts: 0,
    leaseUntil: undefined,
    code: undefined,
    why: undefined,
    plannedAt: noon - 60 * minute,
    settledAt: undefined,
    channel: undefined,
    transport: undefined,
    providerId: undefined,
    parkedBy: undefined,
    note: undefined,
    content: undefined,
    receipt: undefined,
    ...given,
  };
}

export function aSubject(given: Partial<StoredSubject> = {}): StoredSubject {
  return { revision: 1, snapshot: undefined, fields: {}, visited: [], silent: false, created: true, pinned: false, ...given };
}

export function aWrite(given: Partial<SubjectWrite> = {}): SubjectWrite {
  return { at: noon, subject: aSubject(), answer: undefined, insert: [], move: [], withdraw: [], revise: [], ...given };
}

/** Another instant for a job, which keeps everything else. */
export function aMove(job: StoredJob, given: Partial<Move>): Move {
  const { key, dueAt, runAt, wallTime, zone, version, pinned } = job;
  return { key, dueAt, runAt, wallTime, zone, version, pinned, ...given };
}

/** The claim of a job, as a settlement or an extension hands it back. */
export function leaseOf({ key, ticket, leaseUntil }: ClaimedJob): Lease {
  return { key, ticket, leaseUntil };
}

/** Inserts a job, claims it and settles it. */
export async function settled<Tx>(
  store: Store<Tx>,
  job: StoredJob,
  settlement: Pick<Settlement, 'status'> & Partial<Settlement>,
): Promise<void> {
  const { lifecycle, subject } = job;
  const stored = await store.subject({ lifecycle, subject });
  await write(store, { subject: stored ?? aSubject(), insert: [job] }, { lifecycle, subject });
  const claimed = await store.claim({ now: job.runAt, limit: 1, leaseMs: minute, keys: [job.key] });
  check(claimed.length === 1, `the job '${job.occurrence}' can be claimed by its key`);
  await store.settle(claimed.map((one) => ({ ...leaseOf(one), at: job.runAt, ...settlement })));
}

/** Writes to a subject in a change of its own. */
export async function write<Tx>(
  store: Store<Tx>,
  given: Partial<SubjectWrite>,
  ref: SubjectRef = booking,
  tx?: Tx,
): Promise<void> {
  await store.change(ref, tx, (session) => session.write(aWrite(given)));
}

/** Claims everything due at noon, for a minute. */
export async function claimAll<Tx>(store: Store<Tx>, now: number = noon): Promise<Awaited<ReturnType<Store<Tx>['claim']>>> {
  return store.claim({ now, limit: 100, leaseMs: minute });
}

/** Inserts one job of the subject in each of the statuses that nothing may touch any more, by way of claims and settlements. */
export async function aJobInEachClosedStatus<Tx>(store: Store<Tx>): Promise<readonly StoredJob[]> {
  const statuses = ['sent', 'unknown', 'failed'] as const;
  await write(store, { insert: [...statuses, 'in-flight'].map((status) => aJob(status)) });
  const claimed = await claimAll(store);
  await store.settle(
    claimed.flatMap((job) =>
      statuses
        .filter((status) => status === job.occurrence)
        .map((status) => ({ ...leaseOf(job), status, at: noon, code: `was-${status}` })),
    ),
  );
  const jobs = await store.history(booking);
  check(
    jobs.every(({ status, occurrence }) => status === occurrence),
    'jobs settled as sent, unknown and failed have that status',
  );
  return jobs;
}

export async function jobNamed<Tx>(store: Store<Tx>, name: string, ref: SubjectRef = booking): Promise<StoredJob> {
  const job = (await store.history(ref)).find(({ occurrence }) => occurrence === name);
  check(job !== undefined, `history has the job '${name}'`);
  return job;
}

export function namesOf(jobs: readonly StoredJob[]): string[] {
  return jobs.map(({ occurrence }) => occurrence);
}

/** The host's transaction, without which a case cannot be tried. */
export function transactionOf<Tx>({ transaction }: StoreParts<Tx>): <R>(work: (tx: Tx) => Promise<R>) => Promise<R> {
  if (transaction !== undefined) return transaction;
  throw new OrderbellError(
    'assertion-failed',
    'this case needs `transaction`: let `create` yield one, or skip the case and say why.',
  );
}
