/**
 * Filling tables with many rows like one that the library has written: in a second, where as many changes would take an hour.
 * @module
 */

/** How a database is asked. */
export interface Sql {
  all(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** `FROM` and what follows, so that `i` counts from 1 to `count`. */
  numbers(count: number): { readonly before: string; readonly from: string };
  /** Joins texts. */
  joined(...parts: readonly string[]): string;
  /** Between the columns and the values of an INSERT, where a table does not like to be given ids. */
  readonly overriding?: string;
  /** The numbers below `count` in another order, as SQL over `i`. */
  shuffled(count: number): string;
  /** Whether a column says when a job can be claimed. */
  readonly hasClaimAt: boolean;
  /** Columns that are hashes of names, as SQL over the name. */
  readonly hashes?: Columns;
}

/** Columns that do not follow from the row that is copied, as SQL over `i`. */
export type Columns = Readonly<Record<string, string>>;

/** Adds `count` copies of the row of `sample` to a table. The name of the sample becomes `<name>-<i>` wherever it stands. */
export async function addCopies(
  sql: Sql,
  { table, sample, where, count, columns }: { table: string; sample: string; where: string; count: number; columns: Columns },
): Promise<void> {
  const [row] = await sql.all(`SELECT * FROM ${table} WHERE ${where}`);
  if (row === undefined) throw new Error(`no row of ${table} where ${where}`);
  const name = sql.joined(literal(`${sample}-`), 'i');
  const values = Object.entries(row).map(([column, value]) => {
    const given = columns[column] ?? sql.hashes?.[`${table.split('_').at(-1)}.${column}`];
    if (given !== undefined) return given;
    if (value === null || value === undefined) return 'NULL';
    if (typeof value === 'number') return String(value);
    const text = String(value);
    return text.includes(sample) ? `replace(${literal(text)}, ${literal(sample)}, ${name})` : literal(text);
  });
  const { before, from } = sql.numbers(count);
  const into = `INSERT INTO ${table} (${Object.keys(row).join(', ')}) ${sql.overriding ?? ''}`;
  await sql.all(`${into} ${before} SELECT ${values.join(', ')} ${from}`);
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
