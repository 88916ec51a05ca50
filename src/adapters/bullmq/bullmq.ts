/**
 * The scheduler over BullMQ.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { assertMilliseconds, type EngineOptions, engineSettings } from '../../engine/engine-settings.js';
import { EngineWorker } from '../../engine/engine-worker.js';
import { wakingFrom } from '../../engine/waking-data.js';
import type { Scheduler } from '../../ports/scheduler.js';
import { type Change, createHandOver } from './hand-over.js';
import type { BullmqJob, BullmqQueue } from './queue.js';

/** Settings of {@link bullmq}. */
export interface BullmqOptions extends EngineOptions {
  /** Built by `new Queue(name, { connection })`. It remains yours to close, after the notifier has stopped. */
  readonly queue: BullmqQueue;
  /** Name of our jobs in the queue; `orderbell` unless told otherwise. */
  readonly name?: string;
  /**
   * Milliseconds that a job planned in your transaction waits at least before it is woken, since the queue knows nothing of the
   * transaction and what is not committed cannot be found; 1000 unless told otherwise.
   */
  readonly commitWait?: number;
}

/** A scheduler whose jobs are woken by a worker of BullMQ. */
export interface BullmqScheduler extends Scheduler<unknown> {
  /** For `new Worker(queue.name, scheduler.process, { connection })`, in each process whose notifier is started. */
  readonly process: (job: BullmqJob) => Promise<void>;
}

/**
 * Hands the waking to a queue of BullMQ: each job is a delayed job there, moved and removed as it is planned anew or withdrawn.
 *
 * Redis is not part of your SQL transaction. A plan that is rolled back wakes nobody: what the queue hands over is looked up in the
 * store and not found. A plan whose transaction commits later than `commitWait` after it was made may be woken too early; the sweep
 * delivers it then, at most `sweepEvery` after the commit. The same holds for all that Redis loses or does not take: while it is
 * away orders go on, each waits for it for a second at most, and `onError` is told.
 *
 * @example
 * const scheduler = bullmq({ queue: new Queue('orderbell', { connection }) });
 * const notifier = createNotifier({ rules, templates, transports, store, scheduler });
 * notifier.start();
 * const worker = new Worker('orderbell', scheduler.process, { connection, concurrency: 16 });
 */
export function bullmq(options: BullmqOptions): BullmqScheduler {
  const { queue, name = 'orderbell', commitWait = 1_000 } = options;
  assertQueue(queue);
  assertMilliseconds('bullmq', 'commitWait', commitWait, 0);
  const settings = engineSettings('bullmq', options);
  const engine = new EngineWorker('bullmq', settings);
  const handOver = createHandOver(queue, name, settings, (work) => engine.track(work));
  return {
    start: (worker) => engine.start(worker),
    wake: (at) => engine.wake(at),
    stop: () => engine.stop(),
    async plan(plan, tx) {
      const earliest = tx === undefined ? 0 : settings.now() + commitWait;
      const wakings = plan.wake.map(({ key, at }): Change => [key, { key, at: Math.max(at.getTime(), earliest) }]);
      await handOver.give([...plan.forget.map((key): Change => [key, undefined]), ...wakings]);
    },
    process: async (job) => engine.deliver(wakingFrom('bullmq', job.data)),
  };
}

function assertQueue(queue: Partial<BullmqQueue> | undefined): void {
  if (typeof queue?.addBulk === 'function' && typeof queue.remove === 'function') return;
  throw new OrderbellError(
    'invalid-client',
    'bullmq: queue has no addBulk and remove. Expected new Queue(name, { connection }).',
  );
}
