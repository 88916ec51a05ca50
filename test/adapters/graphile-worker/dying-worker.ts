/** Takes a job from graphile-worker, claims it, and never ends: for a test that kills it. */
import { run } from 'graphile-worker';
import { Pool } from 'pg';
import { graphileWorker } from '../../../src/adapters/graphile-worker/index.js';
import { workerOn } from './work-table.js';

const pool = new Pool({ connectionString: process.argv[2] });
const scheduler = graphileWorker({ client: pool });
const { deliver } = workerOn(pool, 'dying', () => {
  process.stdout.write('holding\n');
  return new Promise(() => {});
});
// Only what graphile-worker hands over: a sweep would take the job without it.
scheduler.start({ deliver, run: async () => ({ nextDueAt: undefined }) });
await run({ pgPool: pool, taskList: { ...scheduler.tasks }, pollInterval: 50, noHandleSignals: true });
