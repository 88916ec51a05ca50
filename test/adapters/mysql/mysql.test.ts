import { mysql } from 'orderbell/mysql';
import { storeContract } from 'orderbell/testing';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { faultTests } from './faults.js';
import { hostTransactionTests } from './host-transactions.js';
import { raceTests } from './races.js';
import { noServer, startServer, type TestServer } from './server.js';
import { emptied, inTransaction } from './tables.js';

describe.skipIf(noServer !== undefined)(`mysql${noServer === undefined ? '' : ` (skipped: ${noServer})`}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await mysql(server.pool()).migrate();
  });
  afterAll(() => server?.stop());

  describe('the contract of the store', () => {
    const cases = storeContract({
      create: async () => {
        const pool = server.pool();
        await emptied(pool);
        return { store: mysql(pool), transaction: inTransaction(pool), close: () => pool.end() };
      },
    });
    for (const { name, run } of cases) test(name, run);
  });

  raceTests(() => server);
  hostTransactionTests(() => server);
  faultTests(() => server);
});
