/**
 * Putting a notifier's parts together: do they fit? All misfits are reported at once.
 * @module
 */

import { unknownName } from '../core/errors.js';
import { mergeTables } from '../core/merge-tables.js';
import { checked, expectKnown, type Report } from '../core/problems.js';
import type { DeliverySettings, Limit } from '../core/settings.js';
import type { CompiledTable } from '../core/table.js';
import { bag } from '../core/untyped.js';
import type { Clock } from '../ports/clock.js';
import type { Store } from '../ports/store.js';
import type { Message, Transport } from '../ports/transport.js';
import type { Templates } from '../templates/engine.js';
import type { BreakerSettings } from './breaker.js';
import { consentSettings } from './consent/consent-check.js';
import type { ConsentSettings } from './consent/consent-options.js';
import type { AnyTable, NotifierOptions, Several, SignalContext } from './options.js';
import { checkLimits, checkOptions, checkTimeout } from './options-check.js';
import { type RetrySettings, retrySettings } from './retry-settings.js';
import { systemClock } from './system-clock.js';

/** Reads fresh data of a subject. */
export type Loader<Tx> = (key: string, context: { readonly tx: Tx | undefined }) => Promise<unknown>;

/** What the host does on a signal. */
export type SignalHandler = (subject: unknown, context: SignalContext) => unknown;

type Tables = ReadonlyMap<string, CompiledTable>;

/** The parts of a notifier, checked and without their types. */
export interface Parts<Tx> {
  readonly tables: Tables;
  readonly templates: ReadonlyMap<string, Templates>;
  readonly store: Store<Tx>;
  readonly clock: Required<Clock>;
  readonly settings: DeliverySettings;
  readonly transports: ReadonlyMap<string, readonly Transport<Message>[]>;
  readonly loaders: ReadonlyMap<string, Loader<Tx>>;
  readonly signals: ReadonlyMap<string, ReadonlyMap<string, SignalHandler>>;
  readonly consent: ConsentSettings<Tx>;
  readonly retry: RetrySettings;
  readonly breaker: Omit<BreakerSettings, 'mostWaiting'> | undefined;
  readonly keepContent: boolean;
  readonly concurrency: number;
  readonly sendTimeout: number;
  readonly lease: number;
}

/** Checks and names the parts; throws one error with code `invalid-notifier` that lists every misfit. */
export function assemble<Tx>(options: NotifierOptions<Several<AnyTable>, Tx>): Parts<Tx> {
  return checked('invalid-notifier', 'createNotifier', (report) => partsOf(options, report));
}

function partsOf<Tx>(options: NotifierOptions<Several<AnyTable>, Tx>, report: Report): Parts<Tx> {
  const tables = mergeTables(
    several(options.rules).map(({ compiled }) => compiled),
    report,
  );
  const sets = templatesIn(several(options.templates), report);
  checkSets(tables, sets, report);
  const transports = new Map(
    Object.entries(options.transports).map(([channel, given]) => [channel, Array.isArray(given) ? given : [given]]),
  );
  checkTransports(tables, sets, transports, report);
  const handlers = byLifecycle<Readonly<Record<string, SignalHandler>>>(options.signals, tables, 'signals', report);
  const signals = new Map([...handlers].map(([lifecycle, named]) => [lifecycle, new Map(Object.entries(named))]));
  checkSignals(tables, signals, report);
  const loaders = byLifecycle<Loader<Tx>>(options.load, tables, 'load', report);
  checkOptions(options, [...transports.keys()], report);
  return {
    tables,
    templates: new Map(sets.map((set) => [set.lifecycle, set])),
    store: options.store,
    clock: withTimer(options.clock, options.keepAlive ?? true),
    settings: {
      // The option types tie these functions to the host's own subjects; here they are called with exactly those.
      enabled: byChannel(options.enabled as DeliverySettings['enabled'] | undefined),
      windows: byChannel(options.windows as DeliverySettings['windows'] | undefined),
      limits: byChannel<Limit | readonly Limit[] | undefined>(options.limits),
    },
    transports,
    loaders,
    signals,
    consent: consentSettings(options, tables.values(), report),
    retry: retrySettings(options.retry),
    breaker: options.breaker === false ? undefined : { ...usualBreaker, ...options.breaker },
    keepContent: options.keepContent ?? false,
    concurrency: options.concurrency ?? 16,
    sendTimeout: options.sendTimeout ?? 30_000,
    lease: options.lease ?? 60_000,
  };
}

const usualBreaker = { failures: 5, pause: 30_000, longestPause: 5 * 60_000 };

/** The clock with timers of this platform, where it has none of its own. */
function withTimer(clock: Clock | undefined, keepAlive: boolean): Required<Clock> {
  const system = systemClock({ keepAlive });
  return { now: () => (clock ?? system).now(), timer: clock?.timer?.bind(clock) ?? system.timer };
}

/** Without what every object inherits: a channel may be named 'constructor'. */
function byChannel<T>(given: Readonly<Record<string, T>> | undefined): Readonly<Record<string, T>> {
  return Object.assign(Object.create(null), given);
}

