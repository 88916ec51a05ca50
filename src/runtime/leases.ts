/**
 * Leases: jobs that this worker holds, kept from others for as long as it works on them.
 * @module
 */
import type { ClaimedJob } from '../core/job.js';
import type { Clock, Timer } from '../ports/clock.js';
import type { Lease, Store } from '../ports/store.js';
import { LazyAbort } from './timeout.js';

/** A claimed job, and until when it is this worker's. */
export interface Held {
  readonly job: ClaimedJob;
  /** Ends that the lease may have. More than one where the answer to an extension was lost: it may have been stored. */
  ends: readonly number[];
  /** Another worker has taken over: what becomes of the job here counts no more. */
  isLost: boolean;
  /** Its settlement is being written. */
  isWritten: boolean;
  /** Its settlement could not be stored, which was told. */
  isGivenUp: boolean;
  readonly abort: LazyAbort;
}

/** What {@link Leases} needs of a notifier. */
export interface LeaseParts {
  readonly store: Pick<Store, 'extend'>;
  readonly clock: Required<Clock>;
  readonly lease: number;
}

/**
 * Extends the leases of all held jobs at every third of a lease, in one call. A dead worker's jobs are thus free within a lease, and
 * a slow one's are not taken from it. Who has lost a lease nevertheless is told by its `abort` signal, and settles nothing.
 */
export class Leases {
  readonly #held = new Map<string, Held>();
  readonly #parts: LeaseParts;
  readonly #onError: (error: unknown) => void;
  #timer: Timer | undefined;
  #beat: Promise<void> | undefined;

  constructor(parts: LeaseParts, onError: (error: unknown) => void) {
    this.#parts = parts;
    this.#onError = onError;
  }

  /**
   * Holds a claimed job. Undefined where this worker was holding it all the time, and its lease had run out because it could not be
   * extended: what is being done with it, or has been and waits to be written, goes on under the new lease and is not done twice.
   */
  hold(job: ClaimedJob): Held | undefined {
    const before = this.#held.get(job.key);
    if (before !== undefined && job.reclaimed && !before.isLost && !before.isWritten) {
      before.ends = [job.leaseUntil];
      return undefined;
    }
    if (before !== undefined) lose(before);
    const abort = new LazyAbort();
    const held = { job, ends: [job.leaseUntil], isLost: false, isWritten: false, isGivenUp: false, abort };
    this.#held.set(job.key, held);
    this.#timer ??= this.#nextBeat();
    return held;
  }

  release(held: Held): void {
    if (this.#held.get(held.job.key) !== held) return;
    this.#held.delete(held.job.key);
    if (this.#held.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Resolves when it is known of each job whether, and until when, it is held: no settlement may be written before. */
  async known(jobs: readonly Held[]): Promise<void> {
    await this.#beat;
    if (jobs.some(({ ends }) => ends.length > 1)) await this.beat();
  }

  /** Extends all leases now; at the end of it, those that were lost are marked. Never rejects. */
  beat(): Promise<void> {
    this.#beat ??= this.#extend().finally(() => {
      this.#beat = undefined;
    });
    return this.#beat;
  }

  async #extend(): Promise<void> {
    const { store, clock, lease } = this.#parts;
    const until = clock.now().getTime() + lease;
    const jobs = [...this.#held.values()].filter(({ isWritten }) => !isWritten).map((held) => ({ held, ends: held.ends }));
    const leases = jobs.flatMap(
      ({
        held: {
          job: { key, ticket },
        },
        ends,
      }) => ends.map((leaseUntil): Lease => ({ key, ticket, leaseUntil })),
    );
    if (leases.length === 0) return;
    try {
      const kept = new Set(await store.extend(leases, until));
      for (const { held, ends } of jobs) {
        // Claimed anew meanwhile: it has another lease, of which this says nothing.
        if (held.ends !== ends) continue;
        if (kept.has(held.job.key)) held.ends = [until];
        else lose(held);
      }
    } catch (error) {
      for (const { held, ends } of jobs) if (held.ends === ends) held.ends = [...ends, until];
      this.#onError(error);
    }
  }

  #nextBeat(): Timer {
    const { clock, lease } = this.#parts;
    return clock.timer(new Date(clock.now().getTime() + lease / 3), () => {
      this.#timer = this.#held.size > 0 ? this.#nextBeat() : undefined;
      void this.beat();
    });
  }
}

function lose(held: Held): void {
  held.isLost = true;
  held.abort.abort();
}
