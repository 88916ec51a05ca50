/**
 * The desk: what all deliveries of a notifier share.
 * @module
 */
import type { Settlement, SubjectRef } from '../ports/store.js';
import type { Consent } from './consent/consent.js';
import type { Emit, NotifierEvents } from './events.js';
import type { Gates } from './gates.js';
import type { Lanes } from './lanes.js';
import type { Leases } from './leases.js';
import type { Settler } from './settler.js';
import type { Parts } from './setup.js';
import type { LazyTelemetry } from './telemetry/telemetry.js';

/** Callbacks into the rest of the notifier. */
export interface DeliveryHooks {
  readonly emit: Emit;
  readonly hears: (event: keyof NotifierEvents) => boolean;
  /** Plans a subject anew, whose data have moved on without a word. */
  readonly replan: (ref: SubjectRef) => Promise<void>;
  readonly wake: (at: Date) => void;
  /** Told of a job that a delivery has stored. */
  readonly planned: (key: string, at: Date) => Promise<void>;
  readonly telemetry: Pick<LazyTelemetry, 'current'>;
  /** Told of everything that was settled. Must not reject. */
  readonly settled: (settlements: readonly Settlement[]) => Promise<void> | undefined;
}

/** What all deliveries of a notifier share. */
export interface Desk<Tx> {
  readonly parts: Parts<Tx>;
  readonly hooks: DeliveryHooks;
  readonly leases: Leases;
  readonly settler: Settler;
  readonly gates: Gates<Tx>;
  readonly lanes: Lanes;
  readonly consent: Consent<Tx>;
  /** Waits without taking a place from others. */
  readonly aside: (turn: Promise<void>) => Promise<void>;
  isClosed: boolean;
}
