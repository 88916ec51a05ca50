import Database from 'libsql';
import { sqlite } from 'orderbell/sqlite';
import type { ShopDatabase } from './shop-database.js';

/** A shop in one SQLite file. */
export function sqliteShop(path: string): ShopDatabase<unknown> {
  const db = new Database(path);
  db.exec('PRAGMA busy_timeout = 2000');
  const store = sqlite(db);
  return {
    store,
    async prepare() {
      await store.migrate();
      db.exec('CREATE TABLE IF NOT EXISTS shop_orders (no TEXT PRIMARY KEY, payment TEXT NOT NULL)');
    },
    transaction: (work) => store.transaction(work),
    async saveOrder(_tx, no, payment) {
      db.prepare('INSERT INTO shop_orders VALUES (?, ?) ON CONFLICT (no) DO UPDATE SET payment = excluded.payment').run(
        no,
        payment,
      );
    },
    async orders() {
      // Both columns are text.
      const rows = db.prepare('SELECT no, payment FROM shop_orders').all() as { no: string; payment: string }[];
      return new Map(rows.map(({ no, payment }) => [no, payment]));
    },
    async close() {
      db.close();
    },
  };
}
