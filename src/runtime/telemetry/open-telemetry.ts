/**
 * Spans and metrics through the API of OpenTelemetry, named after its conventions for messaging where they fit.
 * @module
 */
import type { Attributes, Meter, ObservableGauge, Span, Tracer } from '@opentelemetry/api';
import { OrderbellError } from '../../core/errors.js';
import type { ClaimedJob } from '../../core/job.js';
import { standing } from '../operations/health.js';
import type { Health } from '../operations/operations.js';
import type { Parts } from '../setup.js';
import type { ChangeReport, DeliveryReport, Telemetry } from './telemetry.js';

/** The part of the API that is used. */
type Api = Pick<typeof import('@opentelemetry/api'), 'trace' | 'metrics' | 'createNoopMeter' | 'SpanKind' | 'SpanStatusCode'>;

const name = 'orderbell';
const seconds = 1_000;

/** Makes the telemetry of a notifier. Whether anybody listens is up to the SDK that the host has registered, if any. */
export function openTelemetry<Tx>(api: Api, parts: Parts<Tx>): Telemetry {
  const tracer = api.trace.getTracer(name);
  const meter = api.metrics.getMeter(name);
  const record = deliveryMetrics(meter);
  const now = () => parts.clock.now().getTime();
  let isHeard = meter !== api.createNoopMeter();
  return {
    // The API alone, which other packages bring along, gives spans without an identity. An SDK may be registered at any time.
    isHeard: () => {
      isHeard ||= api.trace.isSpanContextValid(tracer.startSpan(name).spanContext());
      return isHeard;
    },
    change: (lifecycle, kind, work, report) => {
      const attributes = { 'orderbell.lifecycle': lifecycle, 'orderbell.change.kind': kind };
      return within(api, tracer, 'orderbell.handle_transition', api.SpanKind.INTERNAL, attributes, async (span) => {
        const result = await work();
        span.setAttributes(attributesOfChange(report(result)));
        return result;
      });
    },
    delivery: (job, work) => {
      const attributes = attributesOfJob(job);
      return within(api, tracer, 'orderbell.deliver', api.SpanKind.CLIENT, attributes, async (span) => {
        const startedAt = now();
        return work((report) => {
          const outcome = attributesOfDelivery(report);
          span.setAttributes(outcome);
          if (report.outcome === 'failed' || report.outcome === 'unknown') span.setStatus({ code: api.SpanStatusCode.ERROR });
          record(job, { ...attributes, ...outcome }, startedAt, now());
        });
      });
    },
    observeHealth: () => observeHealth(meter, () => standing(parts)),
  };
}

/** Runs work in a span of its own. Messages of errors may hold what is nobody's business here: a span gets the code alone. */
async function within<R>(
  api: Api,
  tracer: Tracer,
  span: string,
  kind: number,
  attributes: Attributes,
  work: (span: Span) => Promise<R>,
): Promise<R> {
  return tracer.startActiveSpan(span, { kind, attributes }, async (active) => {
    try {
      return await work(active);
    } catch (error) {
      active.setAttribute('error.type', error instanceof OrderbellError ? error.code : 'error');
      active.setStatus({ code: api.SpanStatusCode.ERROR });
      throw error;
    } finally {
      active.end();
    }
  });
}

function attributesOfChange({ ok, code }: ChangeReport): Attributes {
  return { 'orderbell.change.ok': ok, ...(code !== undefined && { 'orderbell.change.refusal': code }) };
}

function attributesOfJob({ lifecycle, rule, channels, signal, attempts }: ClaimedJob): Attributes {
  return {
    'messaging.system': name,
    'messaging.operation.type': 'send',
    'messaging.operation.name': signal === undefined ? 'send' : 'signal',
    ...(channels[0] !== undefined && { 'messaging.destination.name': channels[0] }),
    'orderbell.lifecycle': lifecycle,
    'orderbell.rule': rule,
    'orderbell.attempt': attempts,
  };
}

/** Skips and retries are no errors of the delivery, but their codes tell why. */
function attributesOfDelivery({ outcome, channel, transport, code }: DeliveryReport): Attributes {
  const isError = outcome === 'failed' || outcome === 'unknown';
  return {
    'orderbell.outcome': outcome,
    ...(channel !== undefined && { 'messaging.destination.name': channel }),
    ...(transport !== undefined && { 'orderbell.transport': transport }),
    ...(code !== undefined && { 'orderbell.code': code, ...(isError && { 'error.type': code }) }),
  };
}

/** What a delivery adds to the metrics. Attributes are few enough to be kept apart: no subjects, no attempts. */
function deliveryMetrics(meter: Meter) {
  const outcomes = meter.createCounter('orderbell.deliveries', { unit: '{delivery}', description: 'Attempts, by outcome.' });
  const duration = meter.createHistogram('orderbell.delivery.duration', {
    unit: 's',
    description: 'From the check at fire time until the outcome is stored.',
  });
  const lateness = meter.createHistogram('orderbell.delivery.lateness', {
    unit: 's',
    description: 'From the instant a job may be delivered until its delivery begins.',
  });
  return (job: ClaimedJob, { 'orderbell.attempt': _, ...attributes }: Attributes, startedAt: number, endedAt: number): void => {
    outcomes.add(1, attributes);
    duration.record((endedAt - startedAt) / seconds, attributes);
    lateness.record(Math.max(0, startedAt - job.runAt) / seconds, attributes);
  };
}

/** Gauges of {@link Health}, read from the store whenever the host's SDK collects. */
function observeHealth(meter: Meter, read: () => Promise<Omit<Health, 'receipts'>>): () => void {
  const gauge = (which: string, unit: string, description: string): ObservableGauge =>
    meter.createObservableGauge(`orderbell.jobs.${which}`, { unit, description });
  const backlog = gauge('backlog', '{job}', 'Jobs that are due and wait.');
  const lateBy = gauge('late', 's', 'How long the longest waiting of them has been due.');
  const inFlight = gauge('in_flight', '{job}', 'Jobs that are being delivered.');
  const parked = gauge('parked', '{job}', 'Jobs that are held back.');
  const failed = gauge('failed', '{job}', 'Jobs that were given up, by code.');
  const unknown = gauge('unknown', '{job}', 'Jobs that may or may not have been delivered.');
  const gauges = [backlog, lateBy, inFlight, parked, failed, unknown];
  const callback: Parameters<Meter['addBatchObservableCallback']>[0] = async (result) => {
    const counts = await read();
    result.observe(backlog, counts.backlog);
    result.observe(lateBy, counts.lateBy / seconds);
    result.observe(inFlight, counts.inFlight);
    result.observe(parked, counts.parked);
    for (const [code, count] of Object.entries(counts.failed)) result.observe(failed, count, { 'error.type': code });
    result.observe(unknown, counts.unknown);
  };
  meter.addBatchObservableCallback(callback, gauges);
  return () => meter.removeBatchObservableCallback(callback, gauges);
}
