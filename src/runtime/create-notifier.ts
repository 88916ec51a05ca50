import { OrderbellError } from '../core/errors.js';
import { type Explanation, explain } from '../core/explain.js';
import { type ChangeRequest, readSubject } from '../core/handle.js';
import { type JobRecord, recordOf } from '../core/job.js';
import { situationOf } from '../core/judge.js';
import type { Lifecycle } from '../core/lifecycle.js';
import type { Shape } from '../core/shape.js';
import type { Scheduler } from '../ports/scheduler.js';
import type { Settlement } from '../ports/store.js';
import { type Changed, type ChangeHandler, createChangeHandler, type DirectPlan } from './change-handler.js';
import { requestOf } from './change-request.js';
import type { ChangeOf, ChangeOptions, ChangeResult, Data, SendRequest } from './changes.js';
import { LazySuppressions } from './consent/lazy-suppressions.js';
import type { Delivery } from './delivery.js';
import type { DeliveryHooks } from './desk.js';
import { directDecisions } from './direct.js';
import type { Emit, NotifierEvents } from './events.js';
import { type Listener, Listeners } from './listeners.js';
import { loopScheduler } from './loop-scheduler.js';
import type { Notifier, TickResult } from './notifier.js';
import { LazyOperations } from './operations/lazy-operations.js';
import type { HistoryOptions } from './operations/operations.js';
import type { AnyTable, NotifierOptions, Several } from './options.js';
import { answered } from './patience.js';
import { isAsked } from './receipts/asking.js';
import { ReceiptPoller } from './receipts/poller.js';
import { assemble, type Parts } from './setup.js';
import { freshSubject, tableFor, unknownSubject } from './subjects.js';
import { lazyTelemetry } from './telemetry/lazy-telemetry.js';
import type { ChangeReport, LazyTelemetry } from './telemetry/telemetry.js';
import { createPlan, type Plan } from './waking.js';

/**
 * Puts rules, templates, transports and a store together. All misfits are reported at once, in one {@link OrderbellError} with
 * code `invalid-notifier`: a rule without a template, a channel without a transport, an unknown variable in a text.
 *
 * @example
 * const notifier = createNotifier({ rules: [bookingRules], templates: [bookingTemplates], transports: { email }, store: memory() });
 */
export function createNotifier<const R extends Several<AnyTable>, Tx = never>(options: NotifierOptions<R, Tx>): Notifier<Tx> {
  // Inside, functions of the host are called with the subjects of the lifecycle they were given for.
  return new RunningNotifier(options as unknown as NotifierOptions<Several<AnyTable>, Tx>);
}

