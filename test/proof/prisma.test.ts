/** The contract of stores by way of Prisma. */
import { postgres, prismaClient } from 'orderbell/postgres';
import { storeContract } from 'orderbell/testing';
import { test } from 'vitest';
import { aDatabase } from '../adapters/postgres/database.js';
import { prismaLookAlike } from '../adapters/postgres/prisma-look-alike.js';

const { schema, pool, clear } = await aDatabase();
const prisma = prismaLookAlike(pool);
await postgres(prismaClient(prisma), { schema }).migrate();

const cases = storeContract({
  create: async () => {
    await clear();
    const store = postgres(prismaClient(prisma), { schema, listen: pool });
    await new Promise<void>((live) => {
      store.watch(live);
    });
    return { store, transaction: (work) => prisma.$transaction(work), close: () => store.close() };
  },
});

for (const { name, run } of cases) test(name, run);
