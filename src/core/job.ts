/**
 * Jobs: one decided message each, and what becomes of it.
 * @module
 */

import type { Contact } from './contact.js';
import type { JobReceipt } from './receipt.js';
import type { RuleRow } from './rule-schema.js';

/** Why something was not sent. `docs/rules.md` explains each for shop managers. */
export type SkipCode =
  | 'state'
  | 'from'
  | 'if'
  | 'unless'
  | 'late'
  | 'no-date'
  | 'no-recipient'
  | 'no-address'
  | 'channel-off'
  | 'opted-out'
  | 'limit'
  | 'empty'
  | 'withdrawn'
  | 'superseded'
  | 'expired'
  | 'duplicate';

/**
 * What a stored job is: `scheduled` waits for its instant; `in-flight` is claimed by a worker; `sent` was accepted by a
 * transport, or its signal was handled; `unknown` may or may not have been accepted and is not repeated; `skipped` was
 * wanted and not sent, `withdrawn` is no longer wanted, `failed` was given up, `discarded` was given up and then set aside by hand.
 */
export type JobStatus = 'scheduled' | 'in-flight' | 'sent' | 'unknown' | 'skipped' | 'withdrawn' | 'failed' | 'discarded';

/** One decided message: rule x recipient x channel x occurrence. Instants are epoch milliseconds. */
export interface Job {
  /** `lifecycle/subject/rule/item/recipient/channel/occurrence`, each part percent-encoded. Handed to transports as idempotency key. */
  readonly key: string;
  readonly lifecycle: string;
  readonly subject: string;
  readonly rule: string;
  /** Key of the item, for rules with `each`. */
  readonly item: string | undefined;
  /** Identity of the recipient (see `identityOf`); undefined for signals. */
  readonly recipient: string | undefined;
  /** The recipient's name when the job was planned, for people who read timelines; undefined where it has none. */
  readonly recipientName: string | undefined;
  /** The role the recipient was found by; undefined for signals and fixed contacts. */
  readonly role: string | undefined;
  /** One channel, or the channels of `firstOf` in order; empty for signals. */
  readonly channels: readonly string[];
  /** The signal to raise, where the host is told instead of a person. */
  readonly signal: string | undefined;
  /** Local due day `YYYY-MM-DD` for deadlines, the change id for transitions. */
  readonly occurrence: string;
  /** The instant that the rule asks for. */
  readonly dueAt: number;
  /** The instant from which the job may be delivered: `dueAt`, or later where it was planned late, deferred or retried. */
  readonly runAt: number;
  /** Zone and wall time that `dueAt` was computed from: `Asia/Taipei`, `2026-03-03T10:00`; the wall time is undefined for exact hours and for transitions. */
  readonly zone: string;
  readonly wallTime: string | undefined;
  /** Payload of the event or fact that caused it, for the check at fire time. */
  readonly payload: unknown;
  /** Set where `notifier.send` asked for it and no rule decides. */
  readonly direct: DirectMessage | undefined;
  /** The site of the subject, where its lifecycle names one. */
  readonly site: string | undefined;
  /** Version of the rule table that planned it (see `versionOf`). */
  readonly version: string;
  /** The row that planned it, plain JSON, where the rule's `inflight` is `'pin'`: it goes on by this row when the table changes. */
  readonly pinned: RuleRow | undefined;
}

/** A message that the host asked for itself. */
export interface DirectMessage {
  readonly template: string;
  /** The recipient, where no role finds it again. */
  readonly contact: Contact | undefined;
}

/** A job as a store keeps it. */
export interface StoredJob extends Job {
  readonly status: JobStatus;
  /** Deliveries that were begun. */
  readonly attempts: number;
  /** When a worker's claim runs out; undefined while nobody holds it. */
  readonly leaseUntil: number | undefined;
  /** Why it was skipped, withdrawn, failed or put back: a code and a sentence. `postponed` waits for its transport, which rests or is at its limit; `window` waits for its channel's next opening. */
  readonly code: string | undefined;
  readonly why: string | undefined;
  /** When it was planned, and when it got its present status. */
  readonly plannedAt: number;
  readonly settledAt: number | undefined;
  /** The channel, transport and message id that accepted it. */
  readonly channel: string | undefined;
  readonly transport: string | undefined;
  readonly providerId: string | undefined;
  /** What holds it back although it is `scheduled`: the name of a pause (see `pauseName`). It is not claimed until that is lifted. */
  readonly parkedBy: string | undefined;
  /** What the person who retried, discarded or resent it by hand had to say. */
  readonly note: string | undefined;
  /** What was sent, where the notifier's `keepContent` asks for it. */
  readonly content: SentContent | undefined;
  /** How far it came after it was sent; undefined where nothing was heard of it, as of most channels. */
  readonly receipt: JobReceipt | undefined;
}