class RunningNotifier<Tx> extends LazyOperations<Tx> implements Notifier<Tx> {
  readonly suppressions: LazySuppressions<Tx> = new LazySuppressions<Tx>(() => this.#parts);
  readonly #parts: Parts<Tx>;
  readonly #listeners = new Listeners();
  readonly #emit: Emit = this.#listeners.emit;
  readonly #scheduler: Scheduler<Tx>;
  readonly #telemetry: LazyTelemetry;
  readonly #plan: Plan<Tx>;
  readonly #changes: ChangeHandler<Tx>;
  readonly #hooks: DeliveryHooks;
  #loading: Promise<Delivery> | undefined;
  #state: 'new' | 'started' | 'stopped' = 'new';
  #unwatch: (() => void) | undefined;
  #end: Promise<void> | undefined;
  #poller: ReceiptPoller | undefined;

  constructor(options: NotifierOptions<Several<AnyTable>, Tx>) {
    super(() => ({
      parts: this.#parts,
      changes: this.#changes,
      plan: this.#plan,
      emit: this.#emit,
      wake: this.#wake,
      receiptCounts: { applied: 0, alreadyKnown: 0, unknown: 0, refused: 0 },
    }));
    this.#parts = assemble(options);
    this.#scheduler = options.scheduler ?? this.#loop(options);
    this.#telemetry = lazyTelemetry(this.#parts, options.telemetry ?? true);
    this.#plan = createPlan(this.#parts.clock, this.#scheduler, this.#emit, this.#wake);
    this.#changes = createChangeHandler(this.#parts, this.#emit, this.#plan);
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
    const { templates, transports } = this.#parts;
    const table = tableFor(this.#parts, lifecycle.name);
    // The names in a request are looked up among those of the lifecycle itself.
    const direct = directDecisions(table, request as SendRequest<Shape>, [...transports.keys()], templates.get(lifecycle.name));
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
    const { store, clock, lease } = this.#parts;
    const delivery = await this.#loading;
    delivery?.close();
    const transports = new Set([...this.#parts.transports.values()].flat());
    const failures: unknown[] = [];
    const steps = [
      () => this.#scheduler.stop(),
      () => this.#poller?.stop(),
      () => delivery?.idle(),
      ...[...transports].map((transport) => () => transport.close?.()),
      () => answered(clock, 'closing the store', lease / 3, async () => store.close?.()),
    ];
    for (const step of steps) {
      // What cannot be closed keeps nothing else open.
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  async explain<S extends Shape>(lifecycle: Lifecycle<S>, subject: Data<S> | string): Promise<readonly Explanation[]> {
    const { store, clock } = this.#parts;
    const table = tableFor(this.#parts, lifecycle.name);
    const given = typeof subject === 'string' ? undefined : readSubject(table.model, subject);
    const ref = { lifecycle: lifecycle.name, subject: given?.key ?? String(subject) };
    const stored = await store.subject(ref);
    const parsed = given ?? (await freshSubject(this.#parts, ref, stored, undefined));
    if (parsed === undefined) throw unknownSubject(this.#parts, ref);
    const situation = situationOf(table.model, parsed.key, parsed.subject, stored?.silent ?? false);
    return explain(table, situation, await store.history(ref), clock.now().getTime(), this.#parts.settings);
  }

  async history<S extends Shape>(lifecycle: Lifecycle<S>, key: string, page?: HistoryOptions): Promise<readonly JobRecord[]> {
    const { model } = tableFor(this.#parts, lifecycle.name);
    const part = page && { limit: page.limit ?? 2 ** 31 - 1, after: page.after };
    const jobs = await this.#parts.store.history({ lifecycle: model.name, subject: key }, part);
    return jobs.map(recordOf);
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

  /** Nothing is asked, and no timer set, where no transport is to be asked. */
  #pollReceipts(): void {
    const { clock, transports } = this.#parts;
    if (![...transports.values()].flat().some(isAsked)) return;
    this.#poller = new ReceiptPoller(
      clock,
      () => this.pollReceipts(),
      (error) => this.#emit('error', { at: clock.now(), error }),
    );
    this.#poller.start();
  }

  /** A scheduler that plans single jobs learns what became of them. */
  #settled(settlements: readonly Settlement[]): Promise<void> | undefined {
    if (this.#scheduler.plan === undefined || settlements.length === 0) return undefined;
    const isBack = ({ status, parkedBy }: Settlement) => status === 'scheduled' && parkedBy === undefined;
    const wake = settlements.filter(isBack).map(({ key, runAt, at }) => ({ key, at: new Date(runAt ?? at) }));
    const forget = settlements.filter((one) => !isBack(one)).map(({ key }) => key);
    return this.#plan({ wake, forget }, undefined);
  }

  /** Loaded when something is delivered for the first time: a process that only tells of changes never needs it. */
  #delivery(): Promise<Delivery> {
    this.#loading ??= loadDelivery(this.#parts, this.#hooks);
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
async function loadDelivery<Tx>(parts: Parts<Tx>, hooks: DeliveryHooks): Promise<Delivery> {
  const [{ createDelivery }, phones] = await Promise.all([
    import('./delivery.js'),
    parts.transports.has('sms') ? import('../phones/read-phone.js') : undefined,
  ]);
  const readPhone = phones && ((text: string, country: string | undefined) => phones.readPhone(text, { country }));
  return createDelivery({ ...parts, settings: { ...parts.settings, readPhone } }, hooks);
}

function reportOf({ answer }: Changed): ChangeReport {
  return answer.ok ? { ok: true } : { ok: false, code: answer.code };
}
