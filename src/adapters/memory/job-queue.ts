/**
 * All jobs of the store by what may happen to them next: claimed, settled, counted.
 * @module
 */
import type { ClaimedJob, ClaimRequest, SentQuery, Settlement } from '../../ports/store.js';
import type { Entry } from './entry.js';
import { Heap } from './heap.js';
import { SentIndex } from './sent-index.js';

/** Told of every job that comes, goes or is about to get another instant. */
export interface JobIndex {
  add(entry: Entry): void;
  remove(entry: Entry): void;
}

/** For jobs that nobody may claim. */
export const noIndex: JobIndex = { add() {}, remove() {} };

const runsBefore = (one: Entry, other: Entry) =>
  one.runAt < other.runAt || (one.runAt === other.runAt && one.sequence < other.sequence);
const endsBefore = (one: Entry, other: Entry) => leaseEnd(one) < leaseEnd(other);
const leaseEnd = (entry: Entry) => entry.leaseUntil ?? Number.NEGATIVE_INFINITY;

/** Scheduled jobs by instant, claimed ones by the end of their lease, sent ones by recipient. */
export class JobQueue implements JobIndex {
  readonly #scheduled = new Heap<Entry>(runsBefore);
  readonly #leased = new Heap<Entry>(endsBefore);
  readonly #inFlight = new Map<string, Entry>();
  readonly #sent = new SentIndex();

  add(entry: Entry): void {
    if (entry.status === 'scheduled') this.#scheduled.add(entry);
    else if (entry.status === 'in-flight') this.#lease(entry);
    else if (entry.status === 'sent') this.#sent.add(entry);
  }

  /** For jobs that are scheduled, or will not be sent. */
  remove(entry: Entry): void {
    this.#scheduled.remove(entry);
  }

  get nextRunAt(): number | undefined {
    const run = this.#scheduled.first?.runAt;
    const end = this.#leased.first?.leaseUntil;
    return run === undefined || end === undefined ? (run ?? end) : Math.min(run, end);
  }

  /**
   * Jobs whose lease has run out stand in line again with the instant they had, before jobs that are due later; those for which
   * the limit leaves no room keep waiting as they are.
   */
  claim({ now, limit, leaseMs }: ClaimRequest): ClaimedJob[] {
    const abandoned = this.#takeAbandoned(now);
    for (const entry of abandoned) this.#scheduled.add(entry);
    const taken: Entry[] = [];
    while (taken.length < limit) {
      const entry = this.#scheduled.first;
      if (entry === undefined || entry.runAt > now) break;
      this.#scheduled.remove(entry);
      taken.push(entry);
    }
    for (const entry of abandoned) this.#scheduled.remove(entry);
    const claimed = taken.map((entry) => entry.claim(now + leaseMs));
    for (const entry of new Set([...abandoned, ...taken])) this.#lease(entry);
    return claimed;
  }

  /** Yields whether the lease was still held. */
  settle(settlement: Settlement): boolean {
    const entry = this.#inFlight.get(settlement.key);
    if (entry === undefined || entry.leaseUntil !== settlement.leaseUntil) return false;
    this.#inFlight.delete(entry.key);
    this.#leased.remove(entry);
    entry.settle(settlement);
    this.add(entry);
    return true;
  }

  countSent(query: SentQuery): number {
    return this.#sent.count(query);
  }

  #lease(entry: Entry): void {
    this.#leased.add(entry);
    this.#inFlight.set(entry.key, entry);
  }

  #takeAbandoned(now: number): Entry[] {
    const abandoned: Entry[] = [];
    for (let entry = this.#leased.first; entry !== undefined && leaseEnd(entry) <= now; entry = this.#leased.first) {
      this.#leased.remove(entry);
      abandoned.push(entry);
    }
    return abandoned;
  }
}
