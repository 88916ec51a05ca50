/**
 * What credits need of a notifier.
 * @module
 */
import type { Emit } from '../events.js';
import type { Parts } from '../setup.js';

/** What the meter needs of a notifier. */
export interface MeterParts<Tx> {
  readonly parts: Parts<Tx>;
  readonly emit: Emit;
  /** Tells a subject of a lifecycle that something has happened to it. */
  readonly tell: (change: FactOf) => Promise<void>;
}

/** A fact for a subject of a lifecycle. */
export interface FactOf {
  readonly lifecycle: string;
  readonly subject: string;
  readonly fact: string;
  readonly payload: unknown;
  readonly key: string;
}
