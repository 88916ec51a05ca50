/**
 * State machines: which event moves a region of a subject from which state to which.
 * @module
 */
import { checked, expectKnown, type Report } from './problems.js';
import { bag } from './untyped.js';

/** The events that appear anywhere in a transition map. */
export type EventOf<T> = { [S in keyof T]: keyof T[S] & string }[keyof T];

/** What a machine may be given besides its transitions. */
export interface MachineOptions<State extends string, Group extends string, Event extends string> {
  /**
   * Names for sets of states; a rule that names a group means any state of it. A function decides by the state, and the subject it is
   * the state of: for statuses that only the host's database knows. It must answer the same for the same data.
   */
  readonly groups?: { readonly [G in Group]: readonly NoInfer<State>[] | StateTest };
  /** Events that only some actors may cause: `{ payOnline: ['gateway'] }`. Events not named here are open to everybody. */
  readonly actors?: { readonly [E in Event]?: readonly string[] };
  /** States that a subject enters at most once in its life. */
  readonly once?: readonly State[];
  /** States, besides the first, that a new subject may have and that no event leads to. */
  readonly starts?: readonly State[];
  /**
   * What is done with a state that the map does not have, such as a status that a shop has added at run time. `'refuse'` (default):
   * such data are an error. `'ignore'`: it may be entered and left, and no rule hears of it unless a function says that it
   * belongs to a group. `{ group }`: it counts as a state of this group, and `'*'` means it too. Such states are entered and left by the host: `{ before, after }`.
   */
  readonly unknown?: UnknownStates<NoInfer<Group>>;
  /** The events that are allowed in states that the map does not have, and where they lead: `{ cancel: 'cancelled' }`. */
  readonly fromUnknown?: { readonly [E in Event]?: NoInfer<State> };
}

/** Whether a state is one of a group. */
export type StateTest = (state: string, subject: unknown) => boolean;

/** What is done with states that a machine does not have. */
export type UnknownStates<Group extends string = string> = 'refuse' | 'ignore' | { readonly group: Group };

/** One region of a subject's state, as made by {@link defineMachine}. */
export interface Machine<State extends string = string, Group extends string = string, Event extends string = string> {
  /** The state a new subject usually has: the first key of the transition map. */
  readonly initial: State;
  readonly states: readonly State[];
  readonly events: readonly Event[];
  /** State to event to target. */
  readonly transitions: ReadonlyMap<string, ReadonlyMap<string, State>>;
  /** Event to target, in states that are not listed. */
  readonly fromUnknown: ReadonlyMap<string, State>;
  /** The states of each group; none for those that a function decides. */
  readonly groups: ReadonlyMap<Group, ReadonlySet<string>>;
  readonly groupTests: ReadonlyMap<string, StateTest>;
  readonly unknown: UnknownStates;
  /** Event to the actors that may cause it; an event that is not listed is open to everybody. */
  readonly actors: ReadonlyMap<string, ReadonlySet<string>>;
  readonly once: ReadonlySet<string>;
}

/**
 * Defines one region of a subject's state: a map of state to event to target state.
 *
 * The first key is the state a new subject usually has. All mistakes (unknown targets, unreachable states, groups of
 * unknown states) are reported in one {@link OrderbellError} with code `invalid-machine`.
 *
 * @example
 * const payment = defineMachine({ unpaid: { pay: 'paid' }, paid: { refund: 'refunded' }, refunded: {} });
 */
export function defineMachine<
  const T extends { readonly [S in keyof T]: Readonly<Record<string, keyof T & string>> },
  const G extends string = never,
>(transitions: T, options: MachineOptions<keyof T & string, G, EventOf<T>> = {}): Machine<keyof T & string, G, EventOf<T>> {
  checked('invalid-machine', 'defineMachine', (report) => checkMachine(transitions, options, report));
  const rows = Object.entries<Readonly<Record<string, string>>>(transitions);
  const groups = Object.entries<readonly string[] | StateTest>(options.groups ?? {});
  const machine: Machine = {
    initial: rows[0]?.[0] ?? '',
    states: rows.map(([state]) => state),
    events: [...new Set(rows.flatMap(([, events]) => Object.keys(events)))],
    transitions: new Map(rows.map(([state, events]) => [state, new Map(Object.entries(events))])),
    fromUnknown: new Map(Object.entries<string>({ ...options.fromUnknown })),
    groups: new Map(groups.map(([group, of]) => [group, new Set(typeof of === 'function' ? [] : of)])),
    groupTests: new Map(groups.flatMap(([group, of]) => (typeof of === 'function' ? [[group, of] as const] : []))),
    unknown: options.unknown ?? 'refuse',
    actors: new Map(
      Object.entries<readonly string[] | undefined>(options.actors ?? {}).map(([event, actors]) => [event, new Set(actors)]),
    ),
    once: new Set<string>(options.once ?? []),
  };
  // The maps were built from exactly these literal keys.
  return machine as Machine<keyof T & string, G, EventOf<T>>;
}

/** Where an event leads from a state; undefined where it is not allowed. */
export function targetOf(machine: Machine, state: string, event: string): string | undefined {
  return eventsFrom(machine, state).get(event);
}

