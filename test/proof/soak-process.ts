/**
 * One of several workers: takes its share of the orders, cancels, moves and pays at random while all of them deliver, and tells how
 * many messages it has sent.
 *
 * node soak-process.mjs SCHEMA URL NAME ORDERS
 */
import { setTimeout as pause } from 'node:timers/promises';
import { postgresShop } from './postgres-shop.js';
import { anOrder, type Order, openShop, order } from './shop.js';

const [schema = '', url = '', name = '', orders = ''] = process.argv.slice(2);
const shop = postgresShop(url, schema);
const counts = { sent: 0, skipped: 0, withdrawn: 0, failed: 0, unknown: 0, retry: 0, moved: 0, refunded: 0 };
const transport = { name: 'nowhere', send: async () => ({}) };
const notifier = openShop({
  store: shop.store,
  transports: { email: transport, sms: transport },
  concurrency: 200,
  longestSleep: 200,
});
for (const event of ['sent', 'skipped', 'withdrawn', 'failed', 'unknown', 'retry'] as const) {
  notifier.on(event, () => {
    counts[event] += 1;
  });
}
/** Keys of jobs that were told to be withdrawn, and of those that were told to be skipped. */
const keys: { readonly withdrawn: string[]; readonly skipped: string[] } = { withdrawn: [], skipped: [] };
notifier.on('withdrawn', ({ job: { key } }) => keys.withdrawn.push(key));
notifier.on('skipped', ({ job: { key } }) => keys.skipped.push(key));
notifier.on('error', ({ error }) => process.stderr.write(`${name}: ${String(error)}\n`));
notifier.start();

/** Two orders in three are left alone; of the others one is moved, once or more, and one is refunded, its follow-up withdrawn. */
async function live(no: string): Promise<void> {
  let current: Order = anOrder(no, new Date(Date.now() + Math.random() * 4000));
  await notifier.handleTransition(order, { created: current });
  const paid = await notifier.handleTransition(order, { subject: current, event: 'payment.pay' });
  if (!paid.ok) throw new Error(paid.message);
  current = paid.subject;
  for (let fate = Math.random(); fate < 1 / 3; fate = Math.random()) {
    await pause(Math.random() * 1000);
    if (fate < 1 / 6) {
      await notifier.handleTransition(order, { subject: current, event: 'payment.refund' });
      counts.refunded += 1;
      return;
    }
    current = { ...current, followUpAt: new Date(Date.now() + Math.random() * 4000) };
    await notifier.refresh(order, current);
    counts.moved += 1;
  }
}

const waiting = Array.from({ length: Number(orders) }, (_, at) => `${name}-${at}`);
const lines = Array.from({ length: 16 }, async () => {
  for (let no = waiting.pop(); no !== undefined; no = waiting.pop()) await live(no);
});
await Promise.all(lines);
while ((await shop.store.jobs({ list: 'open', limit: 1 })).jobs.length > 0) await pause(50);
await notifier.stop();
process.send?.({ counts, keys, peak: process.resourceUsage().maxRSS * 1024 });
await shop.close();
