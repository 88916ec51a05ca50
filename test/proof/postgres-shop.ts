import { postgres } from 'orderbell/postgres';
import pg from 'pg';
import type { ShopDatabase } from './shop-database.js';

/** A shop in one schema of a PostgreSQL database. */
export function postgresShop(url: string, schema: string): ShopDatabase<pg.PoolClient> {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: 2000 });
  // A server that goes down tells its connections; who uses them next is told as well.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const store = postgres(pool, { schema });
  return {
    store,
    async prepare() {
      // In one transaction, under a lock: 'if not exists' does not keep two processes that start at once apart.
      await pool.query(
        `SELECT pg_advisory_xact_lock(hashtext('shop')); CREATE SCHEMA IF NOT EXISTS "${schema}";` +
          `CREATE TABLE IF NOT EXISTS "${schema}".shop_orders (no TEXT PRIMARY KEY, payment TEXT NOT NULL)`,
      );
      await store.migrate();
    },
    async transaction(work) {
      const tx = await pool.connect();
      try {
        await tx.query('BEGIN');
        const result = await work(tx);
        await tx.query('COMMIT');
        tx.release();
        return result;
      } catch (error) {
        tx.release(true);
        throw error;
      }
    },
    async saveOrder(tx, no, payment) {
      const save = `INSERT INTO "${schema}".shop_orders VALUES ($1, $2) ON CONFLICT (no) DO UPDATE SET payment = excluded.payment`;
      await tx.query(save, [no, payment]);
    },
    async orders() {
      const { rows } = await pool.query<{ no: string; payment: string }>(`SELECT no, payment FROM "${schema}".shop_orders`);
      return new Map(rows.map(({ no, payment }) => [no, payment]));
    },
    async close() {
      await pool.end();
    },
  };
}
