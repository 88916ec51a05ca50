/**
 * Settings of the delivery: which channels are on, at what time of day, and how often a person may be told.
 * @module
 */
import type { TimeSpan } from './opening-hours.js';
import type { ReadPhone } from './phone.js';
import type { Span } from './rule.js';

/** At most so many messages to one recipient on one channel within a length of time, counted across all rules. */
export interface Limit {
  readonly max: number;
  readonly per: Span;
}

/** Everything about delivery that is decided by channel. */
export interface DeliverySettings {
  /** Switches: a channel whose function answers false for a subject sends nothing for it (`channel-off`). */
  readonly enabled: Readonly<Record<string, ((subject: never) => boolean) | undefined>>;
  /** Times of day at which a channel may be used, in the subject's zone; what is due outside is moved to the next opening. */
  readonly windows: Readonly<Record<string, TimeSpan | undefined>>;
  /** Caps (`limit`). */
  readonly limits: Readonly<Record<string, Limit | undefined>>;
  /** Reads the numbers that SMS go to; without it they are used as they are. */
  readonly readPhone?: ReadPhone | undefined;
}
