/**
 * What is due: claimed, held, settled. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { ClaimedJob, ClaimRequest, Lease, Settlement } from '../../ports/store.js';
import type { ReadJob } from '../../sql/job-row.js';
import type { ReadClaim } from '../../sql/open-job.js';
import { encodeText } from '../../sql/text.js';
import { numberOrNull, readOptionalNumber, type SqlValue, textOrNull } from '../../sql/value.js';
import type { Connection } from './database.js';
import { endingsText } from './endings.js';
import { openSelection, readDue } from './job-reader.js';
import { inList, type Statements } from './statements.js';

/** Claims and settles on one connection. */
export class DeliveryTables {
  readonly #connection: Connection;
  readonly #sql: Statements;
  readonly #prefix: string;
  /** The forms of the statement that claims; the database knows each by its text. */
  readonly #dueStatements: string[] = [];

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
    if (lifecycles === undefined) return this.#connection.first(this.#sql.hasDue, now, now) !== undefined;
    const names = JSON.stringify(lifecycles.map(encodeText));
    return this.#connection.first(this.#sql.hasDueOf, now, names, now, names) !== undefined;
  }

  /** A job whose row cannot be read is given up; the claim goes on without it. */
  claim(request: ClaimRequest): readonly ClaimedJob[] {
    const leaseUntil = request.now + request.leaseMs;
    for (;;) {
      const { jobs, unreadable } = this.#due(request);
      const ids: (number | string)[] = jobs.map(({ ticket }) => ticket);
      for (const { id } of unreadable) ids.push(id);
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

  settle(given: readonly Settlement[]): readonly string[] {
    // In Node 20, each object that was begun with a spread has a shape of its own: to read many takes longer than to copy them.
    const settlements = given.map((settlement) => ({ ...settlement }));
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
    const ids = settlements.map(({ ticket }) => Number(ticket));
    if (new Set(ids).size < ids.length) return undefined;
    if (this.#addOutcomes(settlements) === settlements.length) {
      this.#leaveQueue(ids);
      return settlements;
    }
    const isHeld = this.#heldOf(settlements);
    this.#leaveQueue([...isHeld]);
    return settlements.filter(({ ticket }) => isHeld.has(Number(ticket)));
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
    const values: SqlValue[] = [];
    if (lifecycles !== undefined) values.push(JSON.stringify(lifecycles.map(encodeText)));
    if (keys !== undefined) values.push(JSON.stringify(keys.map(encodeText)));
    const sql = this.#dueStatement(lifecycles !== undefined, keys !== undefined);
    const claim = { dialect: 'sqlite', leaseUntil: now + leaseMs, begun: 1 } as const;
    const { jobs, unreadable } = readDue(this.#connection, claim, sql, now, ...values, limit, now, ...values, limit);
    jobs.sort((one, other) => one.runAt - other.runAt || Number(one.ticket) - Number(other.ticket));
    // What cannot be read takes no place from what can.
    return { jobs: jobs.length > limit ? jobs.slice(0, limit) : jobs, unreadable };
  }

  #dueStatement(hasLifecycles: boolean, hasKeys: boolean): string {
    const place = (hasLifecycles ? 2 : 0) + (hasKeys ? 1 : 0);
    const known = this.#dueStatements[place];
    if (known !== undefined) return known;
    const ofLifecycles = hasLifecycles ? `AND lifecycle ${inList}` : '';
    const ofKeys = hasKeys ? `AND job_id IN (SELECT id FROM ${this.#prefix}jobs WHERE job_key ${inList})` : '';
    const from = `SELECT job_id FROM ${this.#prefix}queue WHERE`;
    const rest = `AND claim_at <= ? ${ofLifecycles} ${ofKeys} ORDER BY`;
    const sql = `SELECT ${openSelection} FROM ${this.#prefix}queue q JOIN ${this.#prefix}jobs j ON j.id = q.job_id WHERE q.job_id IN (
      SELECT * FROM (${from} lease_until IS NULL ${rest} claim_at, job_id LIMIT ?)
      UNION ALL SELECT * FROM (${from} lease_until IS NOT NULL ${rest} run_at, job_id LIMIT ?))`;
    this.#dueStatements[place] = sql;
    return sql;
  }

  #giveUp({ id, job, unreadable }: ReadJob, leaseUntil: number, at: number): void {
    const code = 'store-corrupt';
    this.#end([{ key: job.key, ticket: id, leaseUntil, at, status: 'failed', code, why: unreadable }]);
  }

  /** In two statements, however many there are. */
  #end(settlements: readonly Settlement[]): void {
    if (settlements.length === 0) return;
    this.#addOutcomes(settlements);
    this.#leaveQueue(settlements.map(({ ticket }) => Number(ticket)));
  }

  /** Yields how many jobs were still held, and have an outcome now. */
  #addOutcomes(settlements: readonly Settlement[]): number {
    return this.#connection.run(this.#sql.end, endingsText(settlements)).changes;
  }

  #leaveQueue(ids: readonly number[]): void {
    this.#connection.run(this.#sql.removeAllOf, JSON.stringify(ids));
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
