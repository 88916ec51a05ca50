/**
 * A job as it stands in memory.
 * @module
 */
import type { ClaimedJob, JobStatus, Move, Settlement, StoredJob, SubjectRef, Withdrawal } from '../../ports/store.js';
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
}

/** What few jobs have besides the columns that all of them have. */
type Load = Pick<StoredJob, 'payload' | 'direct'>;

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
  readonly key: string;
  readonly rule: string;
  readonly item: string | undefined;
  readonly recipient: string | undefined;
  readonly recipientName: string | undefined;
  readonly role: string | undefined;
  readonly channels: readonly string[];
  readonly signal: string | undefined;
  readonly occurrence: string;
  readonly zone: string;
  load: Load | undefined;
  readonly plannedAt: number;
  dueAt: number;
  runAt: number;
  wallTime: string | undefined;
  status: JobStatus;
  attempts: number;
  leaseUntil: number | undefined;
  outcome: Outcome | undefined;

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
    this.zone = shared.text(job.zone);
    this.load = job.payload === undefined && job.direct === undefined ? undefined : { payload: job.payload, direct: job.direct };
    this.plannedAt = job.plannedAt;
    this.dueAt = job.dueAt;
    this.runAt = job.runAt;
    this.wallTime = shared.text(job.wallTime);
    this.status = job.status;
    this.attempts = job.attempts;
    this.leaseUntil = job.leaseUntil;
    this.outcome = outcomeOf(job);
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
      payload: detached(this.load?.payload, this.key),
      direct: detached(this.load?.direct, this.key),
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
    };
  }

  move({ dueAt, runAt, wallTime }: Move, shared: SharedText): void {
    this.dueAt = dueAt;
    this.runAt = runAt;
    this.wallTime = shared.text(wallTime);
  }

  withdraw({ code, why, at }: Withdrawal): void {
    this.status = 'withdrawn';
    this.#forgetPayload();
    this.outcome = { code, why, settledAt: at, channel: undefined, transport: undefined, providerId: undefined };
  }

  claim(leaseUntil: number): ClaimedJob {
    const reclaimed = this.status === 'in-flight';
    this.status = 'in-flight';
    this.attempts += 1;
    this.leaseUntil = leaseUntil;
    return Object.assign(this.snapshot(), { leaseUntil, reclaimed });
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
    if (!mayBeDelivered.has(this.status)) this.#forgetPayload();
    const { code, why, at, channel, transport, providerId } = settlement;
    this.outcome = { code, why, settledAt: at, channel, transport, providerId };
  }

  #forgetPayload(): void {
    if (this.load !== undefined) this.load = this.load.direct === undefined ? undefined : { ...this.load, payload: undefined };
  }
}

/** Jobs that are, or may be, delivered again need their payload; those that were given up may be retried by hand. */
const mayBeDelivered: ReadonlySet<JobStatus> = new Set(['scheduled', 'in-flight', 'failed']);

function outcomeOf({ code, why, settledAt, channel, transport, providerId }: StoredJob): Outcome | undefined {
  if (settledAt === undefined && code === undefined && channel === undefined && why === undefined) return undefined;
  return { code, why, settledAt, channel, transport, providerId };
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
