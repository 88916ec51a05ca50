/**
 * The Store port: remembers subjects, jobs and what became of them.
 * @module
 */
import type { ClaimedJob, JobStatus, SentContent, StoredJob } from '../core/job.js';
import type { JobReceipt } from '../core/receipt.js';
import type { Records } from './records.js';

export type { ClaimedJob, JobStatus, SentContent, StoredJob } from '../core/job.js';
export type { JobReceipt } from '../core/receipt.js';

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
  /** Whether it may have open jobs that go on by the row they were planned by (`inflight: 'pin'`). */
  readonly pinned: boolean;
}

/** Everything that one change writes. All of it becomes visible together, or none of it. */
export interface SubjectWrite {
  /** When, in epoch milliseconds: the subject counts as changed then. */
  readonly at: number;
  readonly subject: StoredSubject;
  /** The answer to give when the same idempotency key comes again. */
  readonly answer: { readonly key: string; readonly value: string } | undefined;
  /** New jobs. One whose key is stored as `skipped` or `withdrawn` replaces it; any other stored key is left as it is. */
  readonly insert: readonly StoredJob[];
  /** Jobs that are still `scheduled` get another instant; others are left as they are. */
  readonly move: readonly Move[];
  /** Jobs that are still `scheduled` become `withdrawn`; others are left as they are. */
  readonly withdraw: readonly Withdrawal[];
  /** Jobs that were given up are retried or set aside; those that were not `failed` before this change are left as they are. */
  readonly revise: readonly Revision[];
}

/** What a person decides about a job that was given up. Its `code` and `why` stay; `settledAt` becomes `at`. */
export interface Revision {
  readonly key: string;
  /** `scheduled` has it tried again: `runAt` becomes `at`, with all its attempts before it. `discarded` sets it aside for good, without its payload. */
  readonly status: 'scheduled' | 'discarded';
  readonly at: number;
  readonly note: string | undefined;
}

/** Another instant for a scheduled job. It ends what parked the job: whether it is still held back is found out when it is due. */
export interface Move {
  readonly key: string;
  readonly dueAt: number;
  readonly runAt: number;
  readonly wallTime: string | undefined;
  readonly zone: string;
  /** The table that wants it now, and the row it is pinned to. */
  readonly version: string;
  readonly pinned: StoredJob['pinned'];
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
  /** At most once in a session. It happens when `work` has ended; what it did not do is in {@link ChangeOutcome}. */
  write(write: SubjectWrite): Promise<void>;
  /**
   * Forgets the person: in place of `write`, and like it at most once. Open jobs, those that workers hold included, are withdrawn with
   * code `withdrawn` at this instant. Gone are the snapshot and the fields of the subject, its answers, and of each job the recipient,
   * name, contact, payload, content, note, provider's id and sentence (`why`). What stays is which rule, when, by which channel and
   * what became of it; a key of a job that had a recipient becomes another, which nobody can read. Of the subject stay its `revision`
   * and its marks (`visited`, `silent`, `created`), so that no change gets the id of an earlier one. A subject that is not known
   * stays so.
   */
  forget(at: number): Promise<void>;
}

/** What has come of a change. */
export interface ChangeOutcome<R> {
  /** What `work` resolved to. */
  readonly result: R;
  /**
   * Keys of the moves and withdrawals that changed nothing, in any order: when they were written, their job was not `scheduled`. A
   * worker may have claimed it since `work` read it. Nobody must be told that these jobs were moved or withdrawn. For all others it
   * holds: until the change is committed, no worker gets the job as it was.
   */
  readonly missed: readonly string[];
}

/** What to claim. */
export interface ClaimRequest {
  /** Jobs with `runAt` at or before this instant. */
  readonly now: number;
  readonly limit: number;
  /** How long the claim holds; a job whose lease has run out may be claimed again. */
  readonly leaseMs: number;
  /** Only jobs of these lifecycles, where given: a worker leaves alone what another version of the software has planned. */
  readonly lifecycles?: readonly string[] | undefined;
  /** Only these jobs, where given. */
  readonly keys?: readonly string[] | undefined;
}

/** The claim of a job that a worker still holds. */
export interface Lease {
  readonly key: string;
  readonly ticket: ClaimedJob['ticket'];
  /** The lease that the claim gave, or the last extension. */
  readonly leaseUntil: number;
}

/**
 * What became of a claimed job. It overwrites what an earlier attempt has left: what is not given is cleared, `runAt`, `dueAt`,
 * `attempts` and `note` aside. A settlement whose lease is not held any more, because another worker took over, changes nothing.
 */
