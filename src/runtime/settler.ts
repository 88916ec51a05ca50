/**
 * The settler: writes what became of jobs, many at a time.
 * @module
 */
import type { JobQuery, Settlement, Store, StoredJob } from '../ports/store.js';
import type { Held, LeaseParts, Leases } from './leases.js';
import type { Soon } from './soon.js';

/** A settlement without what the lease says. */
export type Ending = Omit<Settlement, 'key' | 'ticket' | 'leaseUntil'>;

interface Entry {
  readonly held: Held;
  readonly ending: Ending;
  readonly since: number;
  /** A call has failed that may have stored it nevertheless. */
  isDoubtful: boolean;
  readonly end: (isOurs: boolean) => void;
  readonly fail: (error: unknown) => void;
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
 * was changed: what is stored then counts as written where it is the same. What could not be written within the length of a lease is given up: the job goes on when its
 * lease has run out, and may then be sent twice.
 */
export class Settler {
  readonly #parts: LeaseParts & { readonly store: Pick<Store, 'settle' | 'jobs'> };
  readonly #leases: Leases;
  readonly #hooks: SettlerHooks;
  #waiting: Entry[] = [];
  #isWriting = false;

  constructor(parts: LeaseParts & { readonly store: Pick<Store, 'settle' | 'jobs'> }, leases: Leases, hooks: SettlerHooks) {
    this.#parts = parts;
    this.#leases = leases;
    this.#hooks = hooks;
  }

  /**
   * Calls `then` when it is stored: with false where the lease was lost, and nothing was changed. Resolves to what that yields. Rejects
   * when it is given up.
   */
  settle<R>(held: Held, ending: Ending, then: (isOurs: boolean) => Soon<R>): Promise<R> {
    return new Promise((resolve, fail) => {
      const end = (isOurs: boolean) => {
        try {
          resolve(then(isOurs));
        } catch (error) {
          fail(error);
        }
      };
      this.#waiting.push({ held, ending, since: this.#now(), isDoubtful: false, end, fail });
      if (this.#isWriting) return;
      this.#isWriting = true;
      // What ends in the same turn is gathered.
      queueMicrotask(() => void this.#write());
    });
  }

  async #write(): Promise<void> {
    let most = mostAtOnce;
    let failures = 0;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, most);
      const error = await this.#writeBatch(batch);
      failures = error === undefined ? 0 : failures + 1;
      most = error === undefined ? Math.min(mostAtOnce, most * 2) : Math.ceil(batch.length / 8);
      if (error !== undefined) {
        this.#again(batch, error.cause);
        if (this.#waiting.length > 0) await this.#pause(Math.min(longestPause, 125 * 2 ** failures));
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
      const written = new Set(settlements.length === 0 ? [] : await this.#parts.store.settle(settlements));
      for (const key of await this.#storedBefore(batch.filter((one) => one.isDoubtful && !written.has(one.held.job.key))))
        written.add(key);
      await this.#hooks.settled(batch.filter(({ held: { job } }) => written.has(job.key)).map(settlementOf));
      for (const entry of batch) this.#end(entry, () => entry.end(written.has(entry.held.job.key)));
      return undefined;
    } catch (cause) {
      for (const entry of held) {
        entry.held.isWritten = false;
        entry.isDoubtful = true;
      }
      this.#hooks.onError(cause);
      return { cause };
    }
  }

  /** Keys of those that an earlier call has stored, although it failed. Where that cannot be found out, none: nobody is told of them. */
  async #storedBefore(doubtful: readonly Entry[]): Promise<readonly string[]> {
    const found: string[] = [];
    const lists = new Set(doubtful.map(({ ending }) => listOf(ending)));
    for (const list of lists) {
      const endings = new Map(
        doubtful.filter(({ ending }) => listOf(ending) === list).map(({ held, ending }) => [held.job.key, ending]),
      );
      const keys = [...endings.keys()];
      try {
        const { jobs } = await this.#parts.store.jobs({ list, keys, limit: keys.length });
        const isSame = ({ key, status, settledAt }: StoredJob) =>
          status === endings.get(key)?.status && settledAt === endings.get(key)?.at;
        found.push(...jobs.filter(isSame).map(({ key }) => key));
      } catch (error) {
        this.#hooks.onError(error);
      }
    }
    return found;
  }

  #again(batch: readonly Entry[], cause: unknown): void {
    const latest = this.#now() - this.#parts.lease;
    for (const entry of batch) {
      if (entry.since > latest) {
        this.#waiting.push(entry);
        continue;
      }
      entry.held.isGivenUp = true;
      this.#end(entry, () => entry.fail(cause));
    }
  }

  #end(entry: Entry, tell: () => void): void {
    this.#leases.release(entry.held);
    tell();
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

function settlementOf({ held: { job, ends }, ending }: Entry): Settlement {
  // Spread last: what stands behind a spread, V8 adds at a hundred times the cost.
  return { key: job.key, ticket: job.ticket, leaseUntil: ends[0] ?? job.leaseUntil, ...ending };
}

/** Where a store lists what has ended so. */
function listOf({ status }: Ending): JobQuery['list'] {
  return status === 'scheduled' ? 'open' : status;
}
