/**
 * A job as it stands in memory.
 * @module
 */
import type {
  ClaimedJob,
  JobReceipt,
  JobStatus,
  Move,
  ReceiptsWanted,
  Revision,
  Settlement,
  StoredJob,
  SubjectRef,
  Withdrawal,
} from '../../ports/store.js';
import type { Placed } from './heap.js';
import { detached } from './payload.js';
import type { SharedText } from './shared-text.js';

/** What became of a job; most scheduled ones have none of it. */
interface Outcome {
  readonly code: string | undefined;
  readonly why: string | undefined;
  readonly settledAt: number | undefined;
  readonly channel: string | undefined;
  readonly transport: string | undefined;
  readonly providerId: string | undefined;
  /** Whether it counts against a limit. */
  readonly counts: boolean;
}

/** What few jobs have besides the columns that all of them have. */
type Extra = Pick<StoredJob, 'payload' | 'direct' | 'pinned' | 'parkedBy' | 'note' | 'content' | 'receipt'>;

/**
 * One job in as little memory as it takes: fixed fields, texts that are shared with other jobs, no room for what most
 * jobs do not have. It changes in place; what leaves the store are snapshots.
 */
export class Entry implements Placed {
  place = -1;
  /** Counts up over the whole store in the order of insertion. */
  readonly sequence: number;
  /** Whose job it is; shared by all jobs of a subject. */
  readonly ref: SubjectRef;
  key: string;
  readonly rule: string;
  readonly item: string | undefined;
  recipient: string | undefined;
  recipientName: string | undefined;
  readonly role: string | undefined;
  readonly channels: readonly string[];
  readonly signal: string | undefined;
  readonly occurrence: string;
  readonly site: string | undefined;
  zone: string;
  version: string;
  extra: Extra | undefined;
  readonly plannedAt: number;
  dueAt: number;
  runAt: number;
  wallTime: string | undefined;
  status: JobStatus;
  attempts: number;
  leaseUntil: number | undefined;
  outcome: Outcome | undefined;
  /** Set where receipts may come. */
  receipts: ReceiptsWanted | undefined;

  constructor(job: StoredJob, ref: SubjectRef, sequence: number, shared: SharedText) {
    this.sequence = sequence;
    this.ref = ref;
    this.key = flat(job.key);
    this.rule = shared.text(job.rule);
    this.item = shared.text(job.item);
    this.recipient = shared.text(job.recipient);
    this.recipientName = shared.text(job.recipientName);
    this.role = shared.text(job.role);
    this.channels = shared.list(job.channels);
    this.signal = shared.text(job.signal);
    this.occurrence = shared.text(job.occurrence);
    this.site = shared.text(job.site);
    this.zone = shared.text(job.zone);
    this.version = shared.text(job.version);
    this.extra = extraOf(job);
    this.plannedAt = job.plannedAt;
    this.dueAt = job.dueAt;
    this.runAt = job.runAt;
    this.wallTime = shared.text(job.wallTime);
    this.status = job.status;
    this.attempts = job.attempts;
    this.leaseUntil = job.leaseUntil;
    this.outcome = outcomeOf(job);
    this.receipts = undefined;
  }

  get isOpen(): boolean {
    return this.status === 'scheduled' || this.status === 'in-flight';
  }

  /** The job as it is now, which later changes leave alone. */
  snapshot(): StoredJob {
    return {
      key: this.key,
      lifecycle: this.ref.lifecycle,
      subject: this.ref.subject,
      rule: this.rule,
      item: this.item,
      recipient: this.recipient,
      recipientName: this.recipientName,
      role: this.role,
      channels: this.channels,
      signal: this.signal,
      occurrence: this.occurrence,
      dueAt: this.dueAt,
      runAt: this.runAt,
      zone: this.zone,
      wallTime: this.wallTime,
      payload: detached(this.extra?.payload, this.key),
      direct: detached(this.extra?.direct, this.key),
      site: this.site,
      version: this.version,
      pinned: detached(this.extra?.pinned, this.key),
      status: this.status,
      attempts: this.attempts,
      leaseUntil: this.leaseUntil,
      code: this.outcome?.code,
      why: this.outcome?.why,
      plannedAt: this.plannedAt,
      settledAt: this.outcome?.settledAt,
      channel: this.outcome?.channel,
      transport: this.outcome?.transport,
      providerId: this.outcome?.providerId,
      parkedBy: this.extra?.parkedBy,
      note: this.extra?.note,
      content: detached(this.extra?.content, this.key),
      receipt: this.extra?.receipt,
    };
  }

  move({ dueAt, runAt, wallTime, zone, version, pinned }: Move, shared: SharedText): void {
    this.dueAt = dueAt;
    this.runAt = runAt;
    this.wallTime = shared.text(wallTime);
    this.zone = shared.text(zone);
    this.version = shared.text(version);
    this.#add({ pinned, parkedBy: undefined });
  }

