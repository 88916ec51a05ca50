/**
 * A process of the shop: takes orders and delivers, until it is killed; or, told to drain, until nothing is left to do.
 *
 * node shop-process.mjs DATABASE PROVIDER NAME take|drain, where DATABASE is `sqlite:PATH` or `postgres:SCHEMA:URL`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Notifier, RetryableDeliveryError, type Transport, UnknownOutcomeError } from 'orderbell';
import { postgresShop } from './postgres-shop.js';
import { anOrder, openShop, order } from './shop.js';
import type { ShopDatabase } from './shop-database.js';
import { sqliteShop } from './sqlite-shop.js';

const [database = '', provider = '', name = '', task = ''] = process.argv.slice(2);

/** Longer than anything here takes, and short enough to be waited for three hundred times. */
const lease = 400;

function gateway(path: string): Transport {
  return {
    name: path,
    async send({ key, text, abort }) {
      const request = { method: 'POST', headers: { 'idempotency-key': key }, body: text, signal: abort };
      const response = await fetch(`${provider}/${path}`, request).catch((cause: unknown) => {
        throw new UnknownOutcomeError('the connection broke', { cause });
      });
      if (!response.ok) throw new RetryableDeliveryError(`status ${response.status}`);
      return { id: await response.text() };
    },
  };
}

async function takeOrders<Tx>(shop: ShopDatabase<Tx>, notifier: Notifier<Tx>, line: string): Promise<never> {
  for (let count = 0; ; count += 1) {
    const no = `${name}-${line}-${count}`;
    const placed = anOrder(no, new Date(Date.now() + 50));
    await shop.transaction(async (tx) => {
      await shop.saveOrder(tx, no, 'unpaid');
      await notifier.handleTransition(order, { created: placed }, { tx });
    });
    await shop.transaction(async (tx) => {
      await shop.saveOrder(tx, no, 'paid');
      await notifier.handleTransition(order, { subject: placed, event: 'payment.pay' }, { tx });
    });
    await pause(5);
  }
}

async function drain<Tx>(shop: ShopDatabase<Tx>): Promise<void> {
  for (;;) {
    const { jobs } = await shop.store.jobs({ list: 'open', limit: 1 });
    if (jobs.length === 0) return;
    await pause(20);
  }
}

async function main<Tx>(shop: ShopDatabase<Tx>): Promise<void> {
  await shop.prepare();
  const notifier = openShop<Tx>({
    store: shop.store,
    transports: { email: gateway('honouring'), sms: gateway('plain') },
    lease,
    sendTimeout: lease / 2,
    longestSleep: 100,
    retry: { delay: () => 50, attempts: 1000 },
  });
  notifier.on('error', ({ error }) => console.error(error));
  notifier.start();
  process.send?.('started');
  if (task === 'take') await Promise.all([takeOrders(shop, notifier, 'a'), takeOrders(shop, notifier, 'b')]);
  await drain(shop);
  await notifier.stop();
  await shop.close();
}

const [kind, ...rest] = database.split(':');
if (kind === 'sqlite') await main(sqliteShop(rest.join(':')));
else await main(postgresShop(rest.slice(1).join(':'), rest[0] ?? ''));