function several<T>(given: Several<T>): readonly T[] {
  return Object.values(given);
}

function templatesIn(given: readonly Templates[], report: Report): readonly Templates[] {
  return given.filter((set, index) => {
    const { check, render } = bag(set);
    const fits = typeof check === 'function' && typeof render === 'function';
    const message = "expected what defineTemplates() of 'orderbell/templates' returns, or another engine with the same members.";
    if (!fits) report('invalid-value', `templates[${index}]`, message);
    return fits;
  });
}

function checkSets(tables: Tables, sets: readonly Templates[], report: Report): void {
  const hint = ' Give its rules, too, or leave out these templates.';
  for (const { lifecycle } of sets) expectLifecycle(tables, lifecycle, `templates '${lifecycle}'`, report, hint);
  for (const [name, { model, rules }] of tables) {
    const place = `templates '${name}'`;
    const [own, second] = sets.filter(({ lifecycle }) => lifecycle === name);
    if (second !== undefined) report('duplicate-name', place, 'two sets are for this lifecycle; put them together into one.');
    const rows = rules.map((rule) => ({ name: rule.name, rule: rule.row }));
    for (const problem of own?.check(model, rows).problems ?? []) report(problem.code, problem.place, problem.message);
    const telling = rules.filter(({ active, signal }) => active && signal === undefined).map((rule) => `'${rule.name}'`);
    if (own !== undefined || telling.length === 0) continue;
    const message = `there are no templates for this lifecycle, and its rules send messages: ${telling.join(', ')}. Add defineTemplates(${name}, { ... }).`;
    report('missing-template', place, message);
  }
}

function checkTransports(
  tables: Tables,
  sets: readonly Templates[],
  transports: ReadonlyMap<string, readonly unknown[]>,
  report: Report,
): void {
  const used = new Map<string, string>();
  for (const { rules } of tables.values()) {
    for (const rule of rules) for (const channel of rule.sends.flat()) used.set(channel, rule.name);
  }
  checkReceipts(tables, transports, report);
  for (const [channel, rule] of used) {
    if ((transports.get(channel)?.length ?? 0) > 0) continue;
    const message = `rule '${rule}' sends by '${channel}', but nothing carries it. Add transports: { ${channel}: ... }.`;
    report('missing-transport', `transports.${channel}`, message);
  }
  const written = new Set(sets.flatMap(({ channels }) => channels));
  for (const [channel, list] of transports) {
    const place = `transports.${channel}`;
    for (const transport of list) {
      checkTimeout(bag(transport)['timeout'], place, report);
      if (typeof bag(transport)['send'] === 'function') checkLimits(bag(transport)['limits'], place, report);
      else report('invalid-value', place, 'expected a transport, an object with name and send(message).');
    }
    if (used.has(channel) || written.has(channel)) continue;
    const unknown = unknownName('channel', channel, [...used.keys()]);
    report('unused-transport', place, `no rule sends by '${channel}' and no template is written for it. ${unknown}`);
  }
}

/** Who waits for a message to arrive has to be told that it has. */
function checkReceipts(tables: Tables, transports: ReadonlyMap<string, readonly unknown[]>, report: Report): void {
  for (const rule of [...tables.values()].flatMap(({ rules }) => rules)) {
    if (rule.until === undefined || !rule.active) continue;
    for (const channel of new Set(rule.sends.flatMap((channels) => channels.slice(0, -1)))) {
      for (const transport of transports.get(channel) ?? []) {
        const { name, receipt, receipts, readReceipt } = bag(transport);
        if ([receipt, receipts, readReceipt].some((one) => typeof one === 'function')) continue;
        const message = `rule '${rule.name}' goes on unless '${channel}' has delivered, but transport '${String(name)}' never tells. Use one with receipts (with its option for them, where it has one), or remove 'until'.`;
        report('invalid-value', `transports.${channel}`, message);
      }
    }
  }
}

function byLifecycle<T>(given: unknown, tables: Tables, place: string, report: Report): ReadonlyMap<string, T> {
  // The option types say what stands under each name.
  const entries = Object.entries(bag(given)) as [string, T][];
  for (const [name] of entries) expectLifecycle(tables, name, `${place}.${name}`, report);
  return new Map(entries.filter(([, value]) => value !== undefined));
}

function expectLifecycle(tables: Tables, name: string, place: string, report: Report, hint?: string): void {
  expectKnown(report, 'unknown-lifecycle', place, 'lifecycle', name, [...tables.keys()], hint);
}

function checkSignals(tables: Tables, signals: ReadonlyMap<string, ReadonlyMap<string, SignalHandler>>, report: Report): void {
  for (const [lifecycle, { rules }] of tables) {
    for (const { name, signal } of rules) {
      if (signal === undefined || signals.get(lifecycle)?.has(signal) === true) continue;
      const message = `rule '${name}' tells the host '${signal}', but nobody listens. Add signals: { ${lifecycle}: { '${signal}': async (subject) => ... } }.`;
      report('missing-signal', `signals.${lifecycle}`, message);
    }
  }
}