  withdraw({ code, why, at }: Omit<Withdrawal, 'key' | 'why'> & { readonly why: string | undefined }): void {
    this.status = 'withdrawn';
    this.leaseUntil = undefined;
    this.#add({ payload: undefined, parkedBy: undefined });
    this.outcome = { ...noOutcome, code, why, settledAt: at };
  }

  revise({ status, at, note }: Revision): void {
    this.status = status;
    if (status === 'scheduled') {
      this.runAt = at;
      this.attempts = 0;
    }
    this.#add(status === 'scheduled' ? { note } : { note, payload: undefined });
    this.outcome = { ...(this.outcome ?? noOutcome), settledAt: at };
  }

  claim(leaseUntil: number): ClaimedJob {
    const reclaimed = this.status === 'in-flight';
    this.status = 'in-flight';
    this.attempts += 1;
    this.leaseUntil = leaseUntil;
    return Object.assign(this.snapshot(), { leaseUntil, reclaimed, ticket: this.sequence });
  }

  settle(settlement: Settlement): void {
    this.status = settlement.status;
    this.leaseUntil = undefined;
    this.attempts = settlement.attempts ?? this.attempts;
    this.runAt = settlement.runAt ?? this.runAt;
    if (settlement.dueAt !== undefined) {
      this.dueAt = settlement.dueAt;
      this.wallTime = settlement.wallTime;
    }
    const { code, why, at, channel, transport, providerId, counts = false, parkedBy } = settlement;
    this.#add({ parkedBy, content: detached(settlement.content, this.key) });
    if (!mayBeDelivered.has(this.status)) this.#add({ payload: undefined });
    this.outcome = { code, why, settledAt: at, channel, transport, providerId, counts };
    this.receipts = settlement.receipts;
  }

  /** Takes over what was heard of it. */
  hear(receipt: JobReceipt | undefined, askAt: number | undefined): void {
    this.#add({ receipt: receipt && Object.freeze({ state: receipt.state, word: receipt.word, at: receipt.at }) });
    this.receipts = { askAt, address: askAt === undefined ? undefined : this.receipts?.address };
  }

  resume(): void {
    this.#add({ parkedBy: undefined });
  }

  /** Forgets whom it was about, and what was said. */
  forget(): void {
    if (this.recipient !== undefined) this.key = `forgotten/${this.sequence}`;
    this.recipient = undefined;
    this.recipientName = undefined;
    this.forgetContent();
  }

  /** Forgets what was said; who it was said to and its key, which tell repeats apart, stay. */
  forgetContent(): void {
    const direct = this.extra?.direct && { template: this.extra.direct.template, contact: undefined };
    this.#add({ payload: undefined, direct, note: undefined, content: undefined, receipt: undefined });
    this.receipts = undefined;
    if (this.outcome !== undefined) this.outcome = { ...this.outcome, why: undefined, providerId: undefined };
  }

  #add(change: Partial<Extra>): void {
    const extra = { ...(this.extra ?? noExtra), ...change };
    this.extra = isEmpty(extra) ? undefined : extra;
  }
}

const noOutcome: Outcome = {
  code: undefined,
  why: undefined,
  settledAt: undefined,
  channel: undefined,
  transport: undefined,
  providerId: undefined,
  counts: false,
};

const noExtra: Extra = {
  payload: undefined,
  direct: undefined,
  pinned: undefined,
  parkedBy: undefined,
  note: undefined,
  content: undefined,
  receipt: undefined,
};

function isEmpty({ payload, direct, pinned, parkedBy, note, content, receipt }: Extra): boolean {
  // Texts are compared with undefined: an empty note is a note.
  return [payload, direct, pinned, parkedBy, note, content, receipt].every((value) => value === undefined);
}

function extraOf(job: StoredJob): Extra | undefined {
  if (isEmpty(job)) return undefined;
  const { payload, direct, pinned, parkedBy, note, content, receipt } = job;
  return { payload, direct, pinned, parkedBy, note, content, receipt };
}

/** Jobs that are, or may be, delivered again need their payload; those that were given up may be retried by hand. */
const mayBeDelivered: ReadonlySet<JobStatus> = new Set(['scheduled', 'in-flight', 'failed']);

function outcomeOf({ code, why, settledAt, channel, transport, providerId }: StoredJob): Outcome | undefined {
  if (settledAt === undefined && code === undefined && channel === undefined && why === undefined) return undefined;
  return { code, why, settledAt, channel, transport, providerId, counts: false };
}

/**
 * The same text in one piece. V8 keeps a key that was put together from parts as a tree of them, at five times the memory, until
 * something reads it in order, as a regular expression does.
 */
function flat(text: string): string {
  firstBreak.test(text);
  return text;
}

const firstBreak = /^\n/;
