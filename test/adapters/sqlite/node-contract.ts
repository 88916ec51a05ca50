/** The store contract on `node:sqlite`, for a Node that has it. Prints what failed, by the names of the cases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SqliteDatabase, sqlite } from '../../../src/adapters/sqlite/index.js';
import { storeContract } from '../../../src/testing/store-contract.js';

// Not known to the types of the oldest Node that is supported.
const module: string = 'node:sqlite';
const { DatabaseSync } = (await import(module)) as {
  readonly DatabaseSync: new (path: string) => SqliteDatabase & { close(): void };
};
const folder = mkdtempSync(join(tmpdir(), 'orderbell-node-sqlite-'));
let files = 0;
const cases = storeContract<SqliteDatabase>({
  create: async () => {
    files += 1;
    const database = new DatabaseSync(join(folder, `${files}.db`));
    const store = sqlite(database);
    const close = () => {
      store.close();
      database.close();
    };
    return { store, transaction: (work) => store.transaction(work), close };
  },
  skip: [{ case: 'what a transaction writes is hidden until it is committed', reason: 'one connection: see contract.test.ts' }],
});
const failures: string[] = [];
for (const { name, run } of cases) await run().catch((error: unknown) => failures.push(`${name}: ${String(error)}`));
rmSync(folder, { recursive: true, force: true });
process.stdout.write(JSON.stringify({ tried: cases.length, failures }));
