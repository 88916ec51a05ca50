/**
 * The store's own statements: reads on any connection of the pool, writes in short transactions.
 * @module
 */
import { type Answer, type MysqlConnection, type MysqlPool, type Run, runOn } from './client.js';
import { explained, isContention } from './fault.js';

/** How often a transaction is tried that others are in the way of. */
const mostTries = 6;

/** A pool, with errors that say what was being done. */
export class Connections {
  readonly #pool: MysqlPool;

  constructor(pool: MysqlPool) {
    this.#pool = pool;
  }

  /** Reads, outside of any transaction: what is committed now. */
  async read(doing: string, sql: string): Promise<Answer> {
    try {
      return await runOn(this.#pool)(sql);
    } catch (error) {
      throw explained(doing, error);
    }
  }

  /** Runs `work` on one connection, without a transaction. */
  async borrow<R>(doing: string, work: (run: Run) => Promise<R>): Promise<R> {
    try {
      const connection = await this.#pool.getConnection();
      return await released(connection, work);
    } catch (error) {
      throw explained(doing, error);
    }
  }

  /**
   * Runs `work` in a transaction of its own, again where a deadlock has undone it: `work` must do nothing but run statements. When it
   * throws, everything is rolled back.
   */
  async transaction<R>(doing: string, work: (run: Run) => Promise<R>): Promise<R> {
    return this.borrow(doing, async (run) => {
      for (let tries = 1; ; tries++) {
        try {
          return await inTransaction(run, work);
        } catch (error) {
          if (tries === mostTries || !isContention(error)) throw error;
          await run('ROLLBACK');
        }
      }
    });
  }
}

/**
 * READ COMMITTED, whatever the pool's own level is: under REPEATABLE READ a claim would lock the gaps between the rows it looks at, and
 * with them the inserts of everybody else. It holds for this one transaction.
 */
async function inTransaction<R>(run: Run, work: (run: Run) => Promise<R>): Promise<R> {
  await run('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
  await run('START TRANSACTION');
  const result = await work(run);
  await run('COMMIT');
  return result;
}

async function released<R>(connection: MysqlConnection, work: (run: Run) => Promise<R>): Promise<R> {
  const run = runOn(connection);
  let result: R;
  try {
    result = await work(run);
  } catch (error) {
    // Nobody else is to find a transaction on it; where that cannot be ended, the connection is given up.
    const isSound = await run('ROLLBACK').then(...yesOrNo);
    if (isSound) connection.release();
    else connection.destroy();
    throw error;
  }
  connection.release();
  return result;
}

const yesOrNo = [() => true, () => false] as const;
