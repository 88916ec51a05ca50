/**
 * Settings of the delivery: which channels are on, at what time of day, and how often a person may be told.
 * @module
 */
import type { TimeSpan, Weekday } from './opening-hours.js';
import type { ReadPhone } from './phone.js';
import type { Span } from './rule.js';
import { listOf } from './untyped.js';

/** At most so many messages to one recipient on one channel within a length of time, counted across all rules. */
export interface Limit {
  readonly max: number;
  readonly per: Span;
}

/** A time of day at which a channel may be used, in the subject's zone. */
export interface Window extends TimeSpan {
  /** The days of the week on which it opens; all of them unless told otherwise. */
  readonly days?: readonly Weekday[] | undefined;
  /** Whether it opens on the holidays of the lifecycle; true unless told otherwise. */
  readonly holidays?: boolean | undefined;
  /** What becomes of a message that is due outside: it waits for the next opening (`defer`, the default), or is not sent (`channel-off`). */
  readonly outside?: 'defer' | 'skip' | undefined;
}

/** The window of a channel for one subject. */
export type WindowOf = (subject: never) => Window | null | undefined;

/** Everything about delivery that is decided by channel. */
export interface DeliverySettings {
  /** Switches: a channel whose function answers false for a subject sends nothing for it (`channel-off`). */
  readonly enabled: Readonly<Record<string, ((subject: never) => boolean) | undefined>>;
  /** When a channel may be used: always the same, or as a function of the subject says; null means at any time. */
  readonly windows: Readonly<Record<string, Window | WindowOf | undefined>>;
  /** Caps (`limit`); all of a list hold. */
  readonly limits: Readonly<Record<string, Limit | readonly Limit[] | undefined>>;
  /** Reads the numbers that SMS go to; without it they are used as they are. */
  readonly readPhone?: ReadPhone | undefined;
}

/** The caps of a channel, as a list. */
export function limitsOf({ limits }: Pick<DeliverySettings, 'limits'>, channel: string): readonly Limit[] {
  return listOf(limits[channel]);
}
