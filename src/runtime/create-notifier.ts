import { OrderbellError } from '../core/errors.js';
import type { Explanation } from '../core/explain.js';
import type { ChangeRequest } from '../core/handle.js';
import type { JobRecord } from '../core/job.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Shape } from '../core/shape.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Settlement } from '../ports/store.js';
import type { Changed, ChangeHandler, DirectPlan } from './change-handler.js';
import { requestOf } from './change-request.js';
import type { ChangeOf, ChangeOptions, ChangeResult, Data, SendRequest } from './changes.js';
import { LazySuppressions } from './consent/lazy-suppressions.js';
import { type LazyCredits, lazyCredits } from './credits/lazy-credits.js';
import type { FactOf } from './credits/meter-parts.js';
import type { Credits } from './credits/options.js';
import type { Delivery } from './delivery.js';
import type { DeliveryHooks } from './desk.js';
import type { Emit, NotifierEvents } from './events.js';
import { lazyChanges } from './lazy-changes.js';
import { type Listener, Listeners } from './listeners.js';
import { loopScheduler } from './loop-scheduler.js';
import type { Notifier, TickResult } from './notifier.js';
import type { OperationsContext } from './operations/context.js';
import { LazyOperations } from './operations/lazy-operations.js';
import type { HistoryOptions } from './operations/operations.js';
import type { AnyTable, NotifierOptions, Several } from './options.js';
import { tellsReceipts } from './receipts/asking.js';
import { ReceiptPoller } from './receipts/poller.js';
import { assemble, type Parts } from './setup.js';
import { lazyTelemetry } from './telemetry/lazy-telemetry.js';
import type { ChangeReport, LazyTelemetry } from './telemetry/telemetry.js';
import { lazyTexts } from './texts/lazy-texts.js';
import type { Texts } from './texts/texts.js';
import { lazyVerification } from './verification/lazy-verification.js';
import type { Verification } from './verification/verification.js';
import { createPlan, type Plan } from './waking.js';

/**
 * Puts rules, templates, transports and a store together. All misfits are reported at once, in one {@link OrderbellError} with
 * code `invalid-notifier`: a rule without a template, a channel without a transport, an unknown variable in a text.
 *
 * @example
 * const notifier = createNotifier({ rules: [bookingRules], templates: [bookingTemplates], transports: { email }, store: memory() });
 */
export function createNotifier<const R extends Several<AnyTable>, Tx = never, V extends Shape = Shape>(
  options: NotifierOptions<R, Tx, V>,
): Notifier<Tx, Data<V>> {
  // Inside, functions of the host are called with the subjects of the lifecycle they were given for.
  return new RunningNotifier(options as unknown as NotifierOptions<Several<AnyTable>, Tx>);
}

