/** An SDK that the host registers after it has made its notifier, or never. */
import * as api from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { expect, onTestFinished, test } from 'vitest';
import { turn } from '../../src/testing/turn.js';
import { aSpa, aVisit, visit } from '../builders/visits.js';

test('spans are made from when the host has registered its SDK, and none before', async () => {
  const spans = new InMemorySpanExporter();
  const tracing = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  onTestFinished(async () => {
    await tracing.shutdown();
    api.trace.disable();
  });
  const { notifier } = aSpa();
  await import('../../src/runtime/telemetry/open-telemetry.js');
  for (let turns = 0; turns < 50; turns++) await turn();
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-1', companions: [] }) });
  api.trace.setGlobalTracerProvider(tracing);
  await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', companions: [] }) });
  expect(spans.getFinishedSpans().map(({ name }) => name)).toEqual(['orderbell.handle_transition']);
});

test('the API alone, without an SDK, is not told of anything', async () => {
  const { openTelemetry } = await import('../../src/runtime/telemetry/open-telemetry.js');
  const { isHeard } = openTelemetry(api, { clock: { now: () => new Date(0) } } as Parameters<typeof openTelemetry>[1]);
  expect(isHeard()).toBe(false);
  const tracing = new BasicTracerProvider();
  onTestFinished(async () => {
    await tracing.shutdown();
    api.trace.disable();
  });
  api.trace.setGlobalTracerProvider(tracing);
  expect(isHeard()).toBe(true);
});
