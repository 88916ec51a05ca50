/**
 * A rule as it runs: names resolved to functions and sets, once, when the table is made.
 * @module
 */
import type { Contact } from './contact.js';
import { fittingOf } from './fitting.js';
import { parseName } from './links.js';
import { isOpenMachine, statesNamed } from './machine.js';
import type { DateValue, ItemScope, LifecycleModel, Scope, Told, View } from './model.js';
import type { Category, Fitting, Inflight, Late, Span, Until } from './rule.js';
import { namesOf } from './rule-check.js';
import type { RuleRow } from './rule-schema.js';
import { openStateSet, type StateSet, stateSet } from './state-set.js';
import { listOf } from './untyped.js';

/** A deadline: a named date and the way from it to the due instant. */
export interface CompiledDue {
  readonly dateName: string;
  readonly date: (view: View) => DateValue;
  /** -1 before the date, 1 after it; 0 on its own day. */
  readonly sign: -1 | 0 | 1;
  readonly days: number | undefined;
  readonly hours: number | undefined;
  readonly minutes: number | undefined;
  readonly at: string | undefined;
}

/** Who is told: by role, or always the same contact. */
export interface CompiledRecipient {
  readonly role: string | undefined;
  readonly find: (view: View) => Told;
}

/** A named condition. */
export interface CompiledCondition {
  readonly name: string;
  readonly holds: (view: View) => boolean;
}

/** One rule of a compiled table. */
export interface CompiledRule {
  readonly name: string;
  /** Its place in the table. */
  readonly index: number;
  /** The row as it was written. */
  readonly row: RuleRow;
  /** Version of the whole table it stands in. */
  readonly tableVersion: string;
  readonly active: boolean;
  /** States and facts that set it off; empty for deadlines. */
  readonly triggers: readonly string[];
  /** The states that must have been left, by machine; undefined when the rule does not ask. */
  readonly from: ReadonlyMap<string, StateSet> | undefined;
  readonly due: CompiledDue | undefined;
  readonly while: readonly { readonly machine: string; readonly states: StateSet }[];
  readonly if: readonly CompiledCondition[];
  readonly unless: readonly CompiledCondition[];
  readonly during: 'open' | 'closed' | undefined;
  readonly owner: string | undefined;
  /** The collection for whose items the rule runs one by one. */
  readonly items: ItemScope | undefined;
  readonly each: string | undefined;
  readonly to: readonly CompiledRecipient[];
  /** What is sent to each recipient: one channel, or several to try in order. */
  readonly sends: readonly (readonly string[])[];
  /** Set where the next channel follows unless the message is delivered. */
  readonly until: Until | undefined;
  readonly signal: string | undefined;
  readonly late: Late;
  readonly category: Category;
  /** Whether windows do not hold it up. */
  readonly urgent: boolean;
  readonly inflight: Inflight;
  readonly expires: Span | undefined;
  /** For SMS; undefined where it may take as many parts as it takes. */
  readonly fitting: Fitting | undefined;
  readonly template: string;
  /** The machine whose states rule out most, for the index of deadlines. */
  narrowest(): { readonly machine: string; readonly states: StateSet } | undefined;
}

/** Resolves the names of a checked rule. */
export function compileRule(model: LifecycleModel, name: string, row: RuleRow, index: number): CompiledRule {
  const items = row.each === undefined ? undefined : model.items.get(row.each);
  const scope: Scope = items ?? model.root;
  const whiles = Object.entries(row.while ?? {}).map(([machine, filter]) => ({
    machine,
    states: statesIn(model, machine, filter),
  }));
  return {
    name,
    index,
    row,
    tableVersion: '',
    active: row.active ?? true,
    triggers: [...new Set(listOf(row.on).flatMap((trigger) => expand(model, trigger)))],
    from: row.from === undefined ? undefined : compileFrom(model, row.from),
    due: row.due === undefined ? undefined : compileDue(scope, row.due),
    while: whiles,
    if: compileConditions(scope, row.if),
    unless: compileConditions(scope, row.unless),
    during: row.during,
    owner: row.owner,
    items,
    each: row.each,
    to: listOf(row.to).map((to) => compileRecipient(scope, to)),
    sends: row.by === undefined ? [] : compileSends(row.by),
    until: untilOf(row.by),
    signal: row.signal,
    late: row.late ?? 'same-day',
    category: row.category ?? 'transactional',
    urgent: row.urgent ?? false,
    inflight: row.inflight ?? 'follow',
    // The form check admits exactly one of the three lengths.
    expires: row.expires as Span | undefined,
    fitting: fittingOf(row),
    template: row.template ?? name,
    narrowest: () =>
      whiles.filter(({ states }) => states.isClosed).sort((a, b) => a.states.names.length - b.states.names.length)[0],
  };
}

/** `order.live` to the states of the group, `order.*` to all states; what only data can tell, and facts, stay as they are too. */
function expand(model: LifecycleModel, trigger: string): readonly string[] {
  const [head, tail] = parseName(trigger);
  const machine = model.machines.get(head)?.machine;
  if (machine === undefined || tail === undefined) return [trigger];
  const states = (statesNamed(machine, tail) ?? []).map((state) => `${head}.${state}`);
  return isOpenMachine(machine) ? [...states, trigger] : states;
}

/** The states of a machine that a filter names; names of other machines' states are none of it. */
function statesIn(model: LifecycleModel, name: string, filter: NonNullable<RuleRow['from']>): StateSet {
  const machine = model.machines.get(name)?.machine;
  if (machine === undefined) return stateSet(new Set());
  const { not, names } = namesOf(filter);
  if (isOpenMachine(machine)) return openStateSet(machine, names, not);
  const named = new Set(names.flatMap((state) => statesNamed(machine, state) ?? []));
  return stateSet(not ? new Set(machine.states.filter((state) => !named.has(state))) : named);
}

function compileFrom(model: LifecycleModel, filter: NonNullable<RuleRow['from']>): ReadonlyMap<string, StateSet> {
  return new Map([...model.machines.keys()].map((machine) => [machine, statesIn(model, machine, filter)]));
}

function compileDue(scope: Scope, due: NonNullable<RuleRow['due']>): CompiledDue {
  const dateName = due.before ?? due.after ?? due.on ?? '';
  return {
    dateName,
    date: scope.dates.get(dateName) ?? (() => null),
    sign: due.on !== undefined ? 0 : due.before !== undefined ? -1 : 1,
    days: due.days,
    hours: due.hours,
    minutes: due.minutes,
    at: due.at,
  };
}

function compileConditions(scope: Scope, names: string | readonly string[] | undefined): readonly CompiledCondition[] {
  return listOf(names).map((name) => ({ name, holds: scope.conditions.get(name) ?? (() => false) }));
}

/** What is sent to each recipient, see {@link CompiledRule.sends}. */
export function compileSends(by: readonly string[] | { readonly firstOf: readonly string[] }): CompiledRule['sends'] {
  return 'firstOf' in by ? [by.firstOf] : by.map((channel) => [channel]);
}

function untilOf(by: RuleRow['by']): Until | undefined {
  // The form check admits hours or minutes.
  return by !== undefined && 'firstOf' in by && by.within !== undefined ? { within: by.within } : undefined;
}

/** Who is told; nobody, where the scope does not have the role. */
export function compileRecipient(scope: Scope, to: string | Contact): CompiledRecipient {
  return typeof to === 'string' ? { role: to, find: scope.roles.get(to) ?? (() => null) } : { role: undefined, find: () => to };
}