class RunningNotifier<Tx> extends LazyOperations<Tx> implements Notifier<Tx> {
  readonly suppressions: LazySuppressions<Tx> = new LazySuppressions<Tx>(() => this.#parts);
  readonly credits: Credits<Tx>;
  readonly #parts: Parts<Tx>;
  readonly #listeners = new Listeners();
  readonly #emit: Emit = this.#listeners.emit;
  readonly #scheduler: Scheduler<Tx>;
  readonly #telemetry: LazyTelemetry;
  readonly #plan: Plan<Tx>;
  readonly #changes: ChangeHandler<Tx>;
  readonly #hooks: DeliveryHooks;
  readonly #meter: LazyCredits<Tx>['meter'];
  readonly verification: Verification<Tx> = lazyVerification(() => this.#context());
  readonly texts: Texts<Tx> = lazyTexts(() => this.#context());
  readonly #receiptCounts: OperationsContext<Tx>['receiptCounts'] = { applied: 0, alreadyKnown: 0, unknown: 0, refused: 0 };
  #loading: Promise<Delivery> | undefined;
  #state: 'new' | 'started' | 'stopped' = 'new';
  #unwatch: (() => void) | undefined;
  #end: Promise<void> | undefined;
  #poller: ReceiptPoller | undefined;

  constructor(options: NotifierOptions<Several<AnyTable>, Tx>) {
    super(() => this.#context());
    this.#parts = assemble(options, this.#emit);
    this.#scheduler = options.scheduler ?? this.#loop(options);
    this.#telemetry = lazyTelemetry(this.#parts, options.telemetry ?? true);
    this.#plan = createPlan(this.#parts.clock, this.#scheduler, this.#emit, this.#wake);
    this.#changes = lazyChanges(this.#parts, this.#emit, this.#plan);
    const { credits, meter } = lazyCredits<Tx>(() => ({ parts: this.#parts, emit: this.#emit, tell: this.#tell }));
    this.credits = credits;
    this.#meter = meter;
    this.#hooks = {
      emit: this.#emit,
      hears: this.#listeners.hears,
      wake: this.#wake,
      telemetry: this.#telemetry,
      settled: (settlements) => this.#settled(settlements),
      planned: (key, at) => this.#plan({ wake: [{ key, at }], forget: [] }, undefined),
      replan: async ({ lifecycle, subject }) => {
        await this.#changes.change({ lifecycle, request: { kind: 'refresh', subject } });
      },
    };
  }

  async handleTransition<S extends Shape>(
    lifecycle: Lifecycle<S>,
    change: ChangeOf<S>,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>> {
    return this.#change(lifecycle, requestOf(change), options);
  }

  refresh<S extends Shape>(
    lifecycle: Lifecycle<S>,
    subject: Data<S> | string,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>> {
    return this.#change(lifecycle, { kind: 'refresh', subject }, options);
  }

  async send<S extends Shape>(
    lifecycle: Lifecycle<S>,
    subject: Data<S> | string,
    request: SendRequest<S>,
    options?: ChangeOptions<Tx>,
  ): Promise<ChangeResult<S>> {
    const { sendingOf } = await import('./sending.js');
    // The names in a request are looked up among those of the lifecycle itself.
    const direct = sendingOf(this.#parts, lifecycle.name, request as SendRequest<Shape>);
    return this.#change(lifecycle, { kind: 'refresh', subject }, options, direct);
  }

  async tick(): Promise<TickResult> {
    this.#assertNotStopped('tick');
    const counts = await (await this.#delivery()).drain();
    // A loop that found every place taken by this tick sleeps until somebody wakes it.
    this.#wake(this.#parts.clock.now());
    return { ...counts, nextDueAt: this.#isStopped() ? undefined : await this.#nextDueAt() };
  }

  start(): void {
    if (this.#state === 'started') return;
    this.#assertNotStopped('start');
    this.#state = 'started';
    this.#telemetry.start();
    this.#unwatch = this.#parts.store.watch?.(() => this.#wake(this.#parts.clock.now()));
    this.#pollReceipts();
    this.#scheduler.start({
      run: async () => (await this.#delivery()).run(),
      deliver: async (key) => (await this.#delivery()).deliver(key),
    });
  }

  stop(): Promise<void> {
    this.#end ??= this.#drain();
    return this.#end;
  }

  async #drain(): Promise<void> {
    this.#state = 'stopped';
    this.#telemetry.stop();
    this.#unwatch?.();
    const delivery = await this.#loading;
    delivery?.close();
    const { shutDown } = await import('./shutdown.js');
    await shutDown({ parts: this.#parts, scheduler: this.#scheduler, poller: this.#poller, delivery });
  }

  async explain<S extends Shape>(lifecycle: Lifecycle<S>, subject: Data<S> | string): Promise<readonly Explanation[]> {
    const { explainSubject } = await import('./inspection.js');
    return explainSubject(this.#parts, lifecycle.name, subject);
  }

  async history<S extends Shape>(lifecycle: Lifecycle<S>, key: string, page?: HistoryOptions): Promise<readonly JobRecord[]> {
    const { historyOf } = await import('./inspection.js');
    return historyOf(this.#parts, lifecycle.name, key, page);
  }

  on<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): this {
    this.#listeners.on(event, listener);
    return this;
  }

  once<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): this {
    this.#listeners.once(event, listener);
    return this;
  }

  off<E extends keyof NotifierEvents>(event: E, listener: Listener<E>): this {
    this.#listeners.off(event, listener);
    return this;
  }

  async #change<S extends Shape>(
    lifecycle: Lifecycle<S>,
    request: ChangeRequest,
    { tx, key, actor }: ChangeOptions<Tx> = {},
    direct?: DirectPlan,
  ): Promise<ChangeResult<S>> {
    const change = () => this.#changes.change({ lifecycle: lifecycle.name, request, direct, tx, key, actor });
    const { answer } = await (this.#telemetry.current?.change(lifecycle.name, request.kind, change, reportOf) ?? change());
    // The handler answers with the parsed subject, states and decisions of this very lifecycle.
    return answer as ChangeResult<S>;
  }

  /** Nothing is looked for, and no timer set, where no transport tells of receipts. */
  #pollReceipts(): void {
    const { clock, transports } = this.#parts;
    if (![...transports.values()].flat().some(tellsReceipts)) return;
    this.#poller = new ReceiptPoller(
      clock,
      () => this.pollReceipts(),
      (error) => this.#emit('error', { at: clock.now(), error }),
    );
    this.#poller.start();
  }

  readonly #tell = async ({ lifecycle, subject, fact, payload, key }: FactOf): Promise<void> => {
    const request: ChangeRequest = { kind: 'fact', fact, subject, payload, before: undefined };
    await this.#changes.change({ lifecycle, request, key });
    // Another worker's loop hears of it from the store; this one may sleep.
    this.#wake(this.#parts.clock.now());
  };

  /** A scheduler that plans single jobs learns what became of them. */
  #settled(settlements: readonly Settlement[]): Promise<void> | undefined {
    if (this.#scheduler.plan === undefined || settlements.length === 0) return undefined;
    const isBack = ({ status, parkedBy }: Settlement) => status === 'scheduled' && parkedBy === undefined;
    const wake = settlements.filter(isBack).map(({ key, runAt, at }) => ({ key, at: new Date(runAt ?? at) }));
    const forget = settlements.filter((one) => !isBack(one)).map(({ key }) => key);
    return this.#plan({ wake, forget }, undefined);
  }

  #context(): OperationsContext<Tx> {
    return {
      parts: this.#parts,
      changes: this.#changes,
      plan: this.#plan,
      emit: this.#emit,
      wake: this.#wake,
      receiptCounts: this.#receiptCounts,
    };
  }

  /** Loaded when something is delivered for the first time: a process that only tells of changes never needs it. */
  #delivery(): Promise<Delivery> {
    this.#loading ??= loadDelivery(this.#parts, this.#hooks, this.#meter());
    return this.#loading;
  }

  #isStopped(): boolean {
    return this.#state === 'stopped';
  }

  #assertNotStopped(call: string): void {
    if (!this.#isStopped()) return;
    throw new OrderbellError(
      'stopped',
      `${call}(): this notifier has been stopped and its transports are closed. Create a new one.`,
    );
  }

  async #nextDueAt(): Promise<Date | undefined> {
    const next = await this.#parts.store.nextRunAt([...this.#parts.tables.keys()]);
    return next === undefined ? undefined : new Date(next);
  }

  #loop({ longestSleep = 60_000 }: Pick<NotifierOptions<Several<AnyTable>, Tx>, 'longestSleep'>): Scheduler<Tx> {
    const { clock, store, lease } = this.#parts;
    return loopScheduler({
      clock,
      get longestSleep() {
        // A store knows only when it listens how much it hears. Within the length of a lease, so that no dead worker is missed.
        return Math.min(longestSleep, store.pollEvery === undefined ? longestSleep : Math.min(store.pollEvery, lease));
      },
      onError: (error: unknown) => this.#emit('error', { at: clock.now(), error }),
    });
  }

  readonly #wake = (at: Date): void => {
    if (this.#state === 'started') this.#scheduler.wake(at);
  };
}

/** The tables of phone numbers come along only where SMS are sent. */
async function loadDelivery<Tx>(
  parts: Parts<Tx>,
  hooks: DeliveryHooks,
  metering: ReturnType<LazyCredits<Tx>['meter']>,
): Promise<Delivery> {
  const [{ createDelivery, phoneReadings }, meter, phones] = await Promise.all([
    import('./delivery.js'),
    metering,
    parts.transports.has('sms') ? import('../phones/read-phone.js') : undefined,
  ]);
  const readPhone = phones && phoneReadings(phones.readPhone);
  return createDelivery({ ...parts, settings: { ...parts.settings, readPhone } }, hooks, meter);
}

function reportOf({ answer }: Changed): ChangeReport {
  return answer.ok ? { ok: true } : { ok: false, code: answer.code };
}
