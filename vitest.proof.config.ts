import { defineConfig } from 'vitest/config';

/** The long proofs: processes that are killed, servers that go down, hours of work, and PostgreSQL behind a pooler and by way of Prisma. `npm run test:proof`. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    pool: 'forks',
    include: ['test/proof/**/*.test.ts'],
    reporters: ['default', './test/setup/not-run.ts'],
    // One at a time: each keeps the machine busy.
    fileParallelism: false,
    testTimeout: 60 * 60_000,
    hookTimeout: 60_000,
  },
});
