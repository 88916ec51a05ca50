/**
 * Lists, counts, pauses and pruning. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type {
  JobPage,
  JobQuery,
  Pause,
  PauseTarget,
  PruneRequest,
  SentQuery,
  StoreCounts,
  SubjectQuery,
  SubjectRef,
} from '../../ports/store.js';
import { pauseName } from '../../ports/store.js';
import { cursorOf, pageOf } from '../../sql/cursor.js';
import { jobSelection } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import {
  type Row,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  readText,
  type SqlValue,
  textOrNull,
} from '../../sql/value.js';
import type { Connection } from './database.js';
import { readJobs } from './job-reader.js';
import { inList, jobsFrom, type Statements } from './statements.js';
import type { SubjectTables } from './subject-tables.js';

/** Lists on one connection. */
export class ListTables {
  readonly #connection: Connection;
  readonly #sql: Statements;
  readonly #prefix: string;

  constructor(connection: Connection, sql: Statements, prefix: string) {
    this.#connection = connection;
    this.#sql = sql;
    this.#prefix = prefix;
  }

  jobs(query: JobQuery): JobPage {
    const { sql, values } = query.list === 'open' ? this.#openJobs(query) : this.#endedJobs(query);
    const found = readJobs(this.#connection, `${sql} LIMIT ?`, ...values, query.limit + 1);
    const byInstant = query.list === 'open';
    const sorted = found.toSorted((one, other) => (byInstant ? one.job.runAt - other.job.runAt : 0) || one.id - other.id);
    return pageOf(sorted, query);
  }

  counts(now: number): StoreCounts {
    const due = this.#row(this.#sql.countDue, now);
    const abandoned = this.#row(this.#sql.countAbandoned, now);
    const oldest = [due, abandoned].flatMap((row) => readOptionalNumber(row, 'run_at') ?? []);
    return {
      due: readNumber(due, 'count') + readNumber(abandoned, 'count'),
      oldestDueAt: oldest.length === 0 ? undefined : Math.min(...oldest),
      inFlight: readNumber(this.#row(this.#sql.countInFlight, now), 'count'),
      parked: readNumber(this.#row(this.#sql.countParked), 'count'),
      failed: Object.fromEntries(
        this.#connection.all(this.#sql.countFailed).map((row) => [readText(row, 'code'), readNumber(row, 'count')]),
      ),
      unknown: readNumber(this.#row(this.#sql.countUnknown), 'count'),
    };
  }

  countSent({ recipient, channel, since }: SentQuery): number {
    return readNumber(this.#row(this.#sql.countSent, encodeText(recipient), encodeText(channel), since), 'count');
  }

  pause({ kind, name, since, note }: Pause): void {
    this.#connection.run(this.#sql.pause, kind, encodeText(name), since, textOrNull(note));
  }

  /** Yields how many jobs can be claimed again. */
  resume(target: PauseTarget): number {
    this.#connection.run(this.#sql.unpause, target.kind, encodeText(target.name));
    return this.#connection.run(this.#sql.unpark, encodeText(pauseName(target))).changes;
  }

  pauses(): readonly Pause[] {
    return this.#connection.all(this.#sql.pauses).map(pauseOf);
  }

  subjects({ lifecycle, changedSince = Number.MIN_SAFE_INTEGER, limit, after }: SubjectQuery): readonly string[] {
    const rows =
      after === undefined
        ? this.#connection.all(this.#sql.subjectsFirst, encodeText(lifecycle), changedSince, limit)
        : this.#connection.all(this.#sql.subjectsAfter, encodeText(lifecycle), encodeText(after), changedSince, limit);
    return rows.map((row) => readText(row, 'subject'));
  }

  prune({ olderThan, history, limit }: PruneRequest, subjects: SubjectTables): { subjects: number; jobs: number } {
    const sql = history === 'keep' ? this.#sql.oldRemembered : this.#sql.oldSubjects;
    const rows = this.#connection.all(sql, olderThan, olderThan, limit);
    for (const row of rows) {
      const ref: SubjectRef = { lifecycle: readText(row, 'lifecycle'), subject: readText(row, 'subject') };
      if (history === 'keep') subjects.forgetContents(ref);
      else subjects.remove(ref);
    }
    return { subjects: rows.length, jobs: rows.reduce((sum, row) => sum + readNumber(row, 'jobs'), 0) };
  }

  /** What waits, what is parked and what is held, each by its own index. */
  #openJobs(query: JobQuery): { readonly sql: string; readonly values: readonly SqlValue[] } {
    const after = cursorOf(query);
    const wanted = conditionsOf(query);
    const range = new Conditions();
    if (query.from !== undefined) range.add('q.run_at >= ?', query.from);
    if (query.until !== undefined) range.add('q.run_at < ?', query.until);
    if (after !== undefined) range.add('(q.run_at, q.job_id) > (?, ?)', after.runAt, after.id);
    // Of what waits, claim_at is run_at, by which there is an index.
    const waiting = `q.lease_until IS NULL AND q.claim_at IS NOT NULL${range.sql.replaceAll('q.run_at', 'q.claim_at')}`;
    const part = (place: string, order: string) =>
      `SELECT * FROM (SELECT q.job_id FROM ${this.#prefix}queue q JOIN ${this.#prefix}jobs j ON j.id = q.job_id
        WHERE ${place}${wanted.sql} ORDER BY ${order}, q.job_id LIMIT ?)`;
    const parts = [
      part(waiting, 'q.claim_at'),
      part(`q.lease_until IS NULL AND q.claim_at IS NULL${range.sql}`, 'q.run_at'),
      part(`q.lease_until IS NOT NULL${range.sql}`, 'q.run_at'),
    ];
    const values = [...range.values, ...wanted.values, query.limit + 1];
    return {
      sql: `SELECT ${jobSelection} ${jobsFrom(this.#prefix)} WHERE j.id IN (${parts.join(' UNION ALL ')}) ORDER BY q.run_at, j.id`,
      values: [...values, ...values, ...values],
    };
  }

  #endedJobs(query: JobQuery): { readonly sql: string; readonly values: readonly SqlValue[] } {
    const after = cursorOf(query);
    const wanted = conditionsOf(query);
    if (after !== undefined) wanted.add('o.job_id > ?', after.id);
    // The status is one of a few words, and written out lets SQLite choose the index that is made for it.
    const sql = `SELECT ${jobSelection} FROM ${this.#prefix}outcomes o JOIN ${this.#prefix}jobs j ON j.id = o.job_id
      LEFT JOIN ${this.#prefix}queue q ON q.job_id = j.id WHERE o.status = '${query.list}'${wanted.sql} ORDER BY o.job_id`;
    return { sql, values: wanted.values };
  }

  #row(sql: string, ...values: SqlValue[]): Row {
    // A count always has a row.
    return this.#connection.first(sql, ...values) ?? {};
  }
}

/** Conditions on `j`, joined to others by AND. */
class Conditions {
  readonly values: SqlValue[] = [];
  sql = '';

  add(condition: string, ...values: SqlValue[]): void {
    this.sql += ` AND ${condition}`;
    this.values.push(...values);
  }
}

function conditionsOf({ keys, lifecycle, rule, site }: JobQuery): Conditions {
  const conditions = new Conditions();
  if (keys !== undefined) conditions.add(`j.job_key ${inList}`, JSON.stringify(keys.map(encodeText)));
  if (lifecycle !== undefined) conditions.add('j.lifecycle = ?', encodeText(lifecycle));
  if (rule !== undefined) conditions.add('j.rule = ?', encodeText(rule));
  if (site !== undefined) conditions.add('j.site = ?', encodeText(site));
  return conditions;
}

function pauseOf(row: Row): Pause {
  // Only `pause` writes the column, which takes no other kinds.
  const kind = readText(row, 'kind') as Pause['kind'];
  return { kind, name: readText(row, 'name'), since: readNumber(row, 'since'), note: readOptionalText(row, 'note') };
}
