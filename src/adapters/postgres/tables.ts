/**
 * The names of the tables, ready to be written into statements.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { checkedPrefix } from '../../sql/migration.js';

/** Where the tables are. */
export interface PostgresPlace {
  /** The schema; made by the first migration where it is missing. Default `public`. */
  readonly schema?: string | undefined;
  /** What the names of tables begin with. Default `orderbell_`. */
  readonly prefix?: string | undefined;
}

/** Quoted names with their schema. */
export interface Tables {
  readonly schema: string;
  readonly migrations: string;
  readonly subjects: string;
  readonly answers: string;
  readonly jobs: string;
  readonly queue: string;
  readonly outcomes: string;
  readonly pauses: string;
  readonly records: string;
  /** The prefix, for names of indexes, which stand without a schema. */
  readonly prefix: string;
  /** The channel on which new work is told of, unquoted. */
  readonly channel: string;
}

/** Makes the names. Throws `invalid-argument` for a schema or prefix that cannot be one. */
export function tablesOf({ schema = 'public', prefix = 'orderbell_' }: PostgresPlace): Tables {
  checkedPrefix('postgres', prefix);
  // `$` would end the quotes around a migration; PostgreSQL cuts longer names off, so that two could become one.
  if (!/^[^$\p{Cc}]+$/u.test(schema) || Buffer.byteLength(schema) > 63) {
    throw new OrderbellError(
      'invalid-argument',
      `postgres(): schema: '${schema}' cannot be the name of a schema. Expected 1 to 63 bytes without '$', such as 'shop'.`,
    );
  }
  const table = (name: string) => `${quoted(schema)}.${quoted(prefix + name)}`;
  return {
    schema: quoted(schema),
    migrations: table('migrations'),
    subjects: table('subjects'),
    answers: table('answers'),
    jobs: table('jobs'),
    queue: table('queue'),
    outcomes: table('outcomes'),
    pauses: table('pauses'),
    records: table('records'),
    prefix,
    channel: channelName(schema, prefix),
  };
}

/** An identifier as it stands in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as it stands in a statement. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `pg_notify` takes up to 63 bytes: prefixes are short, and a schema that does not fit is told by its end and its length. */
function channelName(schema: string, prefix: string): string {
  const name = `${prefix}jobs ${schema}`;
  return Buffer.byteLength(name) <= 63 ? name : `${prefix}jobs ${Buffer.byteLength(schema)} ${hexTail(schema)}`;
}

function hexTail(text: string): string {
  return Buffer.from(text).subarray(-9).toString('hex');
}
