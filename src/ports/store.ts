/**
 * The Store port: remembers subjects, jobs and what became of them.
 * @module
 */
import type { ClaimedJob, JobStatus, StoredJob } from '../core/job.js';

export type { ClaimedJob, JobStatus, StoredJob } from '../core/job.js';

/** Which subject. */
export interface SubjectRef {
  readonly lifecycle: string;
  readonly subject: string;
}

/** What is remembered of a subject between changes. */
export interface StoredSubject {
  /** Number of changes handled so far; the next change's id is made from it. */
  readonly revision: number;
  /** The last data, encoded, where the host gives no `load`. */
  readonly snapshot: string | undefined;
  /** A hash for each field of the lifecycle, by name. */
  readonly fields: Readonly<Record<string, string>>;
  /** `machine.state` names that a subject may enter only once, and has. */
  readonly visited: readonly string[];
  /** Whether a state of `silentAfter` has been entered. */
  readonly silent: boolean;
  /** Whether it has been told to have come to be, or was moved. */
  readonly created: boolean;
}

/** Everything that one change writes. All of it becomes visible together, or none of it. */
export interface SubjectWrite {
  readonly subject: StoredSubject;
  /** The answer to give when the same idempotency key comes again. */
  readonly answer: { readonly key: string; readonly value: string } | undefined;
  /** New jobs. One whose key is stored as `skipped` or `withdrawn` replaces it; any other stored key is left as it is. */
  readonly insert: readonly StoredJob[];
  /** Jobs that are still `scheduled` get another instant; others are left as they are. */
  readonly move: readonly Move[];
  /** Jobs that are still `scheduled` become `withdrawn`; others are left as they are. */
  readonly withdraw: readonly Withdrawal[];
}

/** Another instant for a scheduled job. */
export interface Move {
  readonly key: string;
  readonly dueAt: number;
  readonly runAt: number;
  readonly wallTime: string | undefined;
}

/** A scheduled job that is no longer wanted. */
export interface Withdrawal {
  readonly key: string;
  readonly code: 'withdrawn' | 'superseded';
  readonly why: string;
  readonly at: number;
}

/** One subject, held so that no other change of it can happen meanwhile. */
export interface SubjectSession {
  readonly stored: StoredSubject | undefined;
  /** The answer once given under an idempotency key; keys belong to their subject. */
  answer(key: string): Promise<string | undefined>;
  /** The subject's jobs that are `scheduled` or `in-flight`, and those with one of these keys, whatever their status. */
  jobs(keys: readonly string[]): Promise<readonly StoredJob[]>;
  /** At most once in a session. */
  write(write: SubjectWrite): Promise<void>;
}

/** What to claim. */
export interface ClaimRequest {
  /** Jobs with `runAt` at or before this instant. */
  readonly now: number;
  readonly limit: number;
  /** How long the claim holds; a job whose lease has run out may be claimed again. */
  readonly leaseMs: number;
}

/** What became of a claimed job. It overwrites what an earlier attempt has left: what is not given is cleared, `runAt`, `dueAt` and `attempts` aside. */
export interface Settlement {
  readonly key: string;
  /** The lease that the claim gave; a settlement that comes after another worker took over changes nothing. */
  readonly leaseUntil: number;
  readonly at: number;
  /** `scheduled` puts it back: at `runAt`, to be tried again or because its window or date has moved. */
  readonly status: Exclude<JobStatus, 'in-flight'>;
  readonly runAt?: number | undefined;
  readonly dueAt?: number | undefined;
  /** Goes with `dueAt`. */
  readonly wallTime?: string | undefined;
  /** Attempts in all, where they are not those of the claim: a job that was only postponed gets its old number back. */
  readonly attempts?: number | undefined;
  readonly code?: string | undefined;
  readonly why?: string | undefined;
  readonly channel?: string | undefined;
  readonly transport?: string | undefined;
  readonly providerId?: string | undefined;
}

/** Messages that count against a limit. */
export interface SentQuery {
  readonly recipient: string;
  readonly channel: string;
  /** Settled as sent at or after this instant. */
  readonly since: number;
}

/**
 * Remembers. `Tx` is the host's own transaction: what is written with it becomes visible when the host commits, and never
 * happened when the host rolls back.
 *
 * A job's payload may hold what nobody is to read later, such as a one-time code: a store forgets it as soon as the job is sent,
 * skipped, withdrawn or unknown.
 *
 * A store must hold to the cases of `storeContract` in `orderbell/testing`.
 */
export interface Store<Tx = never> {
  /**
   * Runs `work` while nobody else can change this subject, and makes what it writes visible when it resolves (with `tx`:
   * when the host commits). When `work` throws, nothing is written and the error is passed on.
   */
  change<R>(ref: SubjectRef, tx: Tx | undefined, work: (session: SubjectSession) => Promise<R>): Promise<R>;
  /** What is remembered of a subject. */
  subject(ref: SubjectRef): Promise<StoredSubject | undefined>;
  /** Takes due jobs, earliest `runAt` first, then in the order of insertion, and marks them `in-flight` with one more attempt. No two workers get the same job. */
  claim(request: ClaimRequest): Promise<readonly ClaimedJob[]>;
  /** Writes what became of claimed jobs. Yields the keys of those whose lease was still held. */
  settle(settlements: readonly Settlement[]): Promise<readonly string[]>;
  /** The earliest instant at which something can be claimed: the next `runAt`, or the end of a lease. */
  nextRunAt(): Promise<number | undefined>;
  /** All jobs of a subject, in the order they were planned; one that is planned anew goes to the end. */
  history(ref: SubjectRef): Promise<readonly StoredJob[]>;
  /** How many messages a recipient was sent on a channel. */
  countSent(query: SentQuery): Promise<number>;
  /** Calls `listener` when work has been committed that may be due earlier than anything before; yields what ends it. */
  watch?(listener: () => void): () => void;
  close?(): Promise<void> | void;
}
