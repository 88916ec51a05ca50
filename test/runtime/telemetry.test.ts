/** Spans and metrics, with the SDK that a host would register. */
import { context, metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { PermanentDeliveryError } from '../../src/core/errors.js';
import { turn } from '../../src/testing/turn.js';
import { aSpa, aVisit, type SpaParts, visit } from '../builders/visits.js';

const spans = new InMemorySpanExporter();
const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 2 ** 30 });
const metering = new MeterProvider({ readers: [reader] });
trace.setGlobalTracerProvider(tracing);
metrics.setGlobalMeterProvider(metering);

beforeEach(() => spans.reset());
afterAll(async () => {
  await tracing.shutdown();
  await metering.shutdown();
  trace.disable();
  metrics.disable();
  context.disable();
});

/** A spa that has found OpenTelemetry, which takes a few turns of the event loop. */
async function aTracedSpa(parts: SpaParts = {}) {
  const spa = aSpa(parts);
  await import('../../src/runtime/telemetry/open-telemetry.js');
  for (let turns = 0; turns < 50; turns++) await turn();
  return spa;
}

const finished = () =>
  spans.getFinishedSpans().map(({ name, attributes, status }) => ({ name, attributes, status: status.code }));

async function collected() {
  exporter.reset();
  await reader.forceFlush();
  const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  return new Map(all.map(({ descriptor, dataPoints }) => [descriptor.name, { unit: descriptor.unit, points: dataPoints }]));
}

test('a change and each delivery have a span, which names no person, address or text', async () => {
  const { notifier, email } = await aTracedSpa();
  email.failNext(new PermanentDeliveryError('gina@example.com does not exist'));
  await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
  await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.confirm' });
  await notifier.tick();
  const delivery = {
    'messaging.system': 'orderbell',
    'messaging.operation.type': 'send',
    'messaging.operation.name': 'send',
    'messaging.destination.name': 'email',
    'orderbell.lifecycle': 'visit',
    'orderbell.attempt': 1,
  };
  const change = { 'orderbell.lifecycle': 'visit' };
  expect(finished()).toEqual([
    {
      name: 'orderbell.handle_transition',
      attributes: { ...change, 'orderbell.change.kind': 'created', 'orderbell.change.ok': true },
      status: 0,
    },
    {
      name: 'orderbell.handle_transition',
      attributes: {
        ...change,
        'orderbell.change.kind': 'event',
        'orderbell.change.ok': false,
        'orderbell.change.refusal': 'no-transition',
      },
      status: 0,
    },
    {
      name: 'orderbell.deliver',
      attributes: {
        ...delivery,
        'orderbell.rule': 'confirmed',
        'orderbell.outcome': 'failed',
        'orderbell.code': 'delivery-permanent',
        'error.type': 'delivery-permanent',
      },
      status: 2,
    },
    {
      name: 'orderbell.deliver',
      attributes: { ...delivery, 'orderbell.rule': 'desk-told', 'orderbell.outcome': 'sent', 'orderbell.transport': 'smtp' },
      status: 0,
    },
  ]);
  const everything = JSON.stringify(
    spans.getFinishedSpans().map(({ attributes, events, status }) => [attributes, events, status]),
  );
  expect(everything).not.toMatch(/gina|V-1|example/i);
});

test('a change that throws ends its span with the code', async () => {
  const { notifier } = await aTracedSpa();
  await expect(notifier.handleTransition(visit, { created: { ...aVisit(), no: 7 } as never })).rejects.toThrow('schema');
  expect(finished()).toMatchObject([{ attributes: { 'error.type': 'invalid-data' }, status: 2 }]);
});

test('deliveries are counted by outcome, with their duration and lateness; the health of the store is observed while started', async () => {
  const { notifier, clock } = await aTracedSpa({ concurrency: 1 });
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', status: 'confirmed' }) });
  await clock.advanceBy({ minutes: 2 });
  await notifier.tick();
  const metricsThen = await collected();
  const sent = metricsThen
    .get('orderbell.deliveries')
    ?.points.filter(({ attributes }) => attributes['orderbell.rule'] === 'companion-confirmed');
  expect(sent).toMatchObject([{ value: 1, attributes: { 'orderbell.outcome': 'sent', 'messaging.destination.name': 'sms' } }]);
  const lateness = metricsThen.get('orderbell.delivery.lateness');
  expect(lateness).toMatchObject({ unit: 's' });
  expect(JSON.stringify(lateness?.points)).toContain('"sum":120');
  expect(metricsThen.get('orderbell.delivery.duration')).toMatchObject({ unit: 's' });
  expect(metricsThen.has('orderbell.jobs.backlog')).toBe(false);
  notifier.start();
  const started = await collected();
  expect(started.get('orderbell.jobs.backlog')?.points).toMatchObject([{ value: 0 }]);
  expect(started.get('orderbell.jobs.late')).toMatchObject({ unit: 's' });
  await notifier.stop();
  // What is due now is nothing that a stopped notifier looks at any more.
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-3', status: 'confirmed' }) });
  expect((await collected()).get('orderbell.jobs.backlog')?.points).toMatchObject([{ value: 0 }]);
});

test('switched off, nothing is traced', async () => {
  const { notifier } = await aTracedSpa({ telemetry: false });
  await notifier.handleTransition(visit, { created: aVisit() });
  expect(finished()).toEqual([]);
});
