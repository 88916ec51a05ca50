/**
 * Putting a notifier's parts together: do they fit? All misfits are reported at once.
 * @module
 */

import { type Problem, throwProblems, unknownName } from '../core/errors.js';
import { mergeTables } from '../core/merge-tables.js';
import type { TimeSpan } from '../core/opening-hours.js';
import type { DeliverySettings, Limit } from '../core/settings.js';
import type { CompiledTable } from '../core/table.js';
import type { Clock } from '../ports/clock.js';
import type { Store } from '../ports/store.js';
import type { Message, Transport } from '../ports/transport.js';
import type { Templates } from '../templates/engine.js';
import type { BreakerSettings } from './breaker.js';
import type { AnyTable, NotifierOptions, Several, SignalContext } from './options.js';
import { checkLimits, checkOptions } from './options-check.js';
import { type RetrySettings, retrySettings } from './retry-settings.js';
import { systemClock } from './system-clock.js';

/** Reads fresh data of a subject. */
export type Loader<Tx> = (key: string, context: { readonly tx: Tx | undefined }) => Promise<unknown>;

/** What the host does on a signal. */
export type SignalHandler = (subject: unknown, context: SignalContext) => unknown;

/** The parts of a notifier, checked and without their types. */
export interface Parts<Tx> {
  readonly tables: ReadonlyMap<string, CompiledTable>;
  readonly templates: ReadonlyMap<string, Templates>;
  readonly store: Store<Tx>;
  readonly clock: Required<Clock>;
  readonly settings: DeliverySettings;
  readonly transports: ReadonlyMap<string, readonly Transport<Message>[]>;
  readonly loaders: ReadonlyMap<string, Loader<Tx>>;
  readonly signals: ReadonlyMap<string, ReadonlyMap<string, SignalHandler>>;
  readonly retry: RetrySettings;
  readonly breaker: Omit<BreakerSettings, 'mostWaiting'> | undefined;
  readonly keepContent: boolean;
  readonly concurrency: number;
  readonly sendTimeout: number;
  readonly lease: number;
}

