/**
 * A process of the shop: takes orders and delivers, until it is killed or told to finish; or, told to drain, until nothing is left.
 *
 * node shop-process.mjs DATABASE PROVIDER NAME take|work|drain, where DATABASE is `sqlite:PATH` or `postgres:SCHEMA:URL`.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Notifier, RetryableDeliveryError, type Transport, UnknownOutcomeError } from 'orderbell';
import { postgresShop } from './postgres-shop.js';
import { anOrder, openShop, order } from './shop.js';
import type { ShopDatabase } from './shop-database.js';
import { sqliteShop } from './sqlite-shop.js';
import type { News } from './worker.js';

const [database = '', provider = '', name = '', task = ''] = process.argv.slice(2);

/** Longer than anything takes here, even on a busy machine: what is sent twice is so because its sender was killed or cut off. */
const lease = 4000;
/** With an outage, what fails is left at that; without one, nothing may fail. */
const mayFail = task === 'work';
let isFinishing = task === 'drain';
process.on('message', () => {
  isFinishing = true;
});

function tell(news: News): void {
  process.send?.(news);
}

function gateway(path: string): Transport {
  return {
    name: path,
    async send({ key, text, abort }) {
      const headers = { 'idempotency-key': key, 'x-process': name };
      const request = { method: 'POST', headers, body: text, signal: abort };
      const response = await fetch(`${provider}/${path}`, request).catch((cause: unknown) => {
        throw isRefused(cause)
          ? new RetryableDeliveryError('no connection', { cause })
          : new UnknownOutcomeError('the connection broke', { cause });
      });
      if (!response.ok) throw new RetryableDeliveryError(`status ${response.status}`);
      return { id: await response.text() };
    },
  };
}

/** Whether nothing can have reached the provider. */
function isRefused(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && Reflect.get(cause, 'code') === 'ECONNREFUSED';
}

async function takeOrders<Tx>(shop: ShopDatabase<Tx>, notifier: Notifier<Tx>, line: string): Promise<void> {
  for (let count = 0; !isFinishing; count += 1) {
    try {
      await takeOrder(shop, notifier, `${name}-${line}-${count}`);
      if (count === 0) tell({ tell: 'started' });
    } catch (error) {
      if (!mayFail) throw error;
      await pause(100);
    }
    await pause(mayFail ? 20 : 5);
  }
}

async function takeOrder<Tx>(shop: ShopDatabase<Tx>, notifier: Notifier<Tx>, no: string): Promise<void> {
  const placed = anOrder(no, new Date(Date.now() + 50));
  await shop.transaction(async (tx) => {
    await shop.saveOrder(tx, no, 'unpaid');
    await notifier.handleTransition(order, { created: placed }, { tx });
  });
  await shop.transaction(async (tx) => {
    await shop.saveOrder(tx, no, 'paid');
    await notifier.handleTransition(order, { subject: placed, event: 'payment.pay' }, { tx });
  });
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
    breaker: { pause: 300, longestPause: 1000 },
    retry: { delay: () => 50, attempts: 1000 },
  });
  notifier.on('error', ({ error }) => {
    if (!mayFail) process.stderr.write(`${name}: ${String(error)}\n`);
  });
  notifier.on('sent', ({ job: { key } }) => tell({ tell: 'sent', key }));
  notifier.on('retry', ({ job: { key }, why }) => tell({ tell: 'again', key: `${name} ${key}`, why: why ?? '' }));
  notifier.on('breaker', ({ channel, state }) => tell({ tell: 'breaker', channel, state }));
  notifier.start();
  await Promise.all([takeOrders(shop, notifier, 'a'), takeOrders(shop, notifier, 'b')]);
  await drain(shop);
  await notifier.stop();
  await shop.close();
  process.disconnect?.();
}

const [kind, ...rest] = database.split(':');
if (kind === 'sqlite') await main(sqliteShop(rest.join(':')));
else await main(postgresShop(rest.slice(1).join(':'), rest[0] ?? ''));
