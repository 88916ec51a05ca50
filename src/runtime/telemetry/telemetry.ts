/**
 * Traces and metrics of a notifier: nothing at all until OpenTelemetry is there.
 * @module
 */
import type { ClaimedJob } from '../../core/job.js';

/** What a delivery came to, for traces and metrics: no address, no name, no text. */
export interface DeliveryReport {
  /** `sent`, `skipped`, `postponed` and so on, as `tick()` counts them. */
  readonly outcome: string;
  readonly channel: string | undefined;
  readonly transport: string | undefined;
  /** Why it was not sent: a code. */
  readonly code: string | undefined;
}

/** What handling a change came to. */
export interface ChangeReport {
  readonly ok: boolean;
  /** Why it was refused. */
  readonly code?: string;
}

/** Spans around the two things that a notifier does, with their metrics. */
export interface Telemetry {
  /** Whether anybody listens: until then, spans and metrics go nowhere. */
  isHeard(): boolean;
  /** Runs the handling of a change within its span. */
  change<R>(lifecycle: string, kind: string, work: () => Promise<R>, report: (result: R) => ChangeReport): Promise<R>;
  /** Runs a delivery within its span; the work reports what it came to. */
  delivery<R>(job: ClaimedJob, work: (report: (report: DeliveryReport) => void) => Promise<R>): Promise<R>;
  /** Observes the health of the store from now on, until the function that this yields is called. */
  observeHealth(): () => void;
}

/** A notifier's telemetry: none where it is switched off, and none until OpenTelemetry has been found and somebody listens. */
export interface LazyTelemetry {
  readonly current: Telemetry | undefined;
  /** Observes the health of the store, as soon as it can. */
  start(): void;
  stop(): void;
}
