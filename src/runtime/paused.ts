/**
 * Pauses: which jobs are held back by hand.
 * @module
 */
import type { ClaimedJob } from '../core/job.js';
import { type Pause, type PauseTarget, pauseName } from '../ports/store.js';

/** What is held back now, by the names that jobs are parked under. */
export class Paused {
  readonly #names: ReadonlySet<string>;

  constructor(pauses: readonly Pause[]) {
    this.#names = new Set(pauses.map(pauseName));
  }

  /** The name of the pause that holds a job back: that of its site, its rule, or of the first of its channels where all are paused. */
  parking({ lifecycle, rule, site, channels }: ClaimedJob): string | undefined {
    if (this.#names.size === 0) return undefined;
    const bySite = site === undefined ? undefined : this.#named({ kind: 'site', name: site });
    const byRule = this.#named({ kind: 'rule', name: `${lifecycle}/${rule}` });
    const byChannels = channels.every((channel) => this.channel(channel) !== undefined) ? channels[0] : undefined;
    return bySite ?? byRule ?? (byChannels === undefined ? undefined : this.channel(byChannels));
  }

  channel(name: string): string | undefined {
    return this.#names.size === 0 ? undefined : this.#named({ kind: 'channel', name });
  }

  #named(target: PauseTarget): string | undefined {
    const name = pauseName(target);
    return this.#names.has(name) ? name : undefined;
  }
}
