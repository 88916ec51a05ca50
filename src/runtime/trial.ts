/**
 * Trials: a claimed job, and everything that has a say in whether it is delivered.
 * @module
 */
import type { Consent } from './consent/consent.js';
import type { DeliveryHooks } from './desk.js';
import type { Gates } from './gates.js';
import type { Held } from './leases.js';
import type { Paused } from './paused.js';
import type { Parts } from './setup.js';

/** A job on trial, and everything that has a say in it. */
export interface Trial<Tx> {
  readonly parts: Parts<Tx>;
  readonly held: Held;
  readonly gates: Gates<Tx>;
  readonly paused: Paused;
  /** The change of the subject by which it is judged. */
  readonly revision: number;
  readonly hooks: DeliveryHooks;
  readonly consent: Consent<Tx>;
}
