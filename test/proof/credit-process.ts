/**
 * A worker of a shop whose SMS cost points, beside others on one database.
 *
 * node credit-process.mjs DATABASE MODE. `deliver` delivers what is due, prints the keys of what it has sent and ends. `hang` prints
 * `sending` when a message is handed over, and never answers. `take-over` ends when one message was sent.
 */
import Database from 'libsql';
import type { Message, Transport } from 'orderbell';
import { postgres } from 'orderbell/postgres';
import { sqlite } from 'orderbell/sqlite';
import pg from 'pg';
import { creditNotifier } from './credit-shop.js';

const [database = '', mode = ''] = process.argv.slice(2);
const [, schema = '', url = ''] = /^postgres:([^:]+):(.*)$/.exec(database) ?? [];
const pool = url === '' ? undefined : new pg.Pool({ connectionString: url, max: 4 });
const store = pool === undefined ? sqlite(new Database(database)) : postgres(pool, { schema });

const sent: string[] = [];
let took: () => void = () => {};
const first = new Promise<void>((resolve) => {
  took = resolve;
});
const sms: Transport<Message> = {
  name: 'smartdove',
  async send({ key }) {
    if (mode === 'hang') {
      process.stdout.write('sending\n');
      await new Promise(() => {});
    }
    sent.push(key);
    took();
    return {};
  },
};
// A database of either kind: nothing here has a transaction.
const notifier = creditNotifier(store as Parameters<typeof creditNotifier>[0], sms, {
  lease: mode === 'deliver' ? 60_000 : 1_000,
});
if (mode === 'take-over') {
  notifier.start();
  await first;
  await notifier.stop();
} else {
  await notifier.tick();
  await notifier.stop();
}
await pool?.end();
process.stdout.write(JSON.stringify(sent));
