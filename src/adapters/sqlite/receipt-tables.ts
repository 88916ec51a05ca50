/**
 * Receipts: what was heard of messages that were sent. Everything here answers at once; the gate says when it may run.
 * @module
 */
import type { AwaitedReceipt, ReceiptRequest, ReceiptTarget, ReceiptWrite, StoredJob } from '../../ports/store.js';
import { readAwaited, receiptId, receiptOrNull } from '../../sql/receipt-row.js';
import { encodeText } from '../../sql/text.js';
import { numberOrNull, readNumber } from '../../sql/value.js';
import type { Connection } from './database.js';
import { readJobs } from './job-reader.js';
import type { Statements } from './statements.js';

/** Reads and writes receipts on one connection. */
export class ReceiptTables {
  readonly #connection: Connection;
  readonly #sql: Statements;

  constructor(connection: Connection, sql: Statements) {
    this.#connection = connection;
    this.#sql = sql;
  }

  find(target: ReceiptTarget): StoredJob | undefined {
    return readJobs(this.#connection, this.#sql.receiptFor, receiptId(target))[0]?.job;
  }

  write({ transport, providerId, expected, receipt, askAt }: ReceiptWrite): boolean {
    const ask = numberOrNull(askAt);
    const values = [receiptOrNull(receipt), ask, ask, receiptId({ transport, providerId }), receiptOrNull(expected)];
    return this.#connection.run(this.#sql.writeReceipt, ...values).changes === 1;
  }

  take({ now, limit, transports, until }: ReceiptRequest): readonly AwaitedReceipt[] {
    const due = this.#connection.all(this.#sql.dueReceipts, now, JSON.stringify(transports.map(encodeText)), limit);
    if (due.length > 0)
      this.#connection.run(this.#sql.holdReceipts, until, JSON.stringify(due.map((row) => readNumber(row, 'job_id'))));
    return due.map(readAwaited);
  }
}
