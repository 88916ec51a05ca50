import { postgres } from 'orderbell/postgres';
import { storeContract } from 'orderbell/testing';
import { test } from 'vitest';
import { aDatabase, inTransaction } from './database.js';

const { schema, pool, clear } = await aDatabase();
await postgres(pool, { schema }).migrate();

const cases = storeContract({
  create: async () => {
    await clear();
    const store = postgres(pool, { schema });
    // News is heard from now on, so that the case meets none from before.
    await new Promise<void>((live) => {
      store.watch(live);
    });
    return { store, transaction: (work) => inTransaction(pool, work), close: () => store.close() };
  },
});

for (const { name, run } of cases) test(name, run);
