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

  /** Rows of a parameter, if the subject is held. */
  rows(name: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[], typedColumns: readonly string[]): void {
    const parameter = this.value(records(columns, rows));
    this.part(name, () => `MATERIALIZED (SELECT x.* FROM held, ${recordset(parameter, typedColumns)})`);
  }

  query(select: string): Query {
    return { ...statement(`WITH ${this.#parts.join(',\n')}\n${select}`), values: this.values };
  }
}
