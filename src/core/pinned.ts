/**
 * Jobs that go on by the row they were planned by (`inflight: 'pin'`), whatever the table says now.
 *
 * The policy in words. A job of a pinned rule is judged, rendered and delivered by the row that planned it. As long as a subject has
 * such a job open, that rule is planned for this subject by that row too: a due date that moves takes the job along, and the new
 * row sends no second message beside it. With its last open job the row is forgotten, and the table decides again. A rule that
 * was removed goes on in the same way. A row that names what the lifecycle no longer has can do nothing: its jobs are left as
 * they are and fail when they are due.
 * @module
 */
import { type CompiledRule, compileRule } from './compile-rule.js';
import type { Job } from './job.js';
import type { LifecycleModel } from './model.js';
import { checked } from './problems.js';
import { type CompiledTable, indexTable, readRow } from './table.js';

/**
 * The rule that decides on a job: that of the table, or the row the job is pinned to; undefined where the rule was removed. Throws
 * `invalid-rules` where the lifecycle no longer has what the pinned row names.
 */
export function ruleFor(table: CompiledTable, job: Job): CompiledRule | undefined {
  const current = table.byName.get(job.rule);
  return job.pinned === undefined || current?.tableVersion === job.version ? current : pinnedRule(table.model, job);
}

/** A table as it holds for one subject. */
export interface PinnedTable {
  readonly table: CompiledTable;
  /** Rules whose jobs are to be left as they are, because the row they are pinned to cannot be planned by. */
  readonly untouched: ReadonlySet<string>;
}

/** The table for a subject with these open jobs: the rows they are pinned to stand in the place of those that the table has now. */
export function pinnedTable(table: CompiledTable, open: readonly Job[]): PinnedTable {
  const rows = new Map<string, CompiledRule | undefined>();
  for (const job of open) {
    if (job.pinned === undefined || job.direct !== undefined || rows.has(job.rule)) continue;
    if (table.byName.get(job.rule)?.tableVersion !== job.version) rows.set(job.rule, plannable(table.model, job));
  }
  if (rows.size === 0) return { table, untouched: new Set() };
  const kept = table.rules.filter(({ name }) => !rows.has(name));
  const pinned = [...rows.values()].filter((rule) => rule !== undefined);
  const place = (name: string) => table.byName.get(name)?.index ?? table.rules.length;
  const rules = [...kept, ...pinned].sort((a, b) => place(a.name) - place(b.name)).map((rule, index) => ({ ...rule, index }));
  const untouched = [...rows].filter(([, rule]) => rule === undefined).map(([name]) => name);
  return { table: indexTable(table.model, table.version, rules), untouched: new Set(untouched) };
}

function pinnedRule(model: LifecycleModel, job: Job): CompiledRule {
  const what = `the row that job '${job.key}' is pinned to no longer fits '${model.name}'`;
  // A row comes back from the store as the JSON it was, and may be older than this version of the lifecycle.
  const row = checked('invalid-rules', what, (report) => readRow(model, job.rule, job.pinned, report));
  return { ...compileRule(model, job.rule, row, 0), tableVersion: job.version };
}

function plannable(model: LifecycleModel, job: Job): CompiledRule | undefined {
  try {
    return pinnedRule(model, job);
  } catch {
    return undefined;
  }
}
