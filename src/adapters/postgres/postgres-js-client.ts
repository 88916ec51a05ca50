/**
 * Clients of postgres.js, the package `postgres`.
 * @module
 */
import {
  hasFunctions,
  invalidClient,
  invalidTransaction,
  type Listener,
  type Listening,
  type PostgresClient,
  type Queries,
  rowsIn,
} from './client.js';

interface Unsafe {
  unsafe(text: string, values?: string[], options?: { readonly prepare: boolean }): PromiseLike<readonly unknown[]>;
}

/** What `postgres(...)` of postgres.js yields. */
export interface PostgresJsLike extends Unsafe {
  readonly options: { readonly prepare?: boolean };
  begin(...work: never): unknown;
  listen(channel: string, heard: (payload: string) => void, live?: () => void): Promise<{ unlisten(): Promise<void> }>;
}

/** A transaction of postgres.js: what `sql.begin` hands to its function. */
export interface PostgresJsTransaction extends Unsafe {
  savepoint(...work: never): unknown;
}

/** Makes a client of {@link postgres} of what `postgres(...)` of postgres.js yields. Throws `invalid-client` for anything else. */
export function postgresJsClient(sql: PostgresJsLike): PostgresClient<PostgresJsTransaction> {
  if (!hasFunctions(sql, ['unsafe', 'begin', 'listen'])) throw invalidClient('postgres.js', 'what postgres(...) yields');
  const mayPrepare = sql.options.prepare !== false;
  return {
    queries: unsafeQueries(sql, mayPrepare),
    within(tx) {
      if (hasFunctions(tx, ['unsafe', 'savepoint'])) return unsafeQueries(tx, mayPrepare);
      throw invalidTransaction('postgres.js', 'what sql.begin hands to its function');
    },
    listen: (channel, listener) => listenWith(sql, channel, listener),
  };
}

function unsafeQueries(target: Unsafe, mayPrepare: boolean): Queries {
  return {
    async run({ text }, values, prepare) {
      return rowsIn(await target.unsafe(text, [...values], { prepare: prepare && mayPrepare }));
    },
  };
}

/** How long to wait before the database is tried again that was not there at first, in milliseconds. */
const waitForDatabase = 5_000;

/** postgres.js keeps a connection for it and makes it anew by itself, once it had one. */
function listenWith(sql: PostgresJsLike, channel: string, listener: Listener): Listening {
  let isLive = false;
  let isEnded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const live = () => {
    isLive = !isEnded;
    if (isLive) listener.live();
  };
  const begin = (): Promise<{ unlisten(): Promise<void> } | undefined> =>
    sql
      .listen(channel, (payload) => listener.heard(payload), live)
      .catch(() => {
        timer = setTimeout(() => {
          if (!isEnded) begun = begin();
        }, waitForDatabase).unref();
        return undefined;
      });
  let begun = begin();
  return {
    get isLive() {
      return isLive;
    },
    async end() {
      isEnded = true;
      isLive = false;
      await (await begun)?.unlisten();
      clearTimeout(timer);
    },
  };
}
