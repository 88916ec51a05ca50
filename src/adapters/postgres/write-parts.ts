/**
 * A statement of several parts, each a subselect with a name, and the values for it.
 * @module
 */
import type { SqlValue } from '../../sql/value.js';
import type { Query } from './read-statements.js';
import { records, recordset, statement } from './statement.js';
import type { Tables } from './tables.js';

/** Builds the statement of one write, with the parts it needs. */
export class WriteStatement {
  readonly values: string[] = [];
  readonly #tables: Tables;
  readonly #parts: string[] = [];

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  value(text: string): number {
    return this.values.push(text);
  }

  part(name: string, text: (tables: Tables) => string): void {
    this.#parts.push(`${name} AS ${text(this.#tables)}`);
  }

  /** Rows with columns such as `job_key text`, if the subject is held. */
  rows(name: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): void {
    const names = columns.map((column) => column.split(' ')[0] ?? '');
    const parameter = this.value(records(names, rows));
    this.part(name, () => `MATERIALIZED (SELECT x.* FROM held, ${recordset(parameter, columns)})`);
  }

  query(select: string): Query {
    return { ...statement(`WITH ${this.#parts.join(',\n')}\n${select}`), values: this.values };
  }
}
