/**
 * A whole notifier for tests.
 * @module
 */
import { type MemoryStore, memory } from '../adapters/memory/store.js';
import type { MemoryTransaction } from '../adapters/memory/transaction.js';
import type { Lifecycle } from '../core/lifecycle.js';
import { eventNamed } from '../core/links.js';
import type { Shape } from '../core/shape.js';
import type { CompiledTable } from '../core/table.js';
import { inTimelineOrder } from '../core/timeline.js';
import { timelineText } from '../core/timeline-text.js';
import type { MessageOf } from '../ports/transport.js';
import type { ChangeOf, ChangeOptions, ChangeResult } from '../runtime/changes.js';
import { createNotifier } from '../runtime/create-notifier.js';
import type { Notifier } from '../runtime/notifier.js';
import type { AnyTable, ChannelsUsed, NotifierOptions, Several, SignalContext } from '../runtime/options.js';
import type { Templates } from '../templates/engine.js';
import { travel } from './advance.js';
import type { Witness } from './expectation.js';
import { type FakeClock, fakeClock, instantFrom, type Step } from './fake-clock.js';
import { recordLines } from './record-lines.js';
import { type RecordingTransport, recording } from './recording.js';
import { assertStableSchema } from './schema-check.js';
import { entryOf, scheduledEntries } from './timeline.js';

/** What {@link createTestNotifier} is given: what `createNotifier` takes, but for what a test must not bring from outside. */
export interface TestNotifierOptions<R extends Several<AnyTable>>
  extends Omit<NotifierOptions<R, MemoryTransaction>, 'rules' | 'transports' | 'store' | 'clock' | 'scheduler'> {
  readonly rules: R;
  /** What the clock shows at first: a `Date`, or a text that is local to `timeZone` unless it has an offset. */
  readonly start: Date | string;
  /** IANA zone in which the test tells instants and reads the timeline: `UTC` unless given. Subjects keep their own. */
  readonly timeZone?: string;
}

/** A notifier with everything around it in the hands of a test. */
export interface TestNotifier<R extends Several<AnyTable> = Several<AnyTable>> extends Notifier<MemoryTransaction>, Witness {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  /** A recording transport for every channel that the rules use, and for those that templates are written for. */
  readonly transports: { readonly [C in ChannelsUsed<R>]: RecordingTransport<MessageOf<C>> };
  /** Goes to an instant by way of every instant at which something is due, and delivers it there; the last one included. */
  advanceTo(instant: Date | string): Promise<void>;
  /** The same by a length of time: `{ days: 1 }` is the same time of day on the next day. */
  advanceBy(step: Step): Promise<void>;
  /** What became of every message so far, as the table that `orderbell simulate` prints: for golden files. */
  timelineText(): string;
}

/**
 * A notifier with a fake clock, a store in memory and recording transports. It plays the host's part as `orderbell simulate` does:
 * a signal that is named after an event is applied to its subject as that event, unless `signals` says otherwise or `load` reads
 * the data from elsewhere.
 *
 * Deliveries run one at a time, so that each sees what those before it have caused; `concurrency` says otherwise. Every subject
 * that is handled also has its schema checked (see {@link assertStableSchema}).
 *
 * @example
 * const shop = createTestNotifier({ rules: [bookingRules], templates: [bookingTemplates], start: '2026-03-01T11:00', timeZone: 'Asia/Taipei' });
 * await shop.handleTransition(booking, { created: aBooking() });
 * await shop.advanceTo('2026-03-08T10:00');
 * assertSent(shop, { rule: 'pre-visit', to: 'participant', by: 'sms', at: '2026-03-08T10:00' });
 */
