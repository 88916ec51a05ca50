/**
 * The check of one rule's names against its lifecycle.
 * @module
 */
import type { ErrorCode } from './errors.js';
import { parseName } from './links.js';
import { stateAndGroupNames } from './machine.js';
import type { LifecycleModel, MachineModel, Scope } from './model.js';
import { expectKnown, type Report } from './problems.js';
import type { RuleRow } from './rule-schema.js';
import { listOf } from './untyped.js';

/**
 * Reports everything that is wrong with a rule whose form is right, by column: names that do not exist, columns that do not go
 * together. Where the row is not `whole`, because some column had the wrong form, missing ones are not asked for.
 */
export function checkRule(model: LifecycleModel, row: RuleRow, whole: boolean, report: Report): void {
  if (whole) checkTogether(row, report);
  checkTriggers(model, row, report);
  checkWhile(model, row, report);
  checkNames(model, row, report);
  if (row.owner !== undefined) expectKnown(report, 'unknown-owner', 'owner', 'owner', row.owner, [...model.owners.keys()]);
  if (row.during !== undefined && model.openingHours === undefined) {
    report('missing-value', 'during', "the lifecycle has no 'openingHours'; add them to defineLifecycle to use 'during'.");
  }
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
  checkUntil(row, report);
  const channels = row.by === undefined ? [] : 'firstOf' in row.by ? row.by.firstOf : row.by;
  for (const column of ['parts', 'fit'] as const) {
    if (row[column] !== undefined && row.by !== undefined && !channels.includes('sms'))
      report('invalid-value', column, "parts are those of an SMS, and this rule does not send by 'sms'; remove it.");
  }
  if (row.signal === undefined) {
    if (row.to === undefined) report('missing-value', 'to', "who is told? Name a role, or use 'signal' to tell the host.");
    if (row.by === undefined) report('missing-value', 'by', "which channel? Write by: ['email'].");
    return;
  }
  for (const column of ['to', 'by', 'template', 'delivery', 'category', 'urgent', 'parts', 'fit'] as const) {
    if (row[column] !== undefined)
      report('invalid-value', column, "a rule with 'signal' tells the host and nobody else; make two rules.");
  }
}

function checkUntil({ by }: RuleRow, report: Report): void {
  if (by === undefined || !('firstOf' in by)) return;
  const { firstOf, until, within } = by;
  if (until !== undefined && within === undefined)
    report('missing-value', 'by', "how long is 'until' waited for? Add within: { hours: 1 }.");
  if (until === undefined && within !== undefined)
    report('invalid-value', 'by', "'within' goes with until: 'delivered'; add it, or remove 'within'.");
  if (until !== undefined && firstOf.length < 2)
    report('invalid-value', 'by', "'until' needs a second channel to go on to; add one to 'firstOf'.");
}

function checkTriggers(model: LifecycleModel, row: RuleRow, report: Report): void {
  const machines = new Set<MachineModel>();
  for (const trigger of listOf(row.on)) {
    const [head] = parseName(trigger);
    const machine = model.machines.get(head);
    if (machine !== undefined) {
      machines.add(machine);
      expectKnown(report, 'unknown-state', 'on', 'state', trigger, triggersOf(machine));
    } else {
      const known = [...[...model.machines.values()].flatMap(triggersOf), ...factsOf(model)];
      expectKnown(report, 'unknown-fact', 'on', 'state or fact', trigger, known);
    }
  }
  if (row.from === undefined || row.on === undefined) return;
  if (machines.size === 0) {
    report('invalid-value', 'from', "a fact leaves no state; use 'while' to ask for the present one.");
    return;
  }
  const known = [...[...machines].flatMap(({ machine }) => stateAndGroupNames(machine)), '*'];
  for (const name of namesOf(row.from).names) expectKnown(report, 'unknown-state', 'from', 'state', name, known);
}

function triggersOf({ name, machine }: MachineModel): string[] {
  return [...stateAndGroupNames(machine), '*'].map((state) => `${name}.${state}`);
}

/** The facts of a lifecycle, the changes of its fields included. */
export function factsOf(model: LifecycleModel): readonly string[] {
  return [...model.facts.keys(), ...[...model.fields.keys()].map((field) => `${field}.changed`)];
}

function checkWhile(model: LifecycleModel, row: RuleRow, report: Report): void {
  for (const [name, filter] of Object.entries(row.while ?? {})) {
    expectKnown(report, 'unknown-machine', 'while', 'machine', name, [...model.machines.keys()]);
    const machine = model.machines.get(name)?.machine;
    if (machine === undefined) continue;
    const known = stateAndGroupNames(machine);
    for (const state of namesOf(filter).names) expectKnown(report, 'unknown-state', `while.${name}`, 'state', state, known);
  }
}

function checkNames(model: LifecycleModel, row: RuleRow, report: Report): void {
  const { due, each } = row;
  if (each !== undefined) expectKnown(report, 'unknown-items', 'each', 'item collection', each, [...model.items.keys()]);
  const scope: Scope | undefined = each === undefined ? model.root : model.items.get(each);
  if (scope === undefined) return;
  const expectNames = (column: string, code: ErrorCode, kind: 'date' | 'role' | 'condition', names: readonly unknown[]) => {
    const part = `${kind}s` as const;
    // What is no text is no name: a fixed contact, or nothing.
    for (const name of names.filter((one) => typeof one === 'string'))
      expectKnown(report, code, column, kind, name, [...scope[part].keys()], elsewhere(model, row, part, name));
  };
  expectNames('if', 'unknown-condition', 'condition', listOf(row.if));
  expectNames('unless', 'unknown-condition', 'condition', listOf(row.unless));
  expectNames('due', 'unknown-date', 'date', [due?.before, due?.after, due?.on]);
  expectNames('to', 'unknown-role', 'role', listOf(row.to));
}

/** A hint where the name belongs to an item collection that the rule does not name. */
function elsewhere(model: LifecycleModel, row: RuleRow, part: 'dates' | 'roles' | 'conditions', name: string): string {
  const owner = [...model.items].find(([items, scope]) => items !== row.each && scope[part].has(name));
  return owner === undefined ? '' : ` '${name}' belongs to the items '${owner[0]}': add each: '${owner[0]}'.`;
}
