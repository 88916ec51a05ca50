/**
 * All jobs of the store by what may happen to them next: claimed, settled, resumed, counted.
 * @module
 */
import type { ClaimedJob, ClaimRequest, Lease, SentQuery, Settlement, StoreCounts } from '../../ports/store.js';
import type { Entry } from './entry.js';
import { earliest, Line, runsBefore } from './line.js';
import { ReceiptIndex } from './receipt-index.js';
import { SentIndex } from './sent-index.js';
import { Tally } from './tally.js';

/** Told of every job that comes, goes or is about to change. */
export interface JobIndex {
  add(entry: Entry): void;
  remove(entry: Entry): void;
}

/** For jobs that nobody may claim. */
export const noIndex: JobIndex = { add() {}, remove() {} };

/** Open jobs in a line for each lifecycle, parked ones by what holds them back, ended ones as far as they are counted. */
export class JobQueue implements JobIndex {
  readonly #lines = new Map<string, Line>();
  /** By ticket. */
  readonly #inFlight = new Map<number | string, Entry>();
  readonly #parked = new Map<string, Set<Entry>>();
  /** Scheduled jobs that a transaction is about to change. */
  readonly #heldBack = new Set<Entry>();
  readonly #sent = new SentIndex();
  readonly receipts: ReceiptIndex = new ReceiptIndex();
  readonly #failed = new Tally();
  #unknown = 0;

  add(entry: Entry): void {
    if (entry.status === 'scheduled') this.#wait(entry);
    else if (entry.status === 'in-flight') this.#lease(entry);
    else this.#count(entry, 1);
  }

