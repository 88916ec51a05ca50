/**
 * The poller: asks for receipts by itself while a notifier is started.
 * @module
 */
import type { Clock, Timer } from '../../ports/clock.js';
import type { PollResult } from './receipts.js';

const pause = 60_000;

/** Asks once a minute; at once again after a full batch, as long as providers answer. */
export class ReceiptPoller {
  readonly #clock: Required<Clock>;
  readonly #poll: () => Promise<PollResult>;
  readonly #onError: (error: unknown) => void;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #isStarted = false;

  constructor(clock: Required<Clock>, poll: () => Promise<PollResult>, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#poll = poll;
    this.#onError = onError;
  }

  start(): void {
    this.#isStarted = true;
    this.#sleep();
  }

  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#timer?.cancel();
    await this.#running;
  }

  #sleep(): void {
    this.#timer = this.#clock.timer(new Date(this.#clock.now().getTime() + pause), () => {
      this.#running = this.#run();
    });
  }

  async #run(): Promise<void> {
    try {
      for (let more = true; more && this.#isStarted; ) {
        const { asked, failed } = await this.#poll();
        more = asked >= 100 && failed === 0;
      }
    } catch (error) {
      this.#onError(error);
    }
    if (this.#isStarted) this.#sleep();
  }
}
