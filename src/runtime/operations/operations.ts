/**
 * What people do with a running notifier: see what waits, deal with what was given up, hold back, forget, plan anew.
 * @module
 */
import type { JobRecord } from '../../core/job.js';
import type { Lifecycle } from '../../core/lifecycle.js';
import type { Shape } from '../../core/shape.js';
import type { PollResult, ReceiptAnswer, ReceiptCounts } from '../receipts/receipts.js';

/** A lifecycle, or its name. */
export type LifecycleName = string | { readonly name: string };

/** A job, or its key. */
export type JobName = string | Pick<JobRecord, 'key' | 'lifecycle' | 'subject'>;

/** Which jobs to list; everything that is given must hold. */
export interface JobFilter {
  readonly lifecycle?: LifecycleName;
  readonly rule?: string;
  readonly site?: string;
  /** Jobs on a page; 100 unless told otherwise. */
  readonly limit?: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Which waiting jobs to list. */
export interface PendingFilter extends JobFilter {
  /** Due at or after this instant. */
  readonly from?: Date;
  /** Due before this instant. */
  readonly until?: Date;
}

/** Which jobs to list of those that ended badly. */
export interface DeadLetterFilter extends JobFilter {
  /** Given up (`failed`, the default), possibly delivered (`unknown`), or given up and set aside (`discarded`). */
  readonly status?: 'failed' | 'unknown' | 'discarded';
}

/** A page of a list. */
export interface JobRecords {
  readonly jobs: readonly JobRecord[];
  /** What to give as `after` for the next page; undefined on the last. */
  readonly next: string | undefined;
}

/** Part of a history. */
export interface HistoryOptions {
  /** Jobs at most; all unless told otherwise. */
  readonly limit?: number;
  /** Key of the last job of the page before. */
  readonly after?: string;
}

/** What goes with a decision of a person about a job. */
export interface ByHand<Tx> {
  /** Why; kept with the job. */
  readonly note?: string;
  /** The host's open transaction: nothing is visible before it commits. */
  readonly tx?: Tx;
}

/** What to hold back: a rule, everything on a channel, or everything of a site. */
export type Pausable =
  | {
      readonly rule: string;
      readonly lifecycle?: LifecycleName | undefined;
      readonly channel?: undefined;
      readonly site?: undefined;
    }
  | { readonly channel: string; readonly rule?: undefined; readonly lifecycle?: undefined; readonly site?: undefined }
  | { readonly site: string; readonly rule?: undefined; readonly lifecycle?: undefined; readonly channel?: undefined };

/** What is held back, since when, and why. Can be given to `resume`. */
export type Paused = Pausable & { readonly since: Date; readonly note: string | undefined };

/** How things stand, for a health check or a page that people look at. */
export interface Health {
  readonly at: Date;
  /** When the longest waiting job was due; undefined when nothing that is due waits. */
  readonly oldestDueAt: Date | undefined;
  /** Milliseconds since then; 0 when nothing waits. */
  readonly lateBy: number;
  /** Jobs that are due and not being delivered. */
  readonly backlog: number;
  readonly inFlight: number;
  /** Jobs held back by pauses. */
  readonly parked: number;
  /** Jobs that were given up and neither retried nor discarded, by error code. */
  readonly failed: Readonly<Record<string, number>>;
  /** Jobs that may or may not have been delivered. */
  readonly unknown: number;
  /** Receipts since this notifier was made, in this process; many that are `refused` mean that somebody is trying. */
  readonly receipts: ReceiptCounts;
}

/** What a long run has done so far. */
export interface PruneCounts {
  readonly subjects: number;
  readonly jobs: number;
}

/** What old data to remove. */
export interface PruneOptions {
  /** Subjects that have not changed since, and of which no job was settled since. Those with waiting jobs stay. */
  readonly olderThan: Date;
  /**
   * `keep` (default) keeps who was told what and when, so that a repeated call still finds that the message was sent, and removes
   * data, addresses, payloads and contents. `delete` leaves nothing.
   */
  readonly history?: 'keep' | 'delete';
  /** Subjects at a time; 500 unless told otherwise. */
  readonly batch?: number;
  /** Told after each batch what has been removed so far. */
  readonly onProgress?: (counts: PruneCounts) => void;
  /** Ends the run after the batch that is under way. */
  readonly signal?: AbortSignal;
}

/** A subject on the way through all of them. */
export interface SubjectPlace {
  readonly lifecycle: string;
  readonly subject: string;
}

/** Which subjects to plan anew, and how. */
export interface ReplanOptions {
  /** All of them unless told otherwise. */
  readonly lifecycles?: readonly LifecycleName[];
  /** Only subjects that have changed at or after this instant. */
  readonly changedSince?: Date;
  /** Subjects at a time; 200 unless told otherwise. */
  readonly batch?: number;
  /** Told after each batch how far it has come. */
  readonly onProgress?: (progress: ReplanCounts) => void;
  /** Ends the run before the next subject. */
  readonly signal?: AbortSignal;
  /** Goes on behind this subject: `after` of an earlier run's result or progress. */
  readonly after?: SubjectPlace | undefined;
}

/** What planning anew has come to so far. */
export interface ReplanCounts {
  /** Subjects that were planned anew. */
  readonly subjects: number;
  /** Jobs that were added, moved (to another instant or to the new table) and withdrawn. */
  readonly planned: number;
  readonly moved: number;
  readonly withdrawn: number;
  /** Subjects that are remembered, and of which there are no data any more. */
  readonly gone: number;
  /** Subjects that could not be planned. */
  readonly failed: number;
  /** The last subject that was dealt with. */
  readonly after: SubjectPlace | undefined;
}

/** What planning anew has come to. */
export interface ReplanResult extends ReplanCounts {
  /** Whether all subjects were dealt with. */
  readonly done: boolean;
  /** The first 100 subjects that could not be planned, with what was thrown. Each is also an `error` event. */
  readonly failures: readonly (SubjectPlace & { readonly error: unknown })[];
}

/** What people do with a running notifier. None of it needs the notifier to be started. */
export interface Operations<Tx = never> {
  /**
   * What is going to be sent, earliest first: jobs that wait for their instant, those held back by a pause (`parkedBy`), and those
   * being delivered now. Throws `unknown-lifecycle` and `unknown-rule` for names that no table has.
   *
   * @example
   * const thursday = await notifier.pending({ site: 'hill-street', from: new Date('2026-03-05T00:00+08:00'), until: new Date('2026-03-06T00:00+08:00') });
   * for (const { rule, subject, recipientName, runAt } of thursday.jobs) console.log(new Date(runAt), rule, subject, recipientName);
   */
  pending(filter?: PendingFilter): Promise<JobRecords>;

