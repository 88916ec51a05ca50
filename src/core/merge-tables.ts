/**
 * Several tables as one for each lifecycle.
 * @module
 */
import type { Report } from './problems.js';
import { type CompiledTable, compileTable } from './table.js';

/** The tables of a notifier by lifecycle, rules in the order the tables were given; reports what forbids putting them together. */
export function mergeTables(tables: readonly CompiledTable[], report: Report = () => {}): ReadonlyMap<string, CompiledTable> {
  const byLifecycle = new Map<string, CompiledTable>();
  for (const table of tables) {
    const { model } = table;
    const merged = byLifecycle.get(model.name);
    if (merged !== undefined && merged.model !== model) {
      const message = `two lifecycles have this name. Give one of them another name; it is the first part of every job's key.`;
      report('duplicate-name', `lifecycle '${model.name}'`, message);
      continue;
    }
    for (const { name } of table.rules) {
      if (merged?.byName.has(name) !== true) continue;
      const message = `two tables of '${model.name}' have a rule of this name. Rename one, or spread one table into the other to override the row.`;
      report('duplicate-name', `rule '${name}'`, message);
    }
    const rules = [...(merged?.rules ?? []), ...table.rules].map((rule, index) => ({ ...rule, index }));
    byLifecycle.set(model.name, compileTable(model, rules));
  }
  return byLifecycle;
}