export function createTestNotifier<const R extends Several<AnyTable>>(options: TestNotifierOptions<R>): TestNotifier<R> {
  const { start, timeZone = 'UTC', ...given } = options;
  const tables = Object.values<AnyTable>(options.rules).map(({ compiled }) => compiled);
  const clock = fakeClock(start, { timeZone });
  const store = memory();
  const transports = recordings(tables, Object.values<Templates>(options.templates));
  const apply: ApplyEvent = async (model, event, { subject, key }) => {
    // A notifier reads nothing but the name of a lifecycle, and the name of an event is checked by it.
    const lifecycle = { name: model.name, model } as Lifecycle<Shape>;
    await notifier.handleTransition(lifecycle, { subject, event: event as `${string}.${string}` }, { key });
  };
  // The rules and options are the caller's own; signals, transports, store and clock are made for exactly these rules.
  const all = { concurrency: 1, ...given, signals: signalsOf(tables, given, apply), transports, store, clock } as unknown;
  const notifier = createNotifier(all as NotifierOptions<readonly AnyTable[], MemoryTransaction>);
  const lines = recordLines(notifier);
  const ordered = () => inTimelineOrder(lines, tables);
  const isWaiting = () => Object.values(transports).some(({ waiting }) => waiting > 0);
  const travelTo = (target: Date) => travel({ notifier, clock, store, isWaiting }, target);
  const handleTransition = notifier.handleTransition.bind(notifier);

  return Object.assign(notifier, {
    clock,
    store,
    // Made for the channels of these very rules; e-mail alone carries more than a text.
    transports: transports as unknown as TestNotifier<R>['transports'],
    timeZone,
    names: { rule: tables.flatMap(({ rules }) => rules.map(({ name }) => name)), by: Object.keys(transports) },
    handleTransition: async <S extends Shape>(
      lifecycle: Lifecycle<S>,
      change: ChangeOf<S>,
      call?: ChangeOptions<MemoryTransaction>,
    ): Promise<ChangeResult<S>> => {
      // `bind` has forgotten the shape; the answer is that of this lifecycle.
      const result = (await handleTransition(lifecycle as Lifecycle, change as ChangeOf<Shape>, call)) as ChangeResult<S>;
      if (result.ok) assertStableSchema(lifecycle, result.subject);
      return result;
    },
    advanceTo: async (instant: Date | string) => travelTo(new Date(instantFrom(instant, timeZone))),
    advanceBy: async (step: Step) => travelTo(clock.after(step)),
    timeline: () => ordered().map((line) => entryOf(line, timeZone)),
    timelineText: () => timelineText(ordered(), timeZone),
    scheduled: () => scheduledEntries(store.allJobs(), timeZone),
  });
}

type ApplyEvent = (model: CompiledTable['model'], event: string, context: SignalContext) => Promise<void>;

/** The handlers given, and for every other signal one that applies it where it is named after an event. */
function signalsOf(
  tables: readonly CompiledTable[],
  given: { readonly signals?: object; readonly load?: object },
  apply: ApplyEvent,
): Readonly<Record<string, object>> {
  // By lifecycle, and by signal within, as the option types say.
  const handlers: Record<string, object> = { ...(given.signals as Readonly<Record<string, object>> | undefined) };
  for (const { model, rules } of tables) {
    if (Object.keys(given.load ?? {}).includes(model.name)) continue;
    for (const { signal } of rules) {
      if (signal === undefined || Object.keys(handlers[model.name] ?? {}).includes(signal)) continue;
      const handle = async (_subject: unknown, context: SignalContext) => {
        if (eventNamed(model.machines, signal) !== undefined) await apply(model, signal, context);
      };
      handlers[model.name] = { ...handlers[model.name], [signal]: handle };
    }
  }
  return handlers;
}

function recordings(tables: readonly CompiledTable[], sets: readonly Templates[]): Readonly<Record<string, RecordingTransport>> {
  const used = tables.flatMap(({ rules }) => rules.flatMap(({ sends }) => sends.flat()));
  const written = sets.flatMap(({ channels }) => channels);
  return Object.fromEntries([...new Set([...used, ...written])].map((channel) => [channel, recording(channel)]));
}
