/**
 * When each recipient was sent something on each channel.
 * @module
 */
import type { SentQuery } from '../../ports/store.js';
import type { Entry } from './entry.js';

/** Instants of sending, by recipient and channel. */
export class SentIndex {
  readonly #instants = new Map<string, number[]>();

  /** Signals, which have no recipient, are not counted. */
  add({ recipient, outcome, plannedAt }: Entry): void {
    if (recipient === undefined || outcome?.channel === undefined) return;
    const name = nameOf(recipient, outcome.channel);
    const instants = this.#instants.get(name) ?? [];
    const instant = outcome.settledAt ?? plannedAt;
    instants.splice(placeAfter(instants, instant), 0, instant);
    this.#instants.set(name, instants);
  }

  count({ recipient, channel, since }: SentQuery): number {
    const instants = this.#instants.get(nameOf(recipient, channel)) ?? [];
    return instants.length - firstFrom(instants, since);
  }
}

/** Unlike a plain separator, a length cannot be mistaken for a part of the names. */
function nameOf(recipient: string, channel: string): string {
  return `${channel.length} ${channel} ${recipient}`;
}

/** The place behind the last instant that is not after `instant`, in a list in order: nearly always its end. */
function placeAfter(instants: readonly number[], instant: number): number {
  return (instants.at(-1) ?? instant) <= instant ? instants.length : firstFrom(instants, instant);
}

/** The place of the first instant that is not before `since`, in a list in order. */
function firstFrom(instants: readonly number[], since: number): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instants[middle] ?? since) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