/** Checks and names the parts; throws one error with code `invalid-notifier` that lists every misfit. */
export function assemble<Tx>(options: NotifierOptions<Several<AnyTable>, Tx>): Parts<Tx> {
  const problems: Problem[] = [];
  const merged = mergeTables(several(options.rules).map(({ compiled }) => compiled));
  problems.push(...merged.problems);
  const sets = templatesIn(several(options.templates), problems);
  checkSets(merged.byLifecycle, sets, problems);
  const transports = new Map(
    Object.entries(options.transports).map(([channel, given]) => [channel, Array.isArray(given) ? given : [given]]),
  );
  checkTransports(merged.byLifecycle, sets, transports, problems);
  const signals = byLifecycle<Readonly<Record<string, SignalHandler>>>(options.signals, merged.byLifecycle, 'signals', problems);
  checkSignals(merged.byLifecycle, signals, problems);
  const loaders = byLifecycle<Loader<Tx>>(options.load, merged.byLifecycle, 'load', problems);
  checkOptions(options, [...transports.keys()], problems);
  throwProblems('invalid-notifier', 'createNotifier', problems);
  return {
    tables: merged.byLifecycle,
    templates: new Map(sets.map((set) => [set.lifecycle, set])),
    store: options.store,
    clock: withTimer(options.clock, options.keepAlive ?? true),
    // The option types tie these functions to the host's own subjects; here they are called with exactly those.
    settings: {
      enabled: byChannel(options.enabled as DeliverySettings['enabled'] | undefined),
      windows: byChannel<TimeSpan | undefined>(options.windows),
      limits: byChannel<Limit | undefined>(options.limits),
    },
    transports,
    loaders,
    signals: new Map([...signals].map(([lifecycle, handlers]) => [lifecycle, new Map(Object.entries(handlers))])),
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

function checkSets(tables: ReadonlyMap<string, CompiledTable>, sets: readonly Templates[], problems: Problem[]): void {
  for (const { lifecycle } of sets) {
    if (tables.has(lifecycle)) continue;
    problems.push({
      code: 'unknown-lifecycle',
      place: `templates '${lifecycle}'`,
      message: `${unknownName('lifecycle', lifecycle, [...tables.keys()])} Give its rules, too, or leave out these templates.`,
    });
  }
  for (const [name, table] of tables) {
    const own = sets.filter(({ lifecycle }) => lifecycle === name);
    if (own.length > 1)
      problems.push({
        code: 'duplicate-name',
        place: `templates '${name}'`,
        message: 'two sets are for this lifecycle; put them together into one.',
      });
    const rows = table.rules.map(({ name: rule, row }) => ({ name: rule, rule: row }));
    problems.push(...(own[0]?.check(table.model, rows).problems ?? missingSet(table)));
  }
}

function templatesIn(given: readonly Templates[], problems: Problem[]): readonly Templates[] {
  return given.filter((set, index) => {
    const fits = typeof set === 'object' && set !== null && typeof set.check === 'function' && typeof set.render === 'function';
    const message = "expected what defineTemplates() of 'orderbell/templates' returns, or another engine with the same members.";
    if (!fits) problems.push({ code: 'invalid-value', place: `templates[${index}]`, message });
    return fits;
  });
}

function missingSet({ model, rules }: CompiledTable): readonly Problem[] {
  const telling = rules.filter(({ active, signal }) => active && signal === undefined).map(({ name }) => `'${name}'`);
  if (telling.length === 0) return [];
  const message = `there are no templates for this lifecycle, and its rules send messages: ${telling.join(', ')}. Add defineTemplates(${model.name}, { ... }).`;
  return [{ code: 'missing-template', place: `templates '${model.name}'`, message }];
}

function checkTransports(
  tables: ReadonlyMap<string, CompiledTable>,
  sets: readonly Templates[],
  transports: ReadonlyMap<string, readonly unknown[]>,
  problems: Problem[],
): void {
  const used = new Map<string, string>();
  for (const { rules } of tables.values()) {
    for (const rule of rules) for (const channel of rule.sends.flat()) used.set(channel, rule.name);
  }
  for (const [channel, rule] of used) {
    if ((transports.get(channel)?.length ?? 0) > 0) continue;
    const message = `rule '${rule}' sends by '${channel}', but nothing carries it. Add transports: { ${channel}: ... }.`;
    problems.push({ code: 'missing-transport', place: `transports.${channel}`, message });
  }
  const written = new Set(sets.flatMap(({ channels }) => channels));
  for (const [channel, list] of transports) {
    const place = `transports.${channel}`;
    for (const transport of list) {
      if (typeof transport === 'object' && transport !== null && 'send' in transport && typeof transport.send === 'function') {
        checkLimits(transport, place, problems);
        continue;
      }
      problems.push({ code: 'invalid-value', place, message: 'expected a transport, an object with name and send(message).' });
    }
    if (used.has(channel) || written.has(channel)) continue;
    problems.push({
      code: 'unused-transport',
      place,
      message: `no rule sends by '${channel}' and no template is written for it. ${unknownName('channel', channel, [...used.keys()])}`,
    });
  }
}

function byLifecycle<T>(
  given: unknown,
  tables: ReadonlyMap<string, CompiledTable>,
  place: string,
  problems: Problem[],
): ReadonlyMap<string, T> {
  // The option types say what stands under each name.
  const entries = Object.entries((given ?? {}) as Readonly<Record<string, T | undefined>>);
  const known: [string, T][] = [];
  for (const [name, value] of entries) {
    if (!tables.has(name))
      problems.push({
        code: 'unknown-lifecycle',
        place: `${place}.${name}`,
        message: unknownName('lifecycle', name, [...tables.keys()]),
      });
    else if (value !== undefined) known.push([name, value]);
  }
  return new Map(known);
}

function checkSignals(
  tables: ReadonlyMap<string, CompiledTable>,
  signals: ReadonlyMap<string, Readonly<Record<string, SignalHandler>>>,
  problems: Problem[],
): void {
  for (const [lifecycle, { rules }] of tables) {
    const handled = Object.keys(signals.get(lifecycle) ?? {});
    for (const rule of rules) {
      if (rule.signal === undefined || handled.includes(rule.signal)) continue;
      const message = `rule '${rule.name}' tells the host '${rule.signal}', but nobody listens. Add signals: { ${lifecycle}: { '${rule.signal}': async (subject) => ... } }.`;
      problems.push({ code: 'missing-signal', place: `signals.${lifecycle}`, message });
    }
  }
}
