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

/** postgres.js keeps a connection for it and makes it anew by itself. */
function listenWith(sql: PostgresJsLike, channel: string, listener: Listener): Listening {
  const listening = { isLive: false, isEnded: false };
  const live = () => {
    if (listening.isEnded) return;
    listening.isLive = true;
    listener.live();
  };
  const begun = sql.listen(channel, (payload) => listener.heard(payload), live).catch(() => undefined);
  return {
    get isLive() {
      return listening.isLive;
    },
    async end() {
      listening.isEnded = true;
      listening.isLive = false;
      await (await begun)?.unlisten();
    },
  };
}