  /**
   * Dead letters: jobs that were given up, in the order they were planned, with `code`, `why` and `attempts`. With `status: 'unknown'`
   * those that may or may not have arrived, with `'discarded'` those that were set aside.
   *
   * @example
   * for (const job of (await notifier.deadLetters({ rule: 'pre-visit' })).jobs) await notifier.retry(job, { note: 'the template is mended' });
   */
  deadLetters(filter?: DeadLetterFilter): Promise<JobRecords>;

  /**
   * Tries a job again that was given up: at once, with all its attempts before it. Everything is checked again, as at any fire time;
   * being late does not count against it. Throws `wrong-status` where the job is not `failed`, and `unknown-job`.
   */
  retry(job: JobName, options?: ByHand<Tx>): Promise<void>;

  /** Sets a job aside that was given up. It holds its key: the message is not planned again. Throws as `retry` does. */
  discard(job: JobName, options?: ByHand<Tx>): Promise<void>;

  /**
   * Sends a message again that was sent, given up or has an unknown outcome: a new job of the same rule, item and recipient, at
   * once. Whether the rule still applies is not asked; address, switch, window, limit and pauses are. Yields the new job.
   *
   * Throws `wrong-status` for jobs that were never to be delivered or still are, `payload-forgotten` where the text needs what the
   * event or fact carried (a store forgets that when the message is sent), `unknown-rule` where the rule was removed.
   *
   * @example
   * const [job] = (await notifier.history(booking, 'B-1')).filter(({ rule, status }) => rule === 'pre-visit' && status === 'sent');
   * if (job !== undefined) await notifier.resend(job, 'Ann has deleted it');
   */
  resend(job: JobName, note: string, options?: Pick<ByHand<Tx>, 'tx'>): Promise<JobRecord>;

