/**
 * Transactions of the host, as its own client hands them over.
 * @module
 */
import { storeError } from '../../sql/store-error.js';
import { type Answer, answerOf, has, type MysqlQuery, type Run, runOn } from './client.js';
import { dialect } from './fault.js';

/** A connection of `mysql2/promise` on which a transaction was begun. */
export interface MysqlConnectionTransaction {
  query(query: MysqlQuery): Promise<unknown>;
  beginTransaction(): Promise<void>;
}

/** A connection of `mysql2` with callbacks on which a transaction was begun. */
export interface MysqlCallbackTransaction {
  promise(): MysqlConnectionTransaction;
}

/** The `trx` of `knex.transaction`. */
export interface KnexTransaction {
  readonly isTransaction?: boolean;
  isCompleted(): boolean;
  raw(sql: string): PromiseLike<unknown>;
}

/** The `tx` of `db.transaction` of Drizzle. */
export interface DrizzleTransaction {
  execute(sql: string): Promise<unknown>;
  rollback(): never;
}

/** The entity manager of `dataSource.transaction` of TypeORM, or a query runner on which a transaction was begun. */
export interface TypeormTransaction {
  query(sql: string): Promise<unknown>;
  readonly queryRunner?: { readonly isTransactionActive: boolean } | undefined;
  readonly isTransactionActive?: boolean;
}

/** The `trx` of `db.transaction().execute` of Kysely. */
export interface KyselyTransaction {
  readonly isTransaction: boolean;
  executeQuery(query: KyselyQuery): Promise<KyselyResult>;
}

/** A statement as Kysely takes it. */
export interface KyselyQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly query: { readonly kind: 'RawNode'; readonly sqlFragments: readonly string[]; readonly parameters: readonly never[] };
  readonly queryId: { readonly queryId: string };
}

/** What Kysely yields. */
export interface KyselyResult {
  readonly rows: readonly unknown[];
  readonly insertId?: bigint;
  readonly numAffectedRows?: bigint;
}

/** What can be handed in as `tx`. */
export type MysqlTransaction =
  | MysqlConnectionTransaction
  | MysqlCallbackTransaction
  | KnexTransaction
  | DrizzleTransaction
  | TypeormTransaction
  | KyselyTransaction;

/** How to run statements in a transaction of the host. Throws `invalid-transaction` for what is none, or has ended. */
export function runIn(tx: MysqlTransaction): Run {
  // Which of them it is shows only when it runs; each branch checks what it calls.
  const given: unknown = tx;
  if (has(given, 'getConnection')) throw refused('it is a pool');
  if (has(given, 'promise')) return runOn((given as unknown as MysqlCallbackTransaction).promise());
  if (has(given, 'beginTransaction') && has(given, 'query')) return runOn(given as unknown as MysqlConnectionTransaction);
  if (has(given, 'raw')) return knexRun(given as unknown as KnexTransaction);
  if (has(given, 'executeQuery')) return kyselyRun(given as unknown as KyselyTransaction);
  if (has(given, 'query')) return typeormRun(given as unknown as TypeormTransaction);
  if (has(given, 'execute') && has(given, 'rollback')) return drizzleRun(given as unknown as DrizzleTransaction);
  throw refused('it is nothing that runs statements');
}

/** Throws `invalid-transaction` where the client says that no transaction is open. */
export function assertOpen({ inTransaction }: Answer): void {
  if (inTransaction === false) throw refused('no transaction is open on it: it was not begun, or has ended');
}

function refused(why: string): Error {
  return storeError(
    dialect,
    'invalid-transaction',
    'tx',
    `${why}. Expected a connection of mysql2 after beginTransaction(), or a transaction of Knex, Kysely, Drizzle or TypeORM on MySQL.`,
  );
}

function knexRun(trx: KnexTransaction): Run {
  if (trx.isTransaction !== true) throw refused('it is Knex itself, not a transaction of it');
  return async (sql) => {
    if (trx.isCompleted()) throw refused('the transaction of Knex has ended');
    return answerOf(await trx.raw(sql));
  };
}

function drizzleRun(tx: DrizzleTransaction): Run {
  return async (sql) => answerOf(await tx.execute(sql));
}

function typeormRun(manager: TypeormTransaction): Run {
  const { isTransactionActive } = manager.queryRunner ?? manager;
  if (isTransactionActive !== true) throw refused('no transaction of TypeORM is open on it');
  return async (sql) => answerOf(await manager.query(sql));
}

function kyselyRun(trx: KyselyTransaction): Run {
  if (!trx.isTransaction) throw refused('it is Kysely itself, not a transaction of it');
  return async (sql) => {
    const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] } as const;
    const result = await trx.executeQuery({ sql, parameters: [], query, queryId: { queryId: 'orderbell' } });
    const { rows, insertId = 0, numAffectedRows = 0 } = result;
    // Rows are objects, by the name of the column.
    return { ...answerOf(rows), insertId: Number(insertId), affected: Number(numAffectedRows) };
  };
}
