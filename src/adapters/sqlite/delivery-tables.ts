/**
 * What is due: claimed, held, settled. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { ClaimedJob, ClaimRequest, Lease, Settlement } from '../../ports/store.js';
import { claimedJob, contentOrNull, jobSelection, keepsPayload, type ReadJob } from '../../sql/job-row.js';
import { encodeText } from '../../sql/text.js';
import { flag, numberOrNull, readOptionalNumber, type SqlValue, textOrNull } from '../../sql/value.js';
import type { Connection } from './database.js';
import { readJobs } from './job-reader.js';
import { inList, jobsFrom, type Statements } from './statements.js';

/** Claims and settles on one connection. */
export class DeliveryTables {
  readonly #connection: Connection;
  readonly #sql: Statements;
  readonly #prefix: string;

  constructor(connection: Connection, sql: Statements, prefix: string) {
    this.#connection = connection;
    this.#sql = sql;
    this.#prefix = prefix;
  }

  nextRunAt(lifecycles?: readonly string[]): number | undefined {
    const names = lifecycles && JSON.stringify(lifecycles.map(encodeText));
    const row =
      names === undefined
        ? this.#connection.first(this.#sql.nextRunAt)
        : this.#connection.first(this.#sql.nextRunAtOf, names, names);
    return row === undefined ? undefined : readOptionalNumber(row, 'claim_at');
  }

  /** Whether a claim could yield anything; costs no transaction. */
  hasDue({ now, lifecycles }: ClaimRequest): boolean {
    const next = this.nextRunAt(lifecycles);
    return next !== undefined && next <= now;
  }

  /** A job whose row cannot be read is given up; the claim goes on without it. */
  claim(request: ClaimRequest): readonly ClaimedJob[] {
    const leaseUntil = request.now + request.leaseMs;
    for (;;) {
      const due = this.#due(request);
      this.#connection.run(this.#sql.lease, leaseUntil, leaseUntil, JSON.stringify(due.map(({ id }) => id)));
      const unreadable = due.filter((read) => read.unreadable !== undefined);
      for (const read of unreadable) this.#giveUp(read, leaseUntil, request.now);
      if (unreadable.length === due.length && due.length > 0) continue;
      return due
        .filter((read) => read.unreadable === undefined)
        .map((read) => claimedJob(read, leaseUntil, read.job.status === 'in-flight', read.job.attempts + 1));
    }
  }

  extend(leases: readonly Lease[], until: number): readonly string[] {
    return leases
      .filter(({ ticket, leaseUntil }) => this.#connection.run(this.#sql.extend, until, until, ticket, leaseUntil).changes === 1)
      .map(({ key }) => key);
  }

  settle(settlements: readonly Settlement[]): readonly string[] {
    const paused = new Map<string, boolean>();
    const held = settlements.filter((settlement) =>
      settlement.status === 'scheduled' ? this.#putBack(settlement, paused) : this.#end(settlement),
    );
    for (const { ticket, dueAt, wallTime } of held)
      if (dueAt !== undefined) this.#connection.run(this.#sql.postpone, dueAt, textOrNull(wallTime), ticket);
    return held.map(({ key }) => key);
  }

  /** The earliest, by the instant they were first due: what another worker has left stands in its old place. */
  #due({ now, limit, lifecycles, keys }: ClaimRequest): readonly ReadJob[] {
    const filters: string[] = [];
    const values: SqlValue[] = [];
    if (lifecycles !== undefined) {
      filters.push(`AND lifecycle ${inList}`);
      values.push(JSON.stringify(lifecycles.map(encodeText)));
    }
    if (keys !== undefined) {
      filters.push(`AND job_id IN (SELECT id FROM ${this.#prefix}jobs WHERE job_key ${inList})`);
      values.push(JSON.stringify(keys.map(encodeText)));
    }
    const from = `SELECT job_id FROM ${this.#prefix}queue WHERE`;
    const rest = `AND claim_at <= ? ${filters.join(' ')} ORDER BY`;
    const sql = `SELECT ${jobSelection} ${jobsFrom(this.#prefix)} WHERE j.id IN (
      SELECT * FROM (${from} lease_until IS NULL ${rest} claim_at, job_id LIMIT ?)
      UNION ALL SELECT * FROM (${from} lease_until IS NOT NULL ${rest} run_at, job_id LIMIT ?))`;
    const found = readJobs(this.#connection, sql, now, ...values, limit, now, ...values, limit);
    return found.toSorted((one, other) => one.job.runAt - other.job.runAt || one.id - other.id).slice(0, limit);
  }

  #giveUp({ id, job, unreadable }: ReadJob, leaseUntil: number, at: number): void {
    const code = 'store-corrupt';
    this.#end({ key: job.key, ticket: id, leaseUntil, at, status: 'failed', code, why: unreadable });
  }

  #end(settlement: Settlement): boolean {
    const { status, runAt, attempts, at, code, why, channel, transport, providerId, content, counts, ticket } = settlement;
    const { changes } = this.#connection.run(
      this.#sql.end,
      status,
      numberOrNull(runAt),
      numberOrNull(attempts),
      at,
      textOrNull(code),
      textOrNull(why),
      textOrNull(channel),
      textOrNull(transport),
      textOrNull(providerId),
      flag(keepsPayload(status)),
      contentOrNull(content),
      flag(status === 'sent' && counts === true),
      ticket,
      settlement.leaseUntil,
    );
    if (changes === 1) this.#connection.run(this.#sql.removeQueued, ticket);
    return changes === 1;
  }

  #putBack(settlement: Settlement, paused: Map<string, boolean>): boolean {
    const { runAt, attempts, at, code, why, channel, transport, providerId, ticket, leaseUntil } = settlement;
    const parkedBy = this.#stillPaused(settlement.parkedBy, paused);
    const { changes } = this.#connection.run(
      this.#sql.putBack,
      parkedBy,
      numberOrNull(runAt),
      parkedBy,
      numberOrNull(runAt),
      numberOrNull(attempts),
      at,
      textOrNull(code),
      textOrNull(why),
      textOrNull(channel),
      textOrNull(transport),
      textOrNull(providerId),
      ticket,
      leaseUntil,
    );
    return changes === 1;
  }

  /** What was to be parked for a pause that has been lifted meanwhile goes back into the line. */
  #stillPaused(pause: string | undefined, paused: Map<string, boolean>): string | null {
    if (pause === undefined) return null;
    const name = encodeText(pause);
    const found = paused.get(name) ?? this.#connection.first(this.#sql.hasPause, name) !== undefined;
    paused.set(name, found);
    return found ? name : null;
  }
}
