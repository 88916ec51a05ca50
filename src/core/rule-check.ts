/**
 * The check of one rule's names against its lifecycle.
 * @module
 */
import { type Problem, unknownName } from './errors.js';
import { parseName } from './links.js';
import { statesNamed } from './machine.js';
import type { LifecycleModel, MachineModel, Scope } from './model.js';
import type { RuleRow } from './rule-schema.js';

type Report = (code: Problem['code'], column: string, message: string) => void;

/**
 * Everything that is wrong with a rule whose form is right: names that do not exist, columns that do not go together. Where the row
 * is not `whole`, because some column had the wrong form, missing ones are not asked for.
 */
export function checkRule(model: LifecycleModel, name: string, row: RuleRow, whole: boolean): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (code, column, message) => {
    problems.push({ code, place: column === '' ? `rule '${name}'` : `rule '${name}', '${column}'`, message });
  };
  if (whole) checkTogether(row, report);
  checkTriggers(model, row, report);
  checkWhile(model, row, report);
  checkNames(model, row, report);
  if (row.during !== undefined && model.openingHours === undefined) {
    report('missing-value', 'during', "the lifecycle has no 'openingHours'; add them to defineLifecycle to use 'during'.");
  }
  return problems;
}

/** Names as a list, whether one was given, several or none. */
export function listOf<T>(value: T | readonly T[] | undefined): readonly T[] {
  // Array.isArray does not narrow a union with a readonly array; a T is never an array here.
  return value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

/** The names in a state filter, and whether they are the ones excepted. */
export function namesOf(filter: string | readonly string[] | { readonly not: string | readonly string[] }): {
  readonly not: boolean;
  readonly names: readonly string[];
} {
  if (typeof filter === 'object' && 'not' in filter) return { not: true, names: listOf(filter.not) };
  return { not: false, names: listOf(filter) };
}

function checkTogether(row: RuleRow, report: Report): void {
  if (row.on === undefined && row.due === undefined)
    report('missing-value', '', "a rule needs 'on' (a change) or 'due' (a deadline).");
  if (row.on !== undefined && row.due !== undefined)
    report('invalid-value', '', "'on' and 'due' exclude each other; make two rules.");
  if (row.on !== undefined && row.late !== undefined)
    report('invalid-value', 'late', "only a rule with 'due' can be late; remove it, or use 'expires'.");
  if (row.due !== undefined && row.from !== undefined)
    report('invalid-value', 'from', "only a rule with 'on' looks at the state that was left; use 'while'.");
  if (row.signal === undefined) {
    if (row.to === undefined) report('missing-value', 'to', "who is told? Name a role, or use 'signal' to tell the host.");
    if (row.by === undefined) report('missing-value', 'by', "which channel? Write by: ['email'].");
    return;
  }
  for (const column of ['to', 'by', 'template', 'delivery', 'category'] as const) {
    if (row[column] !== undefined)
      report('invalid-value', column, "a rule with 'signal' tells the host and nobody else; make two rules.");
  }
}

function checkTriggers(model: LifecycleModel, row: RuleRow, report: Report): void {
  const machines = new Set<MachineModel>();
  for (const trigger of listOf(row.on)) {
    const [head, tail] = parseName(trigger);
    const machine = model.machines.get(head);
    if (machine !== undefined) {
      machines.add(machine);
      if (tail !== undefined && statesNamed(machine.machine, tail) !== undefined) continue;
      report('unknown-state', 'on', unknownName('state', trigger, triggersOf(machine)));
    } else if (!factsOf(model).includes(trigger)) {
      const known = [...[...model.machines.values()].flatMap(triggersOf), ...factsOf(model)];
      report('unknown-fact', 'on', unknownName('state or fact', trigger, known));
    }
  }
  if (row.from === undefined || row.on === undefined) return;
  if (machines.size === 0) {
    report('invalid-value', 'from', "a fact leaves no state; use 'while' to ask for the present one.");
    return;
  }
  const known = [...machines].flatMap(({ machine }) => [...machine.states, ...machine.groups.keys()]);
  for (const name of namesOf(row.from).names) {
    if (name !== '*' && !known.includes(name)) report('unknown-state', 'from', unknownName('state', name, [...known, '*']));
  }
}

function triggersOf({ name, machine }: MachineModel): string[] {
  return [...machine.states, ...machine.groups.keys(), '*'].map((state) => `${name}.${state}`);
}

/** The facts of a lifecycle, the changes of its fields included. */
export function factsOf(model: LifecycleModel): readonly string[] {
  return [...model.facts.keys(), ...[...model.fields.keys()].map((field) => `${field}.changed`)];
}

function checkWhile(model: LifecycleModel, row: RuleRow, report: Report): void {
  for (const [name, filter] of Object.entries(row.while ?? {})) {
    const machine = model.machines.get(name)?.machine;
    if (machine === undefined) {
      report('unknown-machine', 'while', unknownName('machine', name, [...model.machines.keys()]));
      continue;
    }
    const known = [...machine.states, ...machine.groups.keys()];
    for (const state of namesOf(filter).names) {
      if (!known.includes(state)) report('unknown-state', `while.${name}`, unknownName('state', state, known));
    }
  }
}

function checkNames(model: LifecycleModel, row: RuleRow, report: Report): void {
  const scope: Scope | undefined = row.each === undefined ? model.root : model.items.get(row.each);
  if (scope === undefined) {
    report('unknown-items', 'each', unknownName('item collection', row.each ?? '', [...model.items.keys()]));
    return;
  }
  const known =
    (
      column: string,
      kind: string,
      code: Problem['code'],
      names: ReadonlyMap<string, unknown>,
      part: 'dates' | 'roles' | 'conditions',
    ) =>
    (name: string) => {
      if (!names.has(name)) report(code, column, unknownName(kind, name, [...names.keys()]) + elsewhere(model, row, part, name));
    };
  listOf(row.if).forEach(known('if', 'condition', 'unknown-condition', scope.conditions, 'conditions'));
  listOf(row.unless).forEach(known('unless', 'condition', 'unknown-condition', scope.conditions, 'conditions'));
  [row.due?.before, row.due?.after, row.due?.on]
    .filter((name) => name !== undefined)
    .forEach(known('due', 'date', 'unknown-date', scope.dates, 'dates'));
  listOf(row.to)
    .filter((role) => typeof role === 'string')
    .forEach(known('to', 'role', 'unknown-role', scope.roles, 'roles'));
}

/** A hint where the name belongs to an item collection that the rule does not name. */
function elsewhere(model: LifecycleModel, row: RuleRow, part: 'dates' | 'roles' | 'conditions', name: string): string {
  const owner = [...model.items].find(([items, scope]) => items !== row.each && scope[part].has(name));
  return owner === undefined ? '' : ` '${name}' belongs to the items '${owner[0]}': add each: '${owner[0]}'.`;
}
