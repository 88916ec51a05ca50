/**
 * The jobs of one lifecycle that are to be delivered: those that wait, and those that workers hold.
 * @module
 */
import type { Entry } from './entry.js';
import { Heap } from './heap.js';

/** What a place in the line is told by. */
export type Place = Pick<Entry, 'runAt' | 'sequence'>;

/** Whether a job is claimed before another: the earlier one, then the one that was inserted first. */
export function runsBefore(one: Place, other: Place): boolean {
  return one.runAt < other.runAt || (one.runAt === other.runAt && one.sequence < other.sequence);
}

const endsBefore = (one: Entry, other: Entry) => leaseEnd(one) < leaseEnd(other);
const leaseEnd = (entry: Entry) => entry.leaseUntil ?? Number.NEGATIVE_INFINITY;

/** Scheduled jobs by instant, claimed ones by the end of their lease. */
export class Line {
  readonly scheduled: Heap<Entry> = new Heap<Entry>(runsBefore);
  readonly leased: Heap<Entry> = new Heap<Entry>(endsBefore);

  /** The earliest instant at which something can be claimed. */
  get nextRunAt(): number | undefined {
    return earliest(this.scheduled.first?.runAt, this.leased.first?.leaseUntil);
  }

  /** Jobs that can be claimed now, those whose lease has run out included. */
  due(now: number): Entry[] {
    return [...this.scheduled.front((entry) => entry.runAt <= now), ...this.leased.front((entry) => leaseEnd(entry) <= now)];
  }

  /** Lets those whose lease has run out stand in line again, with the instant they had. */
  takeBack(now: number): Entry[] {
    const abandoned: Entry[] = [];
    for (let entry = this.leased.first; entry !== undefined && leaseEnd(entry) <= now; entry = this.leased.first) {
      this.leased.remove(entry);
      abandoned.push(entry);
    }
    for (const entry of abandoned) this.scheduled.add(entry);
    return abandoned;
  }
}

/** The earlier of two instants, either of which may be missing. */
export function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}
