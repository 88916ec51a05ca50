/**
 * What the store needs of a database client, whichever library it comes from.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { Statement } from './statement.js';

/** Something that runs statements: a pool, a connection or a transaction. */
export interface Queries {
  /** `text` has `$1`, `$2` ... for texts. Yields the rows. `prepare` allows to keep the statement prepared under `name`. */
  run(statement: Statement, values: readonly string[], prepare: boolean): Promise<readonly unknown[]>;
}

/** A channel that is listened to. */
export interface Listening {
  /** Whether it can be heard now; while it cannot, the connection is made anew. */
  readonly isLive: boolean;
  end(): Promise<void>;
}

/** Who listens. */
export interface Listener {
  /** Called with what was told. */
  heard(payload: string): void;
  /** Called when the channel can be heard, at first and again after it was lost: something may have been told meanwhile. */
  live(): void;
}

/** A database client for {@link postgres}: made by `postgresJsClient`, `knexClient`, `kyselyClient`, `drizzleClient`, `prismaClient` or `typeormClient`. */
export interface PostgresClient<Tx> {
  /** Runs statements that each commit by themselves. */
  readonly queries: Queries;
  /** Runs statements in a transaction of the host. Throws `invalid-transaction` for what is none. */
  within(tx: Tx): Queries;
  /** Listens to a channel, where the client can. */
  readonly listen?: ((channel: string, listener: Listener) => Listening) | undefined;
}

/** The error for something that was handed in as a client and is none. */
export function invalidClient(library: string, expected: string): OrderbellError {
  return new OrderbellError('invalid-client', `postgres: that is no client of ${library}. Expected ${expected}.`);
}

/** The error for something that was handed in as a transaction and is none. */
export function invalidTransaction(library: string, expected: string): OrderbellError {
  return new OrderbellError(
    'invalid-transaction',
    `postgres: \`tx\` is no open transaction of ${library}. Expected ${expected}, used before the transaction ends.`,
  );
}

/** Whether a value has functions of these names. */
export function hasFunctions(value: unknown, names: readonly string[]): boolean {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return false;
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}

/** The rows of an answer, which libraries hand out as they are or under `rows`. */
export function rowsIn(answer: unknown): readonly unknown[] {
  const rows = typeof answer === 'object' && answer !== null && 'rows' in answer ? answer.rows : answer;
  return Array.isArray(rows) ? rows : [];
}
