import { Logger, run, runMigrations } from 'graphile-worker';
import { expect, test } from 'vitest';
import { graphileWorker } from '../../../src/adapters/graphile-worker/index.js';
import { systemClock } from '../../../src/runtime/system-clock.js';
import { aBooking, booking } from '../../builders/booking.js';
import { studio } from '../../builders/studio.js';
import { poolOf, startPostgres } from '../../servers/postgres-server.js';

test('a notifier over graphile-worker sends what is due', async () => {
  const server = await startPostgres();
  const pool = poolOf(server);
  const silent = new Logger(() => () => {});
  const schema = `notifier_${process.pid}`;
  await runMigrations({ pgPool: pool, schema, logger: silent });
  // The store is another than the queue's database: what is planned is planned outside of its transactions.
  const scheduler = graphileWorker<never>({ client: pool, schema, sweepEvery: 3_600_000 });
  const { notifier, email } = studio({ clock: systemClock(), scheduler });
  const sent = new Promise<void>((resolve) => notifier.once('sent', () => resolve()));
  notifier.start();
  const runner = await run({ pgPool: pool, schema, logger: silent, taskList: { ...scheduler.tasks }, noHandleSignals: true });
  await notifier.handleTransition(booking, { created: aBooking() });
  await sent;
  expect(email.messages.length).toBeGreaterThan(0);
  // The job is over for us before it is for the queue, which writes so in its own time.
  for (let open = 1; open > 0; ) open = Number((await pool.query(`select count(*) from ${schema}.jobs`)).rows[0].count);
  await runner.stop();
  await notifier.stop();
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
  await server.stop();
});
