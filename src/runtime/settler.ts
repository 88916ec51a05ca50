/**
 * The settler: writes what became of jobs, many at a time.
 * @module
 */
import type { JobQuery, Settlement, Store, StoredJob } from '../ports/store.js';
import type { Held, LeaseParts, Leases } from './leases.js';

/** Who waits for a settlement. Neither function may throw. */
export interface Settling {
  /** It is stored: with false where the lease was lost, and nothing was changed. */
  stored(isOurs: boolean): void;
  /** It is given up. */
  unstored(error: unknown): void;
}

interface Entry {
  readonly held: Held;
  readonly ending: Settlement;
  /** A call has failed that may have stored it nevertheless. */
  isDoubtful: boolean;
  readonly waiting: Settling;
}

/** Callbacks of a {@link Settler}. */
export interface SettlerHooks {
  /** Told of everything that was written. Must not reject. */
  readonly settled: (settlements: readonly Settlement[]) => Promise<void> | undefined;
  readonly onError: (error: unknown) => void;
}

const mostAtOnce = 500;
const longestPause = 5_000;

/**
 * Group commit: what ends while a call is under way is written with the next one, and what ends alone is written at once.
 *
 * A call that fails is told of and repeated, in smaller and smaller groups, so that one settlement which the store cannot take does
 * not keep others from being written. A call that failed may have stored something nevertheless, of which the next one says that nothing
 * was changed: what is stored then counts as written where it is the same. What could not be written within the length of a lease is
 * given up: the job goes on when its lease has run out, and may then be sent twice.
 */
export class Settler {
  readonly #parts: LeaseParts & { readonly store: Pick<Store, 'settle' | 'jobs'> };
  readonly #leases: Leases;
  readonly #hooks: SettlerHooks;
  #waiting: Entry[] = [];
  #isWriting = false;
  #gatherings = 0;
  /** How many are written with the next call: fewer after one that has failed. */
  #most = mostAtOnce;
  /** Calls in a row that have failed. */
  #failures = 0;

  constructor(parts: LeaseParts & { readonly store: Pick<Store, 'settle' | 'jobs'> }, leases: Leases, hooks: SettlerHooks) {
    this.#parts = parts;
    this.#leases = leases;
    this.#hooks = hooks;
  }

  /** Settles a job, which has ended just now, and tells the one who waits of it. */
  settle(held: Held, ending: Settlement, waiting: Settling): void {
    this.#waiting.push({ held, ending, isDoubtful: false, waiting });
    this.#start();
  }

  /** While jobs are being begun, what ends is gathered; to be followed by {@link release}. */
  gather(): void {
    this.#gatherings += 1;
  }

  release(): void {
    this.#gatherings -= 1;
    this.#start();
  }

  #start(): void {
    if (this.#isWriting || this.#gatherings > 0 || this.#waiting.length === 0) return;
    this.#isWriting = true;
    // What ends in the same turn is gathered.
    queueMicrotask(() => void this.#write());
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0 && this.#gatherings === 0) {
      const batch = this.#waiting.splice(0, this.#most);
      const error = await this.#writeBatch(batch);
      this.#failures = error === undefined ? 0 : this.#failures + 1;
      this.#most = error === undefined ? Math.min(mostAtOnce, this.#most * 2) : Math.ceil(batch.length / 8);
      if (error !== undefined) {
        this.#again(batch, error.cause);
        if (this.#waiting.length > 0) await this.#pause(Math.min(longestPause, 125 * 2 ** this.#failures));
      }
    }
    this.#isWriting = false;
  }

  /** Yields what was thrown, if anything. */
  async #writeBatch(batch: readonly Entry[]): Promise<{ readonly cause: unknown } | undefined> {
    await this.#leases.known(batch.map(({ held }) => held));
    const held = batch.filter((entry) => !entry.held.isLost);
    const settlements = held.map(settlementOf);
    try {
      for (const entry of held) entry.held.isWritten = true;
      const keys = settlements.length === 0 ? [] : await this.#parts.store.settle(settlements);
      // Nearly always.
      if (held.length === batch.length && areAll(keys, settlements)) return await this.#tell(batch, settlements, undefined);
      const isStored = new Set(keys);
      // Not by its key alone: of a job that was lost and claimed again, two settlements may be in one batch.
      const written = new Set(held.filter((entry) => isStored.has(entry.held.job.key)));
      for (const entry of await this.#storedBefore(batch.filter((one) => one.isDoubtful && !written.has(one))))
        written.add(entry);
      return await this.#tell(batch, batch.filter((entry) => written.has(entry)).map(settlementOf), written);
    } catch (cause) {
      for (const entry of held) {
        entry.held.isWritten = false;
        entry.isDoubtful = true;
      }
      this.#hooks.onError(cause);
      return { cause };
    }
  }

  /** Tells of what is stored; all of a batch are where `written` is undefined. */
  async #tell(
    batch: readonly Entry[],
    stored: readonly Settlement[],
    written: ReadonlySet<Entry> | undefined,
  ): Promise<undefined> {
    await this.#hooks.settled(stored);
    for (const entry of batch) {
      this.#leases.release(entry.held);
      entry.waiting.stored(written === undefined || written.has(entry));
    }
  }

  /** Those that an earlier call has stored, although it failed. Where that cannot be found out, none: nobody is told of them. */
  async #storedBefore(doubtful: readonly Entry[]): Promise<readonly Entry[]> {
    const found: Entry[] = [];
    const lists = new Set(doubtful.map(({ ending }) => listOf(ending)));
    for (const list of lists) {
      const entries = doubtful.filter(({ ending }) => listOf(ending) === list);
      const keys = [...new Set(entries.map(({ held }) => held.job.key))];
      try {
        const { jobs } = await this.#parts.store.jobs({ list, keys, limit: keys.length });
        const stored = new Map(jobs.map((job) => [job.key, job]));
        found.push(...entries.filter(({ held, ending }) => isOf(stored.get(held.job.key), ending)));
      } catch (error) {
        this.#hooks.onError(error);
      }
    }
    return found;
  }

  #again(batch: readonly Entry[], cause: unknown): void {
    const latest = this.#now() - this.#parts.lease;
    for (const entry of batch) {
      if (entry.ending.at > latest) {
        this.#waiting.push(entry);
        continue;
      }
      entry.held.isGivenUp = true;
      this.#leases.release(entry.held);
      entry.waiting.unstored(cause);
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.timer(new Date(this.#now() + ms), resolve);
    });
  }

  #now(): number {
    return this.#parts.clock.now().getTime();
  }
}

/** What is written: under the lease that is held by now. */
function settlementOf({ held: { ends }, ending }: Entry): Settlement {
  const leaseUntil = ends[0] ?? ending.leaseUntil;
  return leaseUntil === ending.leaseUntil ? ending : { ...ending, leaseUntil };
}

/** Whether these are the keys of all of them, in their order. */
function areAll(keys: readonly string[], settlements: readonly Settlement[]): boolean {
  return keys.length === settlements.length && settlements.every(({ key }, at) => key === keys[at]);
}

/** Whether a job has ended so, then. */
function isOf(job: StoredJob | undefined, { status, at }: Settlement): boolean {
  return job?.status === status && job.settledAt === at;
}

/** Where a store lists what has ended so. */
function listOf({ status }: Settlement): JobQuery['list'] {
  return status === 'scheduled' ? 'open' : status;
}
