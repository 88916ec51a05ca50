/** A process of its own on a file that others use too: it changes one subject, and claims and settles what is due, until nothing is left. */
import Database from 'libsql';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { aSubject, aWrite, booking } from '../../../src/testing/store-cases/samples.js';
import { claimed, sent } from './samples.js';

const [path = '', rounds = '0'] = process.argv.slice(2);
const store = sqlite(new Database(path));
const keys: string[] = [];
for (let round = 0; round < Number(rounds); round++) {
  await store.change(booking, undefined, async (session) => {
    const revision = (session.stored?.revision ?? 0) + 1;
    await new Promise((resolve) => setImmediate(resolve));
    await session.write(aWrite({ subject: aSubject({ revision }) }));
  });
  const jobs = await store.claim({ now: Number.MAX_SAFE_INTEGER - 1_000_000, limit: 3, leaseMs: 60_000 });
  keys.push(...(await sent(store, jobs)));
}
for (let jobs = await claimed(store); jobs.length > 0; jobs = await claimed(store)) keys.push(...(await sent(store, jobs)));
process.stdout.write(JSON.stringify(keys));
