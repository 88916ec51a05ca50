/**
 * A worker process. `drain <address> <jobs>` empties the tables of a PostgreSQL server and tells of its memory; `<kind> <at>` delivers what becomes due
 * until it is told to end, and tells of each message, and of its processor time while nothing happens.
 * @module
 */
import { postgres } from 'orderbell/postgres';
import { Pool } from 'pg';
import { type Kind, opened } from './opened.js';
import { notifierOn } from './order.js';

const [what = '', at = '', jobs = '0'] = process.argv.slice(2);
if (what === 'drain') await drain(Number(jobs));
// The parent names one of the kinds.
else work(what as Kind);

async function drain(count: number): Promise<void> {
  const pool = new Pool({ connectionString: at, max: 4 });
  const marks = [0.1, 0.5, 1].map((share) => Math.round(share * count));
  const seen: number[] = [];
  let [sent, peak] = [0, 0];
  const megabytes = () => process.memoryUsage.rss() / 1_000_000;
  const notifier = notifierOn(postgres(pool), {
    reminders: 1,
    sent: () => {
      sent += 1;
      if (marks.includes(sent)) seen.push(megabytes());
      if (sent % 1000 === 0) peak = Math.max(peak, megabytes());
    },
  });
  await notifier.tick();
  await notifier.stop();
  await pool.end();
  process.send?.({ at: seen, peak }, () => process.disconnect());
}

function work(kind: Kind): void {
  const { store, end } = opened(kind, at);
  const notifier = notifierOn(store, { reminders: 1, concurrency: 16, sent: (key) => process.send?.({ key, at: Date.now() }) });
  notifier.start();
  process.send?.('ready');
  process.on('message', async (order) => {
    if (order === 'idle') {
      const start = performance.now();
      const before = process.cpuUsage();
      setTimeout(() => {
        const { user, system } = process.cpuUsage(before);
        // Microseconds in a millisecond are milliseconds in a second.
        process.send?.({ idle: (user + system) / (performance.now() - start) });
      }, 5000);
      return;
    }
    await notifier.stop();
    await end();
    process.disconnect();
  });
}
