/**
 * The notifier's side of an engine: delivers what the engine hands over, and looks for what it does not.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Timer } from '../ports/clock.js';
import type { Scheduler, Worker } from '../ports/scheduler.js';
import type { EngineSettings } from './engine-settings.js';
import type { WakingData } from './waking-data.js';

/**
 * All of a scheduler but the planning, and what the engine calls.
 *
 * Sweeps: runs the worker when it is started and then every `sweepEvery` milliseconds, whatever the engine does. Where one sweep
 * could not take all that was due, the next one follows as soon as `wake` says that there is room. Other calls of `wake` are left to
 * the engine, which has been told of the same jobs, and to the next sweep.
 */
export class EngineWorker implements Pick<Scheduler, 'start' | 'wake' | 'stop'> {
  readonly #scheduler: string;
  readonly #settings: EngineSettings;
  readonly #working = new Set<Promise<void>>();
  /** Deliveries that the engine has handed over a little early, each with what ends its waiting. */
  readonly #early = new Set<() => void>();
  #worker: Worker | undefined;
  #timer: Timer | undefined;
  #sweeping = false;
  #again = false;
  /** Whether there may be more due than the last sweep could take. */
  #backlog = true;

  constructor(scheduler: string, settings: EngineSettings) {
    this.#scheduler = scheduler;
    this.#settings = settings;
  }

  start(worker: Worker): void {
    this.#worker = worker;
    this.#backlog = true;
    this.#startSweep();
  }

  wake(at: Date): void {
    if (at.getTime() > this.#settings.now()) return;
    if (this.#sweeping) this.#again = true;
    else if (this.#backlog) this.#startSweep();
  }

  /**
   * Delivers one job that the engine hands over. Rejects with what the worker threw, and with code `stopped` while no notifier of
   * this process is started: an engine that tries again then finds one, here or in another process.
   */
  async deliver(waking: WakingData): Promise<void> {
    if (this.#worker === undefined) throw this.#notStarted();
    await this.track(this.#deliverInTime(waking));
  }

  /** Has `stop` wait for something. */
  track(work: Promise<void>): Promise<void> {
    const ended: Promise<void> = work.then(nothing, nothing).then(() => void this.#working.delete(ended));
    this.#working.add(ended);
    return work;
  }

  async stop(): Promise<void> {
    this.#worker = undefined;
    this.#timer?.cancel();
    for (const end of [...this.#early]) end();
    while (this.#working.size > 0) await Promise.all(this.#working);
  }

  readonly #startSweep = (): void => {
    const worker = this.#worker;
    if (worker === undefined || this.#sweeping) return;
    this.track(this.#sweep(worker)).catch(this.#settings.onError);
  };

  async #sweep(worker: Worker): Promise<void> {
    const { now, timer, sweepEvery } = this.#settings;
    this.#timer?.cancel();
    this.#sweeping = true;
    do await this.#run(worker);
    while (this.#again && this.#backlog && this.#worker === worker);
    this.#sweeping = false;
    if (this.#worker !== undefined) this.#timer = timer(now() + sweepEvery, this.#startSweep);
  }

  async #run(worker: Worker): Promise<void> {
    this.#again = false;
    try {
      const { nextDueAt } = await worker.run();
      this.#backlog = nextDueAt === undefined || nextDueAt.getTime() <= this.#settings.now();
    } catch (error) {
      this.#backlog = false;
      this.#settings.onError(error);
    }
  }

  async #deliverInTime({ key, at }: WakingData): Promise<void> {
    const early = at - this.#settings.now();
    // Clocks of two machines differ by a little. Where it is more than a sweep, the sweep finds the job.
    if (early > this.#settings.sweepEvery) return;
    if (early > 0) await this.#until(at);
    if (this.#worker === undefined) throw this.#notStarted();
    await this.#worker.deliver(key);
  }

  #until(at: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#early.delete(end);
        waiting.cancel();
        resolve();
      };
      const waiting = this.#settings.timer(at, end);
      this.#early.add(end);
    });
  }

  #notStarted(): OrderbellError {
    return new OrderbellError(
      'stopped',
      `${this.#scheduler}: no notifier with this scheduler is started in this process. Call notifier.start() before the queue's worker starts, and close the worker before notifier.stop().`,
    );
  }
}

function nothing(): void {}
