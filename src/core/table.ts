/**
 * Rule tables: who is told what, when and by which channel, for one lifecycle.
 * @module
 */
import { type CompiledRule, compileRule } from './compile-rule.js';
import { fingerprint } from './fingerprint.js';
import type { LifecycleModel } from './model.js';
import { checked, type Report } from './problems.js';
import type { Rows } from './rule.js';
import { checkRule } from './rule-check.js';
import { type RuleRow, readRule } from './rule-schema.js';
import type { Shape } from './shape.js';

/** A checked table of rules for one lifecycle, made by `lifecycle.rules({...})`. */
export interface RuleTable<S extends Shape = Shape, B = Readonly<Record<string, string>>> {
  readonly lifecycle: S['name'];
  /** The rows as they were written, plain JSON: to store, compare, or spread into another table. */
  readonly rows: Rows<S, B>;
  /** The table as it runs. */
  readonly compiled: CompiledTable;
}

/** A table with an index from what can happen to the rules that it can touch. */
export interface CompiledTable {
  readonly model: LifecycleModel;
  /** A fingerprint of all rows in their order: another for another table. */
  readonly version: string;
  /** All rules in the order of the table, those with `active: false` included. */
  readonly rules: readonly CompiledRule[];
  readonly byName: ReadonlyMap<string, CompiledRule>;
  /** `order.processing` or a fact to the rules that wait for it. */
  readonly onTrigger: ReadonlyMap<string, readonly CompiledRule[]>;
  /** By machine and state, the deadlines that can only run in that state. */
  readonly dueInState: ReadonlyMap<string, ReadonlyMap<string, readonly CompiledRule[]>>;
  /** Deadlines that no machine's state can rule out. */
  readonly dueAlways: readonly CompiledRule[];
}

/** Checks a table of any origin and compiles it; throws one error with code `invalid-rules` that lists every mistake. */
export function createTable(
  model: LifecycleModel,
  table: unknown,
): { lifecycle: string; rows: Readonly<Record<string, RuleRow>>; compiled: CompiledTable } {
  const rows = checked('invalid-rules', `rules of '${model.name}'`, (report) => readRows(model, table, report));
  const compiled = compileTable(
    model,
    rows.map(([name, row], index) => compileRule(model, name, row, index)),
  );
  return { lifecycle: model.name, rows: Object.freeze(Object.fromEntries(rows)), compiled };
}

function readRows(model: LifecycleModel, table: unknown, report: Report): readonly [string, RuleRow][] {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) {
    report('invalid-value', 'table', "expected an object of rules by name: { 'order-placed': { ... } }.");
    return [];
  }
  return Object.entries(table).map(([name, value]) => {
    const place = `rule '${name}'`;
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name))
      report('invalid-value', place, "a rule's name is made of letters, digits, '-', '_' and '.'.");
    return [name, readRow(model, name, value, report)];
  });
}

/** One row of any origin, its form and names checked. */
export function readRow(model: LifecycleModel, name: string, value: unknown, report: Report): RuleRow {
  const place = `rule '${name}'`;
  const inColumn: Report = (code, column, message) => report(code, column === '' ? place : `${place}, '${column}'`, message);
  const { row, whole } = readRule(value, inColumn);
  checkRule(model, row, whole, inColumn);
  return row;
}

/** Makes compiled rules a table, with a version of its own. */
export function compileTable(model: LifecycleModel, given: readonly CompiledRule[]): CompiledTable {
  const version = fingerprint(given.map(({ name, row }) => [name, row]));
  return indexTable(
    model,
    version,
    given.map((rule) => ({ ...rule, tableVersion: version })),
  );
}

/** Indexes compiled rules, each of which says itself which table it is of. */
export function indexTable(model: LifecycleModel, version: string, rules: readonly CompiledRule[]): CompiledTable {
  const onTrigger = new Map<string, CompiledRule[]>();
  const dueInState = new Map<string, Map<string, CompiledRule[]>>();
  const dueAlways: CompiledRule[] = [];
  const add = (index: Map<string, CompiledRule[]>, key: string, rule: CompiledRule) => {
    const list = index.get(key);
    if (list === undefined) index.set(key, [rule]);
    else list.push(rule);
  };
  for (const rule of rules) {
    if (!rule.active) continue;
    for (const trigger of rule.triggers) add(onTrigger, trigger, rule);
    if (rule.due === undefined) continue;
    const narrowest = rule.narrowest();
    if (narrowest === undefined) {
      dueAlways.push(rule);
      continue;
    }
    const byState = dueInState.get(narrowest.machine) ?? new Map<string, CompiledRule[]>();
    dueInState.set(narrowest.machine, byState);
    for (const state of narrowest.states.names) add(byState, state, rule);
  }
  return { model, version, rules, byName: new Map(rules.map((rule) => [rule.name, rule])), onTrigger, dueInState, dueAlways };
}
