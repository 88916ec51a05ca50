/**
 * Records in MySQL.
 * @module
 */
import type { RecordQuery, RecordRef, Records, RecordWrite, StoredRecord } from '../../ports/records.js';
import { decodeRecord, newVersion, recordColumns } from '../../sql/record-row.js';
import { encodeText } from '../../sql/text.js';
import { numberOrNull, type Row } from '../../sql/value.js';
import type { Run } from './client.js';
import type { Connections } from './connections.js';
import { dialect, explainedToHost } from './fault.js';
import { assertOpen, type MysqlTransaction, runIn } from './host-transaction.js';
import { keyId, literal, portions, tuple } from './literal.js';
import type { Tables } from './tables.js';

/** What records need of their store. */
export interface RecordParts {
  readonly connections: Connections;
  readonly tables: Tables;
  /** Checks the tables, on the connection of the host where one is given. */
  readonly isReady: (run?: Run) => Promise<void>;
}

/**
 * The records of one store.
 *
 * Under REPEATABLE READ a transaction of the host reads what was there when it began. So a record that it finds is read once more under
 * a lock, as it is now; one that it does not find is looked at under a lock only after a write has met it: locking what is not there
 * would lock the gap in which others insert theirs.
 */
export class MysqlRecords implements Records<MysqlTransaction> {
  readonly #parts: RecordParts;
  /** Of each transaction of the host: the records that it does not see, and that were there when it wrote them. */
  readonly #met = new WeakMap<object, Set<string>>();

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  async read(ref: RecordRef, tx?: MysqlTransaction): Promise<StoredRecord | undefined> {
    const sql = `SELECT ${recordColumns} FROM ${this.#parts.tables.records} WHERE ${named(ref)}`;
    if (tx === undefined) return this.#first((await this.#read('reading a record', sql)).rows);
    const run = await this.#within('reading a record', tx);
    const isThere = this.#met.get(tx)?.has(named(ref)) || (await run(sql)).rows.length > 0;
    return isThere ? this.#first((await run(`${sql} FOR UPDATE`)).rows) : undefined;
  }

  async write(write: RecordWrite, tx?: MysqlTransaction): Promise<boolean> {
    const doing = 'writing a record';
    if (tx === undefined) {
      await this.#parts.isReady();
      return this.#parts.connections.transaction(doing, (run) => this.#write(run, write));
    }
    const run = await this.#within(doing, tx);
    // Changes nothing, and tells whether a transaction is open.
    assertOpen(await run('DO 0'));
    const isWritten = await this.#write(run, write);
    if (!isWritten && write.version === 0) this.#met.set(tx, (this.#met.get(tx) ?? new Set()).add(named(write)));
    return isWritten;
  }

  async list({ kind, limit, after }: RecordQuery): Promise<readonly StoredRecord[]> {
    const page = after === undefined ? '' : ` AND key_id > ${keyId(after)}`;
    const { rows } = await this.#read(
      'listing records',
      `SELECT ${recordColumns} FROM ${this.#parts.tables.records} WHERE kind_id = ${keyId(kind)}${page} ORDER BY key_id LIMIT ${literal(limit)}`,
    );
    return rows.map((row) => decodeRecord(dialect, row));
  }

  async #write(run: Run, { kind, key, value, expiresAt, version }: RecordWrite): Promise<boolean> {
    const { records } = this.#parts.tables;
    const isOf = `${named({ kind, key })} AND version = ${literal(version)}`;
    if (value === undefined) return (await run(`DELETE FROM ${records} WHERE ${isOf}`)).affected > 0;
    const written = [encodeText(value), newVersion(), numberOrNull(expiresAt)] as const;
    if (version === 0) {
      const row = tuple([encodeText(kind), encodeText(key), ...written], keyId(kind), keyId(key));
      const columns = 'kind_id, key_id, kind, record_key, value, version, expires_at';
      // As `insertId` comes the version of a record that is there already. Unlike a refused insert this takes the whole lock at once.
      const found = 'ON DUPLICATE KEY UPDATE version = LAST_INSERT_ID(version)';
      return (await run(`INSERT INTO ${records} (${columns}) VALUES ${row} ${found}`)).insertId === 0;
    }
    const [text, next, expiry] = written.map(literal);
    const assigned = `value = ${text}, version = ${next}, expires_at = ${expiry}`;
    return (await run(`UPDATE ${records} SET ${assigned} WHERE ${isOf}`)).affected > 0;
  }

  async #read(doing: string, sql: string) {
    await this.#parts.isReady();
    return this.#parts.connections.read(doing, sql);
  }

  async #within(doing: string, tx: MysqlTransaction): Promise<Run> {
    const run = runIn(tx);
    await this.#parts.isReady(run);
    return async (sql) => {
      try {
        return await run(sql);
      } catch (error) {
        throw explainedToHost(doing, error);
      }
    };
  }

  #first(rows: readonly Row[]): StoredRecord | undefined {
    return rows[0] === undefined ? undefined : decodeRecord(dialect, rows[0]);
  }
}

/** Removes up to so many records that have expired. Those that a transaction holds are left for another time. */
export async function pruneRecords(
  connections: Connections,
  { records }: Tables,
  olderThan: number,
  limit: number,
): Promise<void> {
  await connections.transaction('pruning', async (run) => {
    const expired = `expires_at < ${literal(Math.floor(olderThan))}`;
    const { rows } = await run(
      `SELECT HEX(kind_id) AS kind_id, HEX(key_id) AS key_id FROM ${records} FORCE INDEX (expired) WHERE ${expired} LIMIT ${literal(limit)} FOR UPDATE SKIP LOCKED`,
    );
    if (rows.length === 0) return;
    const ids = rows.map((row) => `(X'${String(row['kind_id'])}',X'${String(row['key_id'])}')`);
    for (const portion of portions(ids)) await run(`DELETE FROM ${records} WHERE (kind_id, key_id) IN (${portion.join(',')})`);
  });
}

function named({ kind, key }: RecordRef): string {
  return `kind_id = ${keyId(kind)} AND key_id = ${keyId(key)}`;
}
