/**
 * A statement of several parts, each a subselect with a name, and the values for it.
 * @module
 */
import type { SqlValue } from '../../sql/value.js';
import type { Query } from './read-statements.js';
import { records, recordset, type Statement, statement } from './statement.js';
import type { Tables } from './tables.js';

/** The statements of each store, by their shape. There are few: a shape tells only which parts there are, and which of their columns. */
const known = new WeakMap<Tables, Map<string, Statement>>();

/**
 * Builds the statement of one write, with the parts it needs. Kilobytes of text are put together, and looked for by their content, only
 * where the store has not written in the same shape before.
 */
export class WriteStatement {
  readonly values: string[] = [];
  readonly #tables: Tables;
  readonly #parts: { readonly name: string; readonly text: (tables: Tables) => string }[] = [];
  #shape = '';

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  value(text: string): number {
    return this.values.push(text);
  }

  /**
   * Adds a part. `shape` is whatever its text depends on besides its name, the tables and the parts before it, and must tell two texts
   * apart. No value is added while the text is made.
   */
  part(name: string, text: (tables: Tables) => string, shape = ''): void {
    this.#shape += `${name} ${shape};`;
    this.#parts.push({ name, text });
  }

  /** Rows with columns such as `job_key text`, if the subject is held. */
  rows(name: string, columns: readonly string[], rows: readonly (readonly SqlValue[])[]): void {
    const names = columns.map((column) => column.split(' ')[0] ?? '');
    this.recordset(name, () => columns, records(names, rows));
  }

  /** Rows that are a JSON text already; what their columns depend on is the `shape`. */
  recordset(name: string, columns: () => readonly string[], rows: string, shape?: string): void {
    const parameter = this.value(rows);
    this.part(name, () => `MATERIALIZED (SELECT x.* FROM held, ${recordset(parameter, columns())})`, shape);
  }

  /** The whole, with a last part: what is selected. */
  query(select: (tables: Tables) => string, shape = ''): Query {
    const { text, name } = this.#statement(select, this.#shape + shape);
    return { text, name, values: this.values };
  }

  #statement(select: (tables: Tables) => string, shape: string): Statement {
    const tables = this.#tables;
    const shapes = known.get(tables) ?? new Map<string, Statement>();
    const found = shapes.get(shape);
    if (found !== undefined) return found;
    const parts = this.#parts.map(({ name, text }) => `${name} AS ${text(tables)}`);
    const made = statement(`WITH ${parts.join(',\n')}\n${select(tables)}`);
    known.set(tables, shapes.set(shape, made));
    return made;
  }
}