/** The text of a message that was sent. */
export interface SentContent {
  readonly address: string;
  readonly locale: string;
  readonly text: string;
  /** Of e-mail. */
  readonly subjectLine: string | undefined;
  readonly html: string | undefined;
}

/**
 * A job as it is stored when it is planned: scheduled, or skipped at once. `skippedBefore` is the code under which the same job was
 * skipped before. Written out, because a spread with so many additions is far slower.
 */
export function storedJob(
  job: Job,
  now: number,
  skipped: { readonly code: string; readonly why: string } | undefined,
  skippedBefore: string | undefined,
): StoredJob {
  return {
    key: job.key,
    lifecycle: job.lifecycle,
    subject: job.subject,
    rule: job.rule,
    item: job.item,
    recipient: job.recipient,
    recipientName: job.recipientName,
    role: job.role,
    channels: job.channels,
    signal: job.signal,
    occurrence: job.occurrence,
    dueAt: job.dueAt,
    runAt: job.runAt,
    zone: job.zone,
    wallTime: job.wallTime,
    // Nobody will render it: see `Store`.
    payload: skipped === undefined ? job.payload : undefined,
    direct: job.direct,
    site: job.site,
    version: job.version,
    pinned: job.pinned,
    status: skipped === undefined ? 'scheduled' : 'skipped',
    attempts: 0,
    leaseUntil: undefined,
    code: skipped?.code ?? skippedBefore,
    why: skipped?.why,
    plannedAt: now,
    settledAt: skipped === undefined ? undefined : now,
    channel: undefined,
    transport: undefined,
    providerId: undefined,
    parkedBy: undefined,
    note: undefined,
    content: undefined,
    receipt: undefined,
  };
}

/** A job as history and events tell of it: without its payload, which may hold what nobody is to read later, such as a one-time code. */
export type JobRecord = Omit<StoredJob, 'payload'>;

/** A job without its payload. Written out, because it is made for every event, and the rest of a pattern is slow. */
export function recordOf(job: StoredJob): JobRecord {
  return {
    key: job.key,
    lifecycle: job.lifecycle,
    subject: job.subject,
    rule: job.rule,
    item: job.item,
    recipient: job.recipient,
    recipientName: job.recipientName,
    role: job.role,
    channels: job.channels,
    signal: job.signal,
    occurrence: job.occurrence,
    dueAt: job.dueAt,
    runAt: job.runAt,
    zone: job.zone,
    wallTime: job.wallTime,
    direct: job.direct,
    site: job.site,
    version: job.version,
    pinned: job.pinned,
    status: job.status,
    attempts: job.attempts,
    leaseUntil: job.leaseUntil,
    code: job.code,
    why: job.why,
    plannedAt: job.plannedAt,
    settledAt: job.settledAt,
    channel: job.channel,
    transport: job.transport,
    providerId: job.providerId,
    parkedBy: job.parkedBy,
    note: job.note,
    content: job.content,
    receipt: job.receipt,
  };
}

/** A job as a claim hands it to a worker. */
export interface ClaimedJob extends StoredJob {
  readonly leaseUntil: number;
  /** Whether an earlier claim ran out unsettled: that worker may have delivered it. */
  readonly reclaimed: boolean;
  /** The store's own name for the job, which its settlement hands back: most stores find a row by it faster than by the key. */
  readonly ticket: string | number;
}

/** Builds a job's key from its parts; missing parts are `-`. */
export function jobKey(
  lifecycle: string,
  subject: string,
  rule: string,
  item: string | undefined,
  recipient: string | undefined,
  channels: readonly string[],
  occurrence: string,
): string {
  const part = (text: string | undefined) => (text === undefined || text === '' ? '-' : encode(text));
  const channel = channels.length === 0 ? '-' : channels.map(encode).join('>');
  return `${encode(lifecycle)}/${encode(subject)}/${encode(rule)}/${part(item)}/${part(recipient)}/${channel}/${encode(occurrence)}`;
}

/** The revision of the subject that a job of a transition tells of, however late it is sent; undefined for one of a deadline. */
export function revisionOf({ occurrence }: Pick<Job, 'occurrence'>): number | undefined {
  // `c3` is a change, `m4` a message that was asked for, `c3.r7` one that was sent again.
  const match = /^(?:.*\.r|[cm])(\d+)$/.exec(occurrence);
  return match === null ? undefined : Number(match[1]);
}

function encode(text: string): string {
  // A lone '-' stands for a missing part.
  if (plain.test(text)) return text;
  // Half of a surrogate pair, as in a name that was cut in the middle of an emoji, cannot be encoded.
  return text === '-' ? '%2D' : encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));
}

const plain = /^[\w.@+-]{2,}$/;
