/**
 * Places: how many deliveries there may be at a time, and when it is worth while to claim more.
 * @module
 */
import type { Clock, Timer } from '../ports/clock.js';

/**
 * Claimed jobs for each place: those that wait for one before them in a lane, or for their transport, take no place from others, but
 * are not claimed without end either.
 */
const waitingPerPlace = 8;
/** Jobs that one claim takes at most. */
const mostAtOnce = 500;
/** Milliseconds that a free place waits at most for others to become free. */
const longestGathering = 10;

/** The places of a notifier. */
export class Places {
  /** Deliveries that are being attempted. */
  active = 0;
  /** Places that a claim which is under way may fill. */
  claiming = 0;
  /** Whether the last claim was filled: there may be more. */
  hasBacklog = false;
  /** Milliseconds that the last claim took; 0 where it took less than one. */
  claimTook = 0;
  readonly #concurrency: number;
  readonly #clock: Required<Clock>;
  readonly #changed: () => void;
  #timer: Timer | undefined;
  /** Whether free places have waited long enough. */
  #isOver = false;

  /** `changed` is called when free places have waited long enough for others. */
  constructor({ concurrency, clock }: { readonly concurrency: number; readonly clock: Required<Clock> }, changed: () => void) {
    this.#concurrency = concurrency;
    this.#clock = clock;
    this.#changed = changed;
  }

  /**
   * Jobs that are to be claimed now, where so many are claimed already. A place that becomes free is filled at once, unless there is a
   * backlog and claims take time: then it waits for a quarter of all places, or for as long as a claim takes, so that jobs are claimed
   * many at a time, and no more time goes by with waiting than with claims.
   */
  toClaim(claimed: number): number {
    const room = this.#room(claimed);
    if (room <= 0) return 0;
    if (this.hasBacklog && this.claimTook > 0 && !this.#isWorthwhile(room) && claimed > 0 && !this.#isOver) {
      const wait = Math.min(this.claimTook, longestGathering);
      this.#timer ??= this.#clock.timer(new Date(this.#clock.now().getTime() + wait), () => {
        this.#timer = undefined;
        this.#isOver = true;
        this.#changed();
      });
      return 0;
    }
    this.stop();
    this.#isOver = false;
    return room;
  }

  /** Jobs that are to be claimed while those of another claim are begun: where there is room for many. */
  toClaimAhead(claimed: number): number {
    const room = this.#room(claimed);
    return this.hasBacklog && this.#isWorthwhile(room) ? room : 0;
  }

  #room(claimed: number): number {
    const all = this.#concurrency;
    return Math.min(all - this.active - this.claiming, all * waitingPerPlace - claimed - this.claiming, mostAtOnce);
  }

  #isWorthwhile(room: number): boolean {
    return room > 0 && room >= Math.min(this.#concurrency / 4, mostAtOnce);
  }

  /** No longer waits. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