export interface Settlement extends Lease {
  readonly at: number;
  /** `scheduled` puts it back: at `runAt`, to be tried again or because its window or date has moved. */
  readonly status: Exclude<JobStatus, 'in-flight' | 'discarded'>;
  /**
   * With `scheduled`: what holds it back. It is claimed no more until {@link Store.resume} lifts that pause; where that has
   * been lifted meanwhile, nothing parks the job.
   */
  readonly parkedBy?: string | undefined;
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
  readonly content?: SentContent | undefined;
  /** Whether a `sent` one counts against a limit; {@link Store.countSent} counts no others. */
  readonly counts?: boolean | undefined;
  /**
   * With `sent`: receipts may come, and the job is to be found by its `transport` and `providerId`, both of which are given. Without it
   * a job costs nothing for receipts, and is not found by them.
   */
  readonly receipts?: ReceiptsWanted | undefined;
}

/** What is needed to hear how far a message comes. */
export interface ReceiptsWanted {
  /** When the provider is to be asked first; undefined where it reports by itself. */
  readonly askAt: number | undefined;
  /** Where it was sent to: some providers ask for it. Forgotten when nobody asks any more. */
  readonly address: string | undefined;
}

/** A message by the name that its provider gave it. */
export interface ReceiptTarget {
  readonly transport: string;
  readonly providerId: string;
}

/** A receipt for a job that was found by {@link Store.receiptFor}. */
export interface ReceiptWrite extends ReceiptTarget {
  /** What is kept of the job now: where that is another one, nothing is written. */
  readonly expected: JobReceipt | undefined;
  readonly receipt: JobReceipt | undefined;
  /** When the provider is to be asked again; undefined for never. */
  readonly askAt: number | undefined;
}

/** Which receipts to take for asking. */
export interface ReceiptRequest {
  readonly now: number;
  readonly limit: number;
  /** Of these transports. */
  readonly transports: readonly string[];
  /** When they are to be asked for again, should whoever has taken them never write. */
  readonly until: number;
}

/** A receipt to ask for. */
export interface AwaitedReceipt extends ReceiptTarget {
  readonly address: string | undefined;
  /** When the message was sent. */
  readonly sentAt: number;
}

/** What is held back: a rule of a lifecycle, everything on a channel, or everything of a site. */
export interface PauseTarget {
  readonly kind: 'rule' | 'channel' | 'site';
  /** `lifecycle/rule`, the channel's or the site's name. */
  readonly name: string;
}

/** Something that is held back, since when, and why. */
export interface Pause extends PauseTarget {
  readonly since: number;
  readonly note: string | undefined;
}

/** Which jobs to list. Everything that is given must hold. */
export interface JobQuery {
  /** One of the lists: what waits (`scheduled` and `in-flight`, by `runAt`, then in the order of insertion), or what has ended in a certain way (in the order of insertion). */
  readonly list: 'open' | Exclude<JobStatus, 'scheduled' | 'in-flight'>;
  readonly keys?: readonly string[] | undefined;
  readonly lifecycle?: string | undefined;
  readonly rule?: string | undefined;
  readonly site?: string | undefined;
  /** Of list `open`: `runAt` at or after, and before. */
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string | undefined;
}

/** A page of jobs. */
export interface JobPage {
  readonly jobs: readonly StoredJob[];
  /** Where the next page begins; undefined on the last. */
  readonly next: string | undefined;
}

/** Part of a subject's history. */
export interface HistoryPage {
  readonly limit: number;
  /** Key of the last job of the page before. */
  readonly after?: string | undefined;
}

/** Counts for a health check; cheap, however many jobs wait for a later day. */
export interface StoreCounts {
  /** Due, or in flight with a lease that has run out, and not held back. */
  readonly due: number;
  /** `runAt` of the longest waiting of these. */
  readonly oldestDueAt: number | undefined;
  /** Held by workers whose lease has not run out. */
  readonly inFlight: number;
  /** Held back by pauses. */
  readonly parked: number;
  /** Jobs that were given up and neither retried nor discarded, by code (`''` where it has none). */
  readonly failed: Readonly<Record<string, number>>;
  readonly unknown: number;
}

/** Which subjects to walk through. */
export interface SubjectQuery {
  readonly lifecycle: string;
  /** Changed at or after this instant. */
  readonly changedSince?: number | undefined;
  readonly limit: number;
  /** The last subject of the page before; pages are in one fixed order. */
  readonly after?: string | undefined;
}

