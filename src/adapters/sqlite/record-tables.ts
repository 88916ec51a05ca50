/**
 * Records. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { RecordQuery, RecordRef, RecordWrite, StoredRecord } from '../../ports/records.js';
import { decodeRecord, newVersion } from '../../sql/record-row.js';
import { encodeText } from '../../sql/text.js';
import { numberOrNull } from '../../sql/value.js';
import type { Connection } from './database.js';
import type { Statements } from './statements.js';

/** Records on one connection. */
export class RecordTables {
  readonly #connection: Connection;
  readonly #sql: Statements;

  constructor(connection: Connection, sql: Statements) {
    this.#connection = connection;
    this.#sql = sql;
  }

  read(ref: RecordRef): StoredRecord | undefined {
    const row = this.#connection.first(this.#sql.readRecord, ...nameOf(ref));
    return row === undefined ? undefined : decodeRecord('sqlite', row);
  }

  /** Yields whether it was of the version that it replaces. */
  write({ value, expiresAt, version, ...ref }: RecordWrite): boolean {
    if (value === undefined) return this.#connection.run(this.#sql.removeRecord, ...nameOf(ref), version).changes === 1;
    const values = [encodeText(value), numberOrNull(expiresAt), newVersion(), ...nameOf(ref)];
    const { changes } =
      version === 0
        ? this.#connection.run(this.#sql.addRecord, ...values)
        : this.#connection.run(this.#sql.writeRecord, ...values, version);
    return changes === 1;
  }

  list({ kind, limit, after }: RecordQuery): readonly StoredRecord[] {
    const rows =
      after === undefined
        ? this.#connection.all(this.#sql.recordsFirst, encodeText(kind), limit)
        : this.#connection.all(this.#sql.recordsAfter, encodeText(kind), encodeText(after), limit);
    return rows.map((row) => decodeRecord('sqlite', row));
  }

  prune(olderThan: number, limit: number): void {
    this.#connection.run(this.#sql.pruneRecords, olderThan, limit);
  }
}

function nameOf({ kind, key }: RecordRef): [kind: string, key: string] {
  return [encodeText(kind), encodeText(key)];
}