  /** For jobs as they were added: what is to change of one, changes once it has been removed. */
  remove(entry: Entry): void {
    const line = this.#lineOf(entry);
    line.scheduled.remove(entry);
    line.leased.remove(entry);
    if (this.#inFlight.get(entry.sequence) === entry) this.#inFlight.delete(entry.sequence);
    if (entry.extra?.parkedBy !== undefined) this.#parked.get(entry.extra.parkedBy)?.delete(entry);
    if (!entry.isOpen) this.#count(entry, -1);
  }

  nextRunAt(lifecycles: readonly string[] | undefined): number | undefined {
    const next = this.#linesOf(lifecycles).reduce<number | undefined>(
      (first, line) => earliest(first, line.nextRunAt),
      undefined,
    );
    if (this.#heldBack.size === 0) return next;
    const held = this.#waitingHeld().filter(({ ref }) => lifecycles?.includes(ref.lifecycle) !== false);
    return held.reduce((first, { runAt }) => earliest(first, runAt), next);
  }

  /** Keeps a scheduled job from being claimed, until {@link letGo}. It stays visible. */
  hold(entry: Entry): void {
    this.#heldBack.add(entry);
    this.#lineOf(entry).scheduled.remove(entry);
  }

  letGo(entry: Entry): void {
    if (this.#heldBack.delete(entry)) this.#wait(entry);
  }

  /**
   * Jobs whose lease has run out stand in line again with the instant they had, before jobs that are due later; those for which
   * the limit leaves no room keep waiting as they are.
   */
  claim({ now, limit, leaseMs, lifecycles, keys }: ClaimRequest): ClaimedJob[] {
    const lines = this.#linesOf(lifecycles);
    const abandoned = lines.flatMap((line) => line.takeBack(now));
    const taken = keys === undefined ? takeFirst(lines, now, limit) : takeNamed(lines, now, limit, new Set(keys));
    for (const entry of abandoned) this.#lineOf(entry).scheduled.remove(entry);
    const claimed = taken.map((entry) => entry.claim(now + leaseMs));
    for (const entry of new Set([...abandoned, ...taken])) this.#lease(entry);
    return claimed;
  }

  /** Yields whether the lease was still held. */
  extend(lease: Lease, until: number): boolean {
    const entry = this.#held(lease);
    if (entry === undefined) return false;
    this.remove(entry);
    entry.leaseUntil = until;
    this.add(entry);
    return true;
  }

  /** Yields whether the lease was still held. */
  settle(settlement: Settlement): boolean {
    const entry = this.#held(settlement);
    if (entry === undefined) return false;
    this.remove(entry);
    entry.settle(settlement);
    this.add(entry);
    return true;
  }

  /** Yields how many jobs can be claimed again. */
  resume(pause: string): number {
    const parked = this.#parked.get(pause) ?? new Set();
    this.#parked.delete(pause);
    for (const entry of parked) {
      entry.resume();
      this.add(entry);
    }
    return parked.size;
  }

  countSent(query: SentQuery): number {
    return this.#sent.count(query);
  }

  counts(now: number): StoreCounts {
    const held = this.#waitingHeld().filter(({ runAt }) => runAt <= now);
    const due = [...[...this.#lines.values()].flatMap((line) => line.due(now)), ...held];
    return {
      due: due.length,
      oldestDueAt: due.reduce<number | undefined>((oldest, { runAt }) => earliest(oldest, runAt), undefined),
      inFlight: this.#inFlight.size - due.filter(({ status }) => status === 'in-flight').length,
      parked: [...this.#parked.values()].reduce((sum, { size }) => sum + size, 0),
      failed: this.#failed.toRecord(),
      unknown: this.#unknown,
    };
  }

  #held({ key, ticket, leaseUntil }: Lease): Entry | undefined {
    const entry = this.#inFlight.get(ticket);
    return entry?.key === key && entry.leaseUntil === leaseUntil ? entry : undefined;
  }

  #wait(entry: Entry): void {
    const pause = entry.extra?.parkedBy;
    if (pause === undefined) {
      if (this.#heldBack.has(entry)) return;
      this.#lineOf(entry).scheduled.add(entry);
      return;
    }
    const parked = this.#parked.get(pause) ?? new Set();
    this.#parked.set(pause, parked.add(entry));
  }

  /** Held ones that wait for their instant and for nothing else. */
  #waitingHeld(): Entry[] {
    return [...this.#heldBack].filter(({ extra }) => extra?.parkedBy === undefined);
  }

  #lease(entry: Entry): void {
    this.#lineOf(entry).leased.add(entry);
    this.#inFlight.set(entry.sequence, entry);
  }

  #count(entry: Entry, change: 1 | -1): void {
    if (entry.status === 'unknown') this.#unknown += change;
    if (entry.status === 'failed') this.#failed.add(entry.outcome?.code ?? '', change);
    if (entry.status !== 'sent') return;
    for (const index of [this.#sent, this.receipts]) {
      if (change === 1) index.add(entry);
      else index.remove(entry);
    }
  }

  #linesOf(lifecycles: readonly string[] | undefined): Line[] {
    if (lifecycles === undefined) return [...this.#lines.values()];
    return [...new Set(lifecycles)].flatMap((lifecycle) => this.#lines.get(lifecycle) ?? []);
  }

  #lineOf({ ref: { lifecycle } }: Entry): Line {
    const line = this.#lines.get(lifecycle) ?? new Line();
    this.#lines.set(lifecycle, line);
    return line;
  }
}

/** The earliest jobs of all lines. */
function takeFirst(lines: readonly Line[], now: number, limit: number): Entry[] {
  const taken: Entry[] = [];
  while (taken.length < limit) {
    const firsts = lines.flatMap((line) => line.scheduled.first ?? []);
    const entry = firsts.reduce<Entry | undefined>((first, one) => (first && runsBefore(first, one) ? first : one), undefined);
    if (entry === undefined || entry.runAt > now) break;
    for (const line of lines) line.scheduled.remove(entry);
    taken.push(entry);
  }
  return taken;
}

/** The earliest of the named jobs, as far as they are due. */
function takeNamed(lines: readonly Line[], now: number, limit: number, keys: ReadonlySet<string>): Entry[] {
  const due = lines.flatMap((line) => line.due(now)).filter(({ key }) => keys.has(key));
  const taken = due.sort((one, other) => (runsBefore(one, other) ? -1 : 1)).slice(0, limit);
  for (const entry of taken) for (const line of lines) line.scheduled.remove(entry);
  return taken;
}