/** The events that are allowed in a state, and where they lead. */
export function eventsFrom(machine: Machine, state: string): ReadonlyMap<string, string> {
  return machine.transitions.get(state) ?? machine.fromUnknown;
}

/** Whether only the data of a subject can tell what a name stands for: what was listed beforehand is then not all. */
export function isOpenMachine({ groupTests, unknown }: Machine): boolean {
  return groupTests.size > 0 || unknown !== 'refuse';
}

/** What a state of an open machine is called besides its own name: groups that a function decides, and what unknown states count as. */
export function openNames({ transitions, groupTests, unknown }: Machine, state: string, subject: unknown): readonly string[] {
  const names = [...groupTests].filter(([, test]) => test(state, subject)).map(([group]) => group);
  return typeof unknown === 'object' && !transitions.has(state) ? [...names, unknown.group, '*'] : names;
}

/** The states that a name stands for: the state itself, the states of a group, or all of them for `'*'`; undefined when unknown. */
export function statesNamed(machine: Machine, name: string): readonly string[] | undefined {
  if (name === '*') return machine.states;
  if (machine.transitions.has(name)) return [name];
  const group = machine.groups.get(name);
  return group === undefined ? undefined : [...group];
}

/** The states and groups of a machine. */
export function stateAndGroupNames(machine: Machine): readonly string[] {
  return [...machine.states, ...machine.groups.keys()];
}

const optionNames = ['groups', 'actors', 'once', 'starts', 'unknown', 'fromUnknown'];

function checkMachine(
  transitions: Readonly<Record<string, Readonly<Record<string, string>>>>,
  options: MachineOptions<string, string, string>,
  report: Report,
): void {
  const states = Object.keys(transitions);
  const events = Object.values(transitions).flatMap((row) => Object.keys(row));
  const { groups = {}, actors = {}, once = [], starts = [], unknown = 'refuse', fromUnknown = {} } = options;
  const knownState = (place: string, state: string) => expectKnown(report, 'unknown-state', place, 'state', state, states);
  if (states.length === 0)
    report('missing-value', 'transitions', 'a machine needs at least one state: { open: { close: "closed" }, closed: {} }.');
  for (const name of Object.keys(options)) expectKnown(report, 'unknown-option', 'options', 'option', name, optionNames);
  for (const [state, row] of Object.entries(transitions)) {
    checkName(`state '${state}'`, state, report);
    for (const [event, target] of Object.entries(row)) {
      const place = `state '${state}', event '${event}'`;
      checkName(place, event, report);
      knownState(place, target);
    }
  }
  for (const [group, members] of Object.entries(groups)) {
    const place = `groups.${group}`;
    if (states.includes(group)) report('duplicate-name', place, 'a state has this name already; choose another one.');
    checkName(place, group, report);
    if (typeof members === 'function') continue;
    const isForUnknown = typeof unknown === 'object' && unknown.group === group;
    if (members.length === 0 && !isForUnknown) report('missing-value', place, 'a group needs at least one state.');
    for (const state of members) knownState(place, state);
  }
  for (const event of Object.keys(actors))
    expectKnown(report, 'unknown-event', `actors.${event}`, 'event', event, [...new Set(events)]);
  checkUnknown(unknown, Object.keys(groups), report);
  for (const [event, target] of Object.entries(fromUnknown)) {
    if (unknown === 'refuse')
      report(
        'invalid-value',
        'fromUnknown',
        "states that the map does not have are refused. Add unknown: 'ignore' or { group }.",
      );
    expectKnown(report, 'unknown-event', `fromUnknown.${event}`, 'event', event, [...new Set(events)]);
    knownState(`fromUnknown.${event}`, target ?? '');
  }
  for (const state of once) knownState('once', state);
  for (const state of starts) knownState('starts', state);
  for (const state of unreachable(transitions, [...states.slice(0, 1), ...starts])) {
    const fix = `Add an event that targets it, name it in 'starts' if new subjects may have it, or remove it.`;
    report('unreachable-state', `state '${state}'`, `no event leads here from '${states[0]}'. ${fix}`);
  }
}

function checkUnknown(unknown: UnknownStates, groups: readonly string[], report: Report): void {
  if (unknown === 'refuse' || unknown === 'ignore') return;
  const { group } = bag(unknown);
  if (typeof group === 'string') expectKnown(report, 'unknown-state', 'unknown.group', 'group', group, groups);
  else report('invalid-value', 'unknown', "expected 'refuse', 'ignore' or { group: 'name of a group' }.");
}

function checkName(place: string, name: string, report: Report): void {
  if (/^\p{L}[\p{L}\p{N}_-]*$/u.test(name)) return;
  report('invalid-value', place, "a name is made of letters, digits, '-' and '_', starting with a letter.");
}

function unreachable(transitions: Readonly<Record<string, Readonly<Record<string, string>>>>, from: readonly string[]): string[] {
  const reached = new Set(from);
  for (const state of reached) {
    for (const target of Object.values(transitions[state] ?? {})) reached.add(target);
  }
  return Object.keys(transitions).filter((state) => !reached.has(state));
}
