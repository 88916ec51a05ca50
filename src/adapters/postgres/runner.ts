/**
 * Running statements: the tables are checked before the first one, and errors get the words of orderbell.
 * @module
 */
import type { OrderbellError } from '../../core/errors.js';
import { assertCurrent, type Migration } from '../../sql/migration.js';
import { storeError, withoutValues, wrapped } from '../../sql/store-error.js';
import type { Queries } from './client.js';
import { codeOf, driverError, faultOf } from './fault.js';
import { type Statement, valuesOf } from './statement.js';

/** How often a statement is tried that others kept from being serialised. */
const mostTries = 10;

/** Runs statements for one store. */
export class Runner {
  readonly #version: Statement;
  readonly #migrations: readonly Migration[];
  readonly #prepare: boolean;
  #isCurrent = false;

  /** `version` selects the number of the last migration. */
  constructor(version: Statement, migrations: readonly Migration[], prepare: boolean) {
    this.#version = version;
    this.#migrations = migrations;
    this.#prepare = prepare;
  }

  /**
   * Runs a statement that commits by itself. One that could not be serialised, as where the host has set its database so, is tried
   * again.
   */
  async run(queries: Queries, doing: string, statement: Statement, values: readonly string[]): Promise<readonly unknown[]> {
    await this.check(queries);
    for (let tries = 1; ; tries++) {
      try {
        return await queries.run(statement, values, this.#prepare);
      } catch (thrown) {
        const error = driverError(thrown);
        if (!(error instanceof Error) || faultOf(error) !== 'conflict' || tries === mostTries) throw explained(doing, error);
      }
    }
  }

  /** Runs a statement within a transaction of the host, which has to be tried again as a whole. */
  async within(queries: Queries, doing: string, statement: Statement, values: readonly string[]): Promise<readonly unknown[]> {
    await this.check(queries);
    return this.unchecked(queries, doing, statement, values);
  }

  /** Runs a statement whatever the tables are like. */
  async unchecked(queries: Queries, doing: string, statement: Statement, values: readonly string[]): Promise<readonly unknown[]> {
    try {
      return await queries.run(statement, values, this.#prepare && values.length > 0);
    } catch (thrown) {
      throw explained(doing, driverError(thrown));
    }
  }

  /**
   * Throws `store-not-migrated` or `store-newer` unless the tables are those of this version; looks once. It looks where the statement
   * will run: a pool may have no other connection to spare.
   */
  async check(queries: Queries): Promise<void> {
    if (this.#isCurrent) return;
    const [found] = valuesOf(await this.unchecked(queries, 'opening the store', this.#version, []));
    assertCurrent('postgres', this.#migrations, typeof found === 'number' ? found : undefined);
    this.#isCurrent = true;
  }
}

function explained(doing: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = codeOf(error);
  if (code === '26000' || code === '42P05') return unprepared(doing, error);
  if (faultOf(error) !== 'conflict') return wrapped('postgres', doing, error, faultOf);
  const fact = `${withoutValues(error.message)}. Roll back, and run the whole transaction again`;
  return storeError('postgres', 'conflict', doing, fact, error);
}

/** A pooler between client and database hands out another connection for each transaction. */
function unprepared(doing: string, error: Error): OrderbellError {
  const fact = `${withoutValues(error.message)}. Behind a pooler that does not keep prepared statements, set \`prepare: false\``;
  return storeError('postgres', 'store-unavailable', doing, fact, error);
}
