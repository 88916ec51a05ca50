/** Plans a batch on SQLite, says when it is in the middle of it, and never gets further: for a test that kills it. */
import Database from 'libsql';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { offers } from './guests.js';
import { spaOn } from './spa-on-disk.js';

const [path = '', batch = ''] = process.argv.slice(2);
const store = sqlite(new Database(path));
await store.migrate();

async function* source() {
  // In the middle of a chunk of ten, of which nothing is planned yet.
  yield* offers(45);
  process.stdout.write('holding\n');
  await new Promise(() => setInterval(() => {}, 1000));
}

await spaOn(store).notifier.sendMany(source(), { batch, chunk: 10 });
