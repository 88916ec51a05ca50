/**
 * Records in PostgreSQL.
 * @module
 */
import { createHash } from 'node:crypto';
import type { RecordQuery, RecordRef, Records, RecordWrite, StoredRecord } from '../../ports/records.js';
import { decodeRecord, newVersion, recordColumns } from '../../sql/record-row.js';
import { encodeText } from '../../sql/text.js';
import { invalidTransaction, type PostgresClient, type Queries } from './client.js';
import type { Runner } from './runner.js';
import { integer, rowsOf, type Statement, statement, valuesOf } from './statement.js';
import type { Tables } from './tables.js';

/** The records of one store. */
export class PostgresRecords<Tx> implements Records<Tx> {
  readonly #client: PostgresClient<Tx>;
  readonly #runner: Runner;
  readonly #statements: ReturnType<typeof recordStatements>;

  constructor(client: PostgresClient<Tx>, runner: Runner, tables: Tables) {
    this.#client = client;
    this.#runner = runner;
    this.#statements = recordStatements(tables);
  }

  async read(ref: RecordRef, tx?: Tx): Promise<StoredRecord | undefined> {
    const [row] = rowsOf(await this.#run('reading a record', this.#statements.read, idOf(ref), this.#within(tx)));
    return row === undefined ? undefined : decodeRecord('postgres', row);
  }

  async write(write: RecordWrite, tx?: Tx): Promise<boolean> {
    const queries = this.#within(tx);
    if (queries === undefined) return (await this.#run('writing a record', ...this.#written(write, undefined))).length > 0;
    const began = await this.#began(queries);
    if ((await this.#run('writing a record', ...this.#written(write, began), queries)).length > 0) return true;
    // Every statement is by itself once the transaction has ended, and what this one was to write is not written.
    if ((await this.#began(queries)) !== began) throw invalidTransaction('the database', 'one that is still open');
    return false;
  }

  async list({ kind, limit, after }: RecordQuery): Promise<readonly StoredRecord[]> {
    const { listFirst, listAfter } = this.#statements;
    const values = [nameDigest(kind), String(limit)];
    const rows = rowsOf(
      after === undefined
        ? await this.#run('listing records', listFirst, values)
        : await this.#run('listing records', listAfter, [...values, nameDigest(after)]),
    );
    return rows.map((row) => decodeRecord('postgres', row));
  }

  /** `now()` is when a transaction began: its statements agree on it, and no two that commit by themselves do. */
  async #began(queries: Queries): Promise<string> {
    const [began] = valuesOf(await this.#run('writing a record', this.#statements.began, [], queries));
    return String(began);
  }

  #written({ value, expiresAt, version, ...ref }: RecordWrite, began: string | undefined): [Statement, readonly string[]] {
    const { add, replace, remove } = this.#statements;
    const names = [...idOf(ref), began ?? ''];
    if (value === undefined) return [remove, [...names, String(version)]];
    const values = [...names, encodeText(value), String(newVersion()), expiresAt === undefined ? '' : String(expiresAt)];
    return version === 0
      ? [add, [...values, encodeText(ref.kind), encodeText(ref.key)]]
      : [replace, [...values, String(version)]];
  }

  #within(tx: Tx | undefined): Queries | undefined {
    return tx === undefined ? undefined : this.#client.within(tx);
  }

  #run(doing: string, made: Statement, values: readonly string[], within?: Queries): Promise<readonly unknown[]> {
    if (within !== undefined) return this.#runner.within(within, doing, made, values);
    return this.#runner.run(this.#client.queries, doing, made, values);
  }
}

function idOf({ kind, key }: RecordRef): readonly string[] {
  return [nameDigest(kind), nameDigest(key)];
}

/** What stands for a name, which may be longer than an index takes. */
function nameDigest(name: string): string {
  return createHash('sha256').update(encodeText(name), 'utf8').digest('hex');
}

/** `$1` and `$2` are the digests of the names, `$3` when the transaction began or nothing; what may be missing is an empty text. */
function recordStatements({ records }: Tables) {
  const named = 'kind_id = $1::text AND key_id = $2::text';
  const isSame = `($3::text = '' OR now() = nullif($3::text, '')::timestamptz)`;
  const expiry = `nullif($6::text, '')::bigint`;
  const list = (condition: string) =>
    statement(
      `SELECT row_to_json(x)::text AS r FROM (SELECT ${recordColumns} FROM ${records} WHERE kind_id = $1::text${condition} ORDER BY key_id LIMIT $2::text::int) x`,
    );
  return {
    began: statement('SELECT to_json(now()::text)::text AS r'),
    read: statement(`SELECT row_to_json(x)::text AS r FROM (SELECT ${recordColumns} FROM ${records} WHERE ${named}) x`),
    add: statement(`WITH w AS (INSERT INTO ${records} (kind_id, key_id, value, version, expires_at, kind, record_key)
  SELECT $1::text, $2::text, $4::text, ${integer(5)}, ${expiry}, $7::text, $8::text WHERE ${isSame} ON CONFLICT DO NOTHING RETURNING 1) SELECT 1 AS r FROM w`),
    replace: statement(`WITH w AS (UPDATE ${records} SET value = $4::text, version = ${integer(5)}, expires_at = ${expiry}
  WHERE ${named} AND ${isSame} AND version = ${integer(7)} RETURNING 1) SELECT 1 AS r FROM w`),
    remove: statement(
      `WITH w AS (DELETE FROM ${records} WHERE ${named} AND ${isSame} AND version = ${integer(4)} RETURNING 1) SELECT 1 AS r FROM w`,
    ),
    listFirst: list(''),
    listAfter: list(' AND key_id > $3::text'),
  };
}
