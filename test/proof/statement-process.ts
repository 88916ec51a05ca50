/**
 * Places and pays one order with its messages in one transaction, and is killed before statement number N of it.
 *
 * node statement-process.mjs DATABASE NUMBER N. Ends with 0 where the transaction has fewer statements.
 */
import Database from 'libsql';
import type { Store } from 'orderbell';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import pg from 'pg';
import { anOrder, openShop, order } from './shop.js';

const [database = '', no = '', limit = ''] = process.argv.slice(2);
let statements = 0;

/** Counts a statement that is about to run. */
function count(): void {
  statements += 1;
  if (statements < Number(limit)) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal may take a moment; nothing more may be run until it comes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const nowhere = { name: 'nowhere', send: async () => ({}) };

async function placeAndPay<Tx>(store: Store<Tx>, tx: Tx, save: () => Promise<unknown> | unknown): Promise<void> {
  const notifier = openShop<Tx>({ store, transports: { email: nowhere, sms: nowhere } });
  const placed = anOrder(no, new Date(Date.now() + 3_600_000));
  await save();
  await notifier.handleTransition(order, { created: placed }, { tx });
  await notifier.handleTransition(order, { subject: placed, event: 'payment.pay' }, { tx });
}

async function onSqlite(path: string): Promise<void> {
  const db = new Database(path);
  const { prepare, exec } = db;
  db.exec = (sql: string) => {
    count();
    return exec.call(db, sql);
  };
  db.prepare = (sql: string) => {
    const statement = prepare.call(db, sql);
    for (const name of ['run', 'get', 'all'] as const) {
      const original = statement[name];
      statement[name] = (...values: unknown[]) => {
        count();
        return original.apply(statement, values);
      };
    }
    return statement;
  };
  const store = sqlite(db);
  await store.transaction((tx) => placeAndPay(store, tx, () => db.prepare("INSERT INTO shop_orders VALUES (?, 'paid')").run(no)));
}

async function onPostgres(schema: string, url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, options: `-c search_path=${schema}` });
  const tx = await pool.connect();
  const query = tx.query;
  tx.query = ((...values: Parameters<typeof query>) => {
    count();
    return query.apply(tx, values);
  }) as typeof query;
  await tx.query('BEGIN');
  await placeAndPay(postgres(pool, { schema }), tx, () => tx.query("INSERT INTO shop_orders VALUES ($1, 'paid')", [no]));
  await tx.query('COMMIT');
  tx.release();
  await pool.end();
}

const [kind, ...rest] = database.split(':');
if (kind === 'sqlite') await onSqlite(rest.join(':'));
else await onPostgres(rest[0] ?? '', rest.slice(1).join(':'));
