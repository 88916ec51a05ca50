/**
 * When each recipient was sent something on each channel.
 * @module
 */
import type { SentQuery } from '../../ports/store.js';
import type { Entry } from './entry.js';

/** Instants of sending, by recipient and channel. */
export class SentIndex {
  readonly #instants = new Map<string, number[]>();

  add(entry: Entry): void {
    const found = countedAs(entry);
    if (found === undefined) return;
    const { name, instant } = found;
    const instants = this.#instants.get(name) ?? [];
    instants.splice(placeAfter(instants, instant), 0, instant);
    this.#instants.set(name, instants);
  }

  /** For one that was added, as it was then. */
  remove(entry: Entry): void {
    const found = countedAs(entry);
    if (found === undefined) return;
    const { name, instant } = found;
    const instants = this.#instants.get(name) ?? [];
    instants.splice(firstFrom(instants, instant), 1);
    if (instants.length === 0) this.#instants.delete(name);
  }

  count({ recipient, channel, since }: SentQuery): number {
    const instants = this.#instants.get(nameOf(recipient, channel)) ?? [];
    return instants.length - firstFrom(instants, since);
  }
}

/** Under which name and at which instant a sent job counts; signals, which have no recipient, do not. */
function countedAs({ recipient, outcome, plannedAt }: Entry): { readonly name: string; readonly instant: number } | undefined {
  if (recipient === undefined || outcome?.channel === undefined || !outcome.counts) return undefined;
  return { name: nameOf(recipient, outcome.channel), instant: outcome.settledAt ?? plannedAt };
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
