import type { Pool, PoolConnection } from 'mysql2/promise';
import type { MysqlTransaction } from 'orderbell/mysql';

const tables = ['subjects', 'answers', 'jobs', 'queue', 'outcomes', 'pauses', 'records'];

/** Leaves nothing in the tables of a store. */
export async function emptied(pool: Pool, prefix = 'orderbell_'): Promise<void> {
  for (const table of tables) await pool.query(`DELETE FROM ${prefix}${table}`);
}

/** Runs work in a transaction of the host: committed when it resolves, rolled back when it rejects. */
export function inTransaction(pool: Pool): <R>(work: (tx: MysqlTransaction & PoolConnection) => Promise<R>) => Promise<R> {
  return async (work) => {
    const connection = await pool.getConnection();
    try {
      await connection.beginTransaction();
      const result = await work(connection);
      await connection.commit();
      return result;
    } catch (error) {
      await connection.rollback();
      throw error;
    } finally {
      connection.release();
    }
  };
}
