/**
 * What is due: claimed, held, settled. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { ClaimedJob, ClaimRequest, Lease, Settlement } from '../../ports/store.js';
import { contentOrNull, jobSelection, keepsPayload, type ReadJob } from '../../sql/job-row.js';
import type { ReadClaim } from '../../sql/open-job.js';
import { encodeReceipts } from '../../sql/receipt-row.js';
import { encodeText } from '../../sql/text.js';
import { flag, numberOrNull, readOptionalNumber, type SqlValue, textOrNull } from '../../sql/value.js';
import type { Connection } from './database.js';
import { readDue } from './job-reader.js';
import { inList, openJobsFrom, type Statements } from './statements.js';

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
      const { jobs, unreadable } = this.#due(request);
      const ids = [...jobs.map(({ ticket }) => ticket), ...unreadable.map(({ id }) => id)];
      this.#connection.run(this.#sql.lease, leaseUntil, leaseUntil, JSON.stringify(ids));
      for (const read of unreadable) this.#giveUp(read, leaseUntil, request.now);
      if (jobs.length > 0 || unreadable.length === 0) return jobs;
    }
  }

  extend(leases: readonly Lease[], until: number): readonly string[] {
    return leases
      .filter(({ ticket, leaseUntil }) => this.#connection.run(this.#sql.extend, until, until, ticket, leaseUntil).changes === 1)
      .map(({ key }) => key);
  }

  settle(settlements: readonly Settlement[]): readonly string[] {
    const held = this.#endAll(settlements) ?? this.#heldFirst(settlements);
    const paused = new Map<string, boolean>();
    for (const settlement of held) {
      const { status, dueAt, wallTime, ticket } = settlement;
      if (status === 'scheduled') this.#putBack(settlement, paused);
      if (dueAt !== undefined) this.#connection.run(this.#sql.postpone, dueAt, textOrNull(wallTime), ticket);
    }
    return held.map(({ key }) => key);
  }

  /** Where all jobs have ended, as most do: who is not held any more is asked only if fewer were written. Undefined where that is not so. */
  #endAll(settlements: readonly Settlement[]): readonly Settlement[] | undefined {
    if (settlements.some(({ status }) => status === 'scheduled')) return undefined;
    if (new Set(settlements.map(({ ticket }) => ticket)).size < settlements.length) return undefined;
    const isWritten = this.#addOutcomes(settlements) === settlements.length;
    const isHeld = isWritten ? undefined : this.#heldOf(settlements);
    const held = isHeld === undefined ? settlements : settlements.filter(({ ticket }) => isHeld.has(Number(ticket)));
    this.#leaveQueue(held);
    return held;
  }

  #heldFirst(settlements: readonly Settlement[]): readonly Settlement[] {
    const isHeld = this.#heldOf(settlements);
    // Of a job that is settled twice in one go, the first counts.
    const held = settlements.filter(({ ticket }) => isHeld.delete(Number(ticket)));
    this.#end(held.filter(({ status }) => status !== 'scheduled'));
    return held;
  }

  #heldOf(leases: readonly Lease[]): Set<number> {
    const given = JSON.stringify(leases.map(({ ticket, leaseUntil }) => [Number(ticket), leaseUntil]));
    const ids: unknown = JSON.parse(String(this.#connection.first(this.#sql.held, given)?.['ids'] ?? '[]'));
    return new Set(Array.isArray(ids) ? ids.map(Number) : []);
  }

  /** The earliest, by the instant they were first due: what another worker has left stands in its old place. */
  #due({ now, limit, leaseMs, lifecycles, keys }: ClaimRequest): ReadClaim {
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
    const sql = `SELECT ${jobSelection} ${openJobsFrom(this.#prefix)} WHERE q.job_id IN (
      SELECT * FROM (${from} lease_until IS NULL ${rest} claim_at, job_id LIMIT ?)
      UNION ALL SELECT * FROM (${from} lease_until IS NOT NULL ${rest} run_at, job_id LIMIT ?))`;
    const claim = { dialect: 'sqlite', leaseUntil: now + leaseMs, begun: 1 } as const;
    const { jobs, unreadable } = readDue(this.#connection, claim, sql, now, ...values, limit, now, ...values, limit);
    jobs.sort((one, other) => one.runAt - other.runAt || Number(one.ticket) - Number(other.ticket));
    // What cannot be read takes no place from what can.
    return { jobs: jobs.length > limit ? jobs.slice(0, limit) : jobs, unreadable };
  }

  #giveUp({ id, job, unreadable }: ReadJob, leaseUntil: number, at: number): void {
    const code = 'store-corrupt';
    this.#end([{ key: job.key, ticket: id, leaseUntil, at, status: 'failed', code, why: unreadable }]);
  }

  /** In two statements, however many there are. */
  #end(settlements: readonly Settlement[]): void {
    if (settlements.length === 0) return;
    this.#addOutcomes(settlements);
    this.#leaveQueue(settlements);
  }

  /** Yields how many jobs were still held, and have an outcome now. */
  #addOutcomes(settlements: readonly Settlement[]): number {
    return this.#connection.run(this.#sql.end, JSON.stringify(settlements.map(endedValues))).changes;
  }

  #leaveQueue(settlements: readonly Settlement[]): void {
    this.#connection.run(this.#sql.removeAllOf, JSON.stringify(settlements.map(({ ticket }) => Number(ticket))));
  }

  #putBack(settlement: Settlement, paused: Map<string, boolean>): void {
    const { runAt, attempts, at, code, why, channel, transport, providerId, ticket, leaseUntil } = settlement;
    const parkedBy = this.#stillPaused(settlement.parkedBy, paused);
    this.#connection.run(
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

/** In the order of the statement `end`. */
function endedValues(settlement: Settlement): readonly SqlValue[] {
  const { ticket, leaseUntil, status, runAt, attempts, at, code, why, channel, transport, providerId, content, counts } =
    settlement;
  return [
    Number(ticket),
    leaseUntil,
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
    // The statement reads what is missing as NULL.
    ...(settlement.receipts === undefined ? [] : encodeReceipts(settlement)),
  ];
}
