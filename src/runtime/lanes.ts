/**
 * Lanes: what goes one by one, and what goes side by side.
 * @module
 */
import type { ClaimedJob } from '../core/job.js';
import type { SubjectRef } from '../ports/store.js';
import type { Parts } from './setup.js';

/** A job's turn in its lanes. */
export interface Turn {
  /** Resolves when it is over, however it has ended. */
  readonly whenOver: Promise<void>;
}

/**
 * Keeps order. Messages of one subject on one channel go in the order of their instants, each once the one before it has ended; and
 * where its transport has that one wait, those behind it go with it. One that failed and is tried again is overtaken: a message that
 * cannot be delivered delays no other.
 *
 * It knows of this worker's own jobs. Those of another worker may be overtaken.
 */
export class Lanes {
  /** The last delivery of each lane. */
  readonly #tails = new Map<string, Turn>();
  /** When those go on whose transport has them wait. */
  readonly #back = new Map<string, number>();
  /** How many of these there are before the past ones are taken out. */
  #sweepAt = 1000;

  /** Those before a job that have not ended yet. */
  before(lanes: readonly string[]): readonly Turn[] {
    let before: Turn[] | undefined;
    for (const lane of lanes) {
      const turn = this.#tails.get(lane);
      if (turn === undefined) continue;
      before ??= [];
      before.push(turn);
    }
    return before ?? none;
  }

  enter(lanes: readonly string[], turn: Turn): void {
    for (const lane of lanes) this.#tails.set(lane, turn);
  }

  leave(lanes: readonly string[], turn: Turn): void {
    for (const lane of lanes) if (this.#tails.get(lane) === turn) this.#tails.delete(lane);
  }

  /** A job of these lanes was put back until an instant. */
  putBack(lanes: readonly string[], until: number, now: number): void {
    if (this.#back.size >= this.#sweepAt) {
      for (const [lane, at] of this.#back) if (at <= now) this.#back.delete(lane);
      // Twice what is left: looking through all of them costs each of them the same, however many there are.
      this.#sweepAt = Math.max(1000, this.#back.size * 2);
    }
    for (const lane of lanes) this.#back.set(lane, until);
  }

  /** Until when a job waits for one before it in these lanes; undefined where there is none that waits. */
  waits(lanes: readonly string[], now: number): number | undefined {
    if (this.#back.size === 0) return undefined;
    const until = Math.max(...lanes.map((lane) => this.#back.get(lane) ?? 0));
    if (until > now) return until;
    for (const lane of lanes) this.#back.delete(lane);
    return undefined;
  }
}

const none: readonly Turn[] = [];
const noLanes: readonly string[] = [];

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
export function subjectOf({ lifecycle, subject }: SubjectRef): string {
  return `${lifecycle.length} ${lifecycle} ${subject}`;
}

/** The lanes in which messages of one subject on one channel keep their order; `subject` is named by {@link subjectOf}. */
export function ownLanesOf({ channels }: ClaimedJob, subject: string): readonly string[] {
  return channels.map((channel) => `by ${channel} of ${subject}`);
}

/** The lanes of messages to one recipient on a channel with a limit: one by one, so that each is counted before the next is judged. */
export function limitedLanes<Tx>({ settings }: Parts<Tx>, { recipient, channels }: ClaimedJob): readonly string[] {
  let limited: string[] | undefined;
  for (const channel of recipient === undefined ? [] : channels) {
    if (settings.limits[channel] === undefined) continue;
    limited ??= [];
    limited.push(`by ${channel} to ${recipient}`);
  }
  return limited ?? noLanes;
}
