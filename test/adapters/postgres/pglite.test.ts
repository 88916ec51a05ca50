import { PGlite, type Transaction } from '@electric-sql/pglite';
import { postgres } from 'orderbell/postgres';
import { storeContract } from 'orderbell/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { booking } from '../../../src/testing/store-cases/samples.js';

const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
const pglite = new PGlite();
await postgres(pglite).migrate();
const { rows } = await pglite.query<{ name: string }>(
  "SELECT tablename AS name FROM pg_tables WHERE tablename LIKE 'orderbell%' AND tablename <> 'orderbell_migrations'",
);

afterAll(() => pglite.close());

const oneConnection = 'PGlite has one connection: who reads while a transaction is open waits for its end';

const cases = storeContract<Transaction>({
  create: async () => {
    await pglite.exec(`TRUNCATE ${rows.map(({ name }) => name).join(', ')}`);
    const store = postgres(pglite);
    return { store, transaction: (work) => pglite.transaction(work), close: () => store.close() };
  },
  skip: [{ case: 'what a transaction writes is hidden until it is committed', reason: oneConnection }],
});

for (const { name, run } of cases) test(name, run);

test('it is warned about once, however many stores there are', () => {
  postgres(pglite);
  expect(warned).toHaveBeenCalledTimes(1);
  expect(warned.mock.calls[0]?.[0]).toMatch(/^PGlite never syncs to disk/);
});

test('what is no open transaction is refused', async () => {
  const store = postgres(pglite);
  const ended = await pglite.transaction(async (tx) => tx);
  // A host without types may hand in anything.
  for (const tx of [ended, pglite, {}] as unknown as Transaction[]) {
    await expect(store.change(booking, tx, async () => 1)).rejects.toMatchObject({ code: 'invalid-transaction' });
  }
});
