import { describe, expect, test } from 'vitest';
import { type EngineOptions, engineSettings } from '../../src/engine/engine-settings.js';
import { EngineWorker } from '../../src/engine/engine-worker.js';
import { fakeClock } from '../../src/testing/fake-clock.js';

function engineWith(options: EngineOptions = {}) {
  const clock = fakeClock('2026-03-01T11:00');
  const engine = new EngineWorker('test', engineSettings('test', { clock, ...options }));
  const delivered: string[] = [];
  const worker = {
    deliver: async (key: string) => void delivered.push(`${key} ${clock.now().toISOString().slice(11, 23)}`),
    run: async () => ({ nextDueAt: clock.after({ days: 1 }) }),
  };
  return { clock, engine, worker, delivered };
}

describe('an engine whose clock is fast', () => {
  test('is made to wait until the job is due', async () => {
    const { clock, engine, worker, delivered } = engineWith();
    engine.start(worker);
    const handedOver = engine.deliver({ key: 'job', at: clock.now().getTime() + 40 });
    await clock.advanceBy({ minutes: 1 });
    await handedOver;
    expect(delivered).toEqual(['job 11:00:00.040']);
    await engine.stop();
  });

  test('by more than a sweep is left to the sweep, and holds no place in the queue', async () => {
    const { clock, engine, worker, delivered } = engineWith({ sweepEvery: 1_000 });
    engine.start(worker);
    await engine.deliver({ key: 'job', at: clock.now().getTime() + 1_001 });
    expect(delivered).toEqual([]);
    await engine.stop();
    expect(clock.pending()).toEqual([]);
  });

  test('gets the job back when the notifier stops meanwhile, for another process', async () => {
    const { clock, engine, worker, delivered } = engineWith();
    engine.start(worker);
    const handedOver = engine.deliver({ key: 'job', at: clock.now().getTime() + 40 });
    await engine.stop();
    await expect(handedOver).rejects.toMatchObject({ code: 'stopped' });
    expect(delivered).toEqual([]);
  });
});

test('an onError that throws ends nothing', async () => {
  const warnings: unknown[] = [];
  const note = (warning: unknown) => warnings.push(warning);
  process.on('warning', note);
  let runs = 0;
  const { clock, engine, worker } = engineWith({
    onError: () => {
      throw new Error('the log is full');
    },
  });
  engine.start({
    ...worker,
    run: async () => {
      runs += 1;
      throw new Error('the database is away');
    },
  });
  await clock.advanceBy({ minutes: 1 });
  await engine.stop();
  process.off('warning', note);
  expect(runs).toBeGreaterThan(1);
  expect(warnings).toContainEqual(expect.objectContaining({ message: 'the log is full' }));
});