/** What to remove. */
export interface PruneRequest {
  /** Subjects last changed, and with all their jobs settled, before this instant. Those with open jobs stay. */
  readonly olderThan: number;
  /**
   * `keep` forgets the person, as {@link SubjectSession.forget} does, but for the keys, names and recipients that tell repeats apart; a
   * subject is pruned so once until it is changed again. `delete` leaves nothing of subject and jobs.
   */
  readonly history: 'keep' | 'delete';
  /** Subjects at a time. */
  readonly limit: number;
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
 * skipped, withdrawn, unknown or discarded. Payloads and direct messages are plain data that may hold Dates anywhere, which are
 * read back as Dates.
 *
 * A store must hold to the cases of `storeContract` in `orderbell/testing`.
 */
export interface Store<Tx = never> {
  /**
   * Runs `work` and makes what it writes visible when it resolves (with `tx`: when the host commits), as if nobody else had changed
   * this subject meanwhile: a store holds others off, or runs `work` again where somebody came first. When `work` throws, nothing is
   * written and the error is passed on. Yields what `work` did, and what of its write came too late.
   */
  change<R>(ref: SubjectRef, tx: Tx | undefined, work: (session: SubjectSession) => Promise<R>): Promise<ChangeOutcome<R>>;
  /** What is remembered of a subject. */
  subject(ref: SubjectRef): Promise<StoredSubject | undefined>;
  /**
   * The same for several at once, in their order; optional, for stores to which each question is a journey. A worker asks it for the
   * subjects of the jobs that it has claimed together. Where it throws, they are read one by one.
   */
  subjectsNamed?(refs: readonly SubjectRef[]): Promise<readonly (StoredSubject | undefined)[]>;
  /** Takes due jobs, earliest `runAt` first, then in the order of insertion, and marks them `in-flight` with one more attempt. No two workers get the same job. */
  claim(request: ClaimRequest): Promise<readonly ClaimedJob[]>;
  /**
   * Holds claimed jobs until another instant, which is their `leaseUntil` from then on: what settles or extends them later names that
   * one. Yields the keys of those whose lease was still held: it may have run out, where nobody took over.
   */
  extend(leases: readonly Lease[], until: number): Promise<readonly string[]>;
  /** Writes what became of claimed jobs. Yields the keys of those whose lease was still held. */
  settle(settlements: readonly Settlement[]): Promise<readonly string[]>;
  /** The earliest instant at which something (of these lifecycles, where given) can be claimed: the next `runAt`, or the end of a lease. */
  nextRunAt(lifecycles?: readonly string[]): Promise<number | undefined>;
  /** The jobs of a subject, in the order they were planned; one that is planned anew goes to the end. */
  history(ref: SubjectRef, page?: HistoryPage): Promise<readonly StoredJob[]>;
  /** How many messages a recipient was sent on a channel, of those whose settlement `counts`. */
  countSent(query: SentQuery): Promise<number>;

  /** The job that a provider means, of those whose settlement asked for `receipts`. */
  receiptFor(target: ReceiptTarget): Promise<StoredJob | undefined>;
  /** Writes what was heard of a message, if nobody has written since; yields whether. */
  writeReceipt(write: ReceiptWrite): Promise<boolean>;
  /** Takes receipts that are to be asked for now, the earliest first. No two workers get the same one. */
  takeReceipts(request: ReceiptRequest): Promise<readonly AwaitedReceipt[]>;

  /** Lists jobs of all subjects. */
  jobs(query: JobQuery): Promise<JobPage>;
  /** Counts as of `now`. */
  counts(now: number): Promise<StoreCounts>;
  /** Remembers that something is held back; what is so already stays so since then, with the new note. Workers find out with their next claim, and park what they are given of it. */
  pause(pause: Pause): Promise<void>;
  /** Lifts a pause: what it parked can be claimed again. Yields how many jobs that were. */
  resume(target: PauseTarget): Promise<number>;
  /** What is held back now, in any order. */
  pauses(): Promise<readonly Pause[]>;
  /** Names of subjects that are remembered, forgotten ones included. */
  subjects(query: SubjectQuery): Promise<readonly string[]>;
  /**
   * Removes old data of up to `limit` subjects; yields how many subjects and jobs it was about: none when nothing is left to do. Goes
   * with them: up to `limit` records that have expired before `olderThan`.
   */
  prune(request: PruneRequest): Promise<{ readonly subjects: number; readonly jobs: number }>;

  /** Small records that belong to no job; without them, what needs some is refused with `store-without-records`. */
  readonly records?: Records<Tx> | undefined;
  /** Calls `listener` when work has been committed that may be due earlier than anything before, by whichever process; yields what ends it. */
  watch?(listener: () => void): () => void;
  /** Longest time in milliseconds that a worker should sleep, where `watch` is missing or does not hear of other processes. */
  readonly pollEvery?: number | undefined;
  close?(): Promise<void> | void;
}

/** The name under which a pause parks jobs. */
export function pauseName({ kind, name }: PauseTarget): string {
  return `${kind} ${name}`;
}