  /**
   * Holds back a rule, a channel or a site: what is due meanwhile waits, and nothing is lost. Workers of other processes learn of it with
   * their next claim. Paused twice, the later note counts. Throws `unknown-rule`, `unknown-channel`, `unknown-lifecycle`.
   *
   * @example
   * await notifier.pause({ channel: 'sms' }, 'the gateway is down');
   * await notifier.pause({ rule: 'pre-visit', lifecycle: booking });
   * await notifier.pause({ site: 'hill-street' });
   */
  pause(target: Pausable, note?: string): Promise<void>;

  /**
   * Lifts a pause; what it has held back is checked and sent, or skipped as `late` where that is the rule's policy. Yields how many
   * jobs that were, so far.
   */
  resume(target: Pausable): Promise<number>;

  /** What is held back now. */
  pauses(): Promise<readonly Paused[]>;

  /**
   * How things stand, as a few counts; cheap, however many jobs wait.
   *
   * @example
   * const { lateBy, failed } = await notifier.health();
   * const isWell = lateBy < 5 * 60_000 && Object.keys(failed).length === 0;
   */
  health(): Promise<Health>;

  /**
   * Forgets the person behind a subject: its data, answers and waiting jobs, and of each job in its history who was told, where, and what
   * it said. What stays is that a rule's message was sent on a day by a channel. Yields whether the subject was known.
   *
   * A later change of the same subject makes it known again; where `load` is given, delete the data there first.
   *
   * @example
   * await database.transaction(async (tx) => {
   *   await members.delete(id, tx);
   *   await notifier.forget(member, id, { tx });
   * });
   */
  forget<S extends Shape>(lifecycle: Lifecycle<S>, key: string, options?: { readonly tx?: Tx }): Promise<boolean>;

  /**
   * Removes old data, batch by batch, until there is nothing left to remove. Safe to run every night, and to stop anywhere.
   *
   * @example
   * const aYearAgo = new Date(Date.now() - 365 * 24 * 3_600_000);
   * await notifier.prune({ olderThan: aYearAgo });
   */
  prune(options: PruneOptions): Promise<PruneCounts>;

  /**
   * Hands over what a provider posted to a route of yours, to say how far messages came. `provider` is the name of the transport,
   * `payload` what that transport reads: see its page. What is forged or cannot be read is refused, what was heard before changes
   * nothing, and a message that has been delivered stays so, whatever comes later.
   *
   * Answer the provider with 2xx where `ok` is true, with 401 where one is `refused`, and with 503 otherwise: most providers then
   * come again, and the message may be known by then. Throws `invalid-argument` for a transport that reads no receipts.
   *
   * @example
   * const { ok, results } = await notifier.receipt('twilio', { url: request.url, headers: request.headers, body });
   * const status = ok ? 204 : results.some(({ outcome }) => outcome === 'refused') ? 401 : 503;
   */
  receipt(provider: string, payload: unknown): Promise<ReceiptAnswer>;

  /**
   * Asks providers that do not report by themselves how far messages came, up to a hundred of those whose turn it is: a minute after
   * they were sent, then after 5 and 30 minutes, 2, 6, 24, 48 and 72 hours. A started notifier does so by itself; call it where
   * `tick` is called by a cron job.
   */
  pollReceipts(): Promise<PollResult>;

  /**
   * Plans every remembered subject anew, as `refresh` does: after a change of the table, so that new deadlines are planned, moved and
   * withdrawn without waiting for each subject's next change. A subject that cannot be planned does not stop the others.
   *
   * Runs beside the normal work; nothing is sent by it that is not due.
   *
   * @example
   * const result = await notifier.replan({ onProgress: ({ subjects, planned, withdrawn }) => console.log({ subjects, planned, withdrawn }) });
   * if (!result.done) await notifier.replan({ after: result.after });
   */
  replan(options?: ReplanOptions): Promise<ReplanResult>;
}
