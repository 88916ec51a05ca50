import { OrderbellError } from '../core/errors.js';
import type { Explanation } from '../core/explain.js';
import type { JobRecord } from '../core/job.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Shape } from '../core/shape.js';
import type { ChangeOf, ChangeOptions, ChangeResult, Data, SendRequest } from './changes.js';
import type { SuppressionOperations } from './consent/suppression-operations.js';
import type { NotifierEvents } from './events.js';
import type { HistoryOptions, Operations } from './operations/operations.js';
import type { DeliveryCounts } from './settlement.js';

/** What one `tick` did, and when there will be more to do. */
export interface TickResult extends DeliveryCounts {
  /** The next instant at which something is due; undefined when nothing is planned. */
  readonly nextDueAt: Date | undefined;
}

/** Decides, remembers, waits, re-checks, renders, sends, retries, and can explain every message it did or did not send. */
export interface Notifier<Tx = never> extends Operations<Tx> {
  /** Addresses that nothing, or nothing promotional, is sent to, and the links by which people end messages. */
  readonly suppressions: SuppressionOperations<Tx>;
  /**
   * Tells that something has happened to a subject: it came to be, an event, a fact, or the host has moved it itself.
   * Plans, moves and withdraws messages; nothing is delivered here.
   *
   * A change that the machines do not allow is answered with `ok: false` and has stored nothing. Bad data, an unknown event or
   * lifecycle throw an {@link OrderbellError}.
   *
   * @example
   * const result = await notifier.handleTransition(booking, { subject: 'B-1', event: 'payment.pay' }, { tx, key: callbackId });
   * if (!result.ok) throw new Conflict(result.message);
   */
  handleTransition<S extends Shape>(
    lifecycle: Lifecycle<S>,
    change: ChangeOf<S>,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>>;
  /** Dates, contacts or other data have changed and nothing else has happened: deadlines are planned anew. */
  refresh<S extends Shape>(
    lifecycle: Lifecycle<S>,
    subject: Data<S> | string,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>>;
  /** Sends a message without a change of state: the text of a rule, or any template, to roles or contacts. No rule decides whether. */
  send<S extends Shape>(
    lifecycle: Lifecycle<S>,
    subject: Data<S> | string,
    request: SendRequest<S>,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>>;
  /** Delivers what is due and waits until it is settled. For cron jobs, queues and tests; `start()` does the same in a loop. */
  tick(): Promise<TickResult>;
  /** Delivers from now on, sleeping until the next due instant. */
  start(): void;
  /** Ends the loop, waits for what is being delivered, and closes transports and store. */
  stop(): Promise<void>;
  /** For each rule: sent, scheduled for when, or why it will not be sent. */
  explain<S extends Shape>(lifecycle: Lifecycle<S>, subject: Data<S> | string): Promise<readonly Explanation[]>;
  /**
   * Every job of a subject, sent or not, in the order they were planned: who was told what and when, by which channel, or why not. What
   * it said is kept only where `keepContent` asks for it.
   *
   * @example
   * const first = await notifier.history(booking, 'B-1', { limit: 50 });
   * const rest = await notifier.history(booking, 'B-1', { limit: 50, after: first.at(-1)?.key });
   */
  history<S extends Shape>(lifecycle: Lifecycle<S>, key: string, page?: HistoryOptions): Promise<readonly JobRecord[]>;
  on<E extends keyof NotifierEvents>(event: E, listener: (...values: NotifierEvents[E]) => void): this;
  once<E extends keyof NotifierEvents>(event: E, listener: (...values: NotifierEvents[E]) => void): this;
  off<E extends keyof NotifierEvents>(event: E, listener: (...values: NotifierEvents[E]) => void): this;
}
