/** The books of a proof: what the shop has committed, against what is stored and what has arrived. */
import { expect } from 'vitest';
import type { Arrival } from './provider.js';
import { expected } from './shop.js';
import type { ShopDatabase } from './shop-database.js';
import type { Staff } from './worker.js';

/** What was counted. */
export interface Balance {
  readonly orders: number;
  readonly messages: number;
  /** Keys that reached the provider without idempotency keys more than once. */
  readonly repeatedPlain: number;
  /** Keys that reached the one that honours them more than once; it delivered each once. */
  readonly repeatedHonouring: number;
  /** Messages that must never be repeated, and of which nobody knows whether they arrived. */
  readonly unknown: number;
  readonly highestAttempts: number;
}

/**
 * Every message of a committed order has arrived, none of another; at a provider that honours keys none was delivered twice; what
 * must never be repeated has arrived once at most, and once unless it is unknown; nothing arrived after it was told to be written.
 */
export async function balance<Tx>(shop: ShopDatabase<Tx>, { provider, toldSent }: Staff): Promise<Balance> {
  const jobs = await storedJobs(shop);
  const arrived = byKey(provider.arrivals);
  for (const [key, { outcome }] of jobs) {
    const times = arrived.get(key)?.length ?? 0;
    if (outcome.startsWith('paid-once')) expect(times, `${key}, which must never be repeated`).toBeLessThanOrEqual(1);
    if (outcome === 'paid-once unknown') continue;
    expect(outcome, key).toMatch(/ sent$/);
    expect(times, `arrivals of ${key}`).toBeGreaterThan(0);
  }
  const strays = [...arrived.keys()].filter((key) => !jobs.has(key));
  expect(strays, 'messages of orders that were never committed').toEqual([]);
  for (const [key, at] of toldSent) {
    expect(arrived.get(key)?.at(-1)?.at, `${key}, which was written as sent`).toBeLessThanOrEqual(at);
  }
  const repeated = (path: string) => [...arrived.values()].filter(([first, ...more]) => first?.path === path && more.length > 0);
  const honoured = new Set([...arrived].filter(([, [first]]) => first?.path === '/honouring').map(([key]) => key));
  const doubled = [...provider.delivered].filter(([key, times]) => times > 1 && honoured.has(key));
  expect(doubled, 'twice at a provider that honours keys').toEqual([]);
  return {
    orders: (await shop.orders()).size,
    messages: jobs.size,
    repeatedPlain: repeated('/plain').length,
    repeatedHonouring: repeated('/honouring').length,
    unknown: [...jobs.values()].filter(({ outcome }) => outcome.endsWith('unknown')).length,
    highestAttempts: Math.max(...[...jobs.values()].map(({ attempts }) => attempts)),
  };
}

/** Every request for a key, in the order they came. */
export function byKey(arrivals: readonly Arrival[]): ReadonlyMap<string, readonly Arrival[]> {
  const groups = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    const group = groups.get(arrival.key);
    if (group === undefined) groups.set(arrival.key, [arrival]);
    else group.push(arrival);
  }
  return groups;
}

/** All jobs by key. Each order has the messages that its payment leads to, and no message is without its order. */
async function storedJobs<Tx>(shop: ShopDatabase<Tx>) {
  const orders = await shop.orders();
  const jobs = new Map<string, { readonly outcome: string; readonly attempts: number }>();
  for (const [no, payment] of orders) {
    const history = await shop.store.history({ lifecycle: 'order', subject: no });
    const found = history.map(({ rule, channels }) => `${rule} ${channels.join()}`).sort();
    expect(found, `jobs of order ${no}, which is ${payment}`).toEqual(payment === 'paid' ? [...expected].sort() : []);
    for (const { key, rule, status, attempts } of history) jobs.set(key, { outcome: `${rule} ${status}`, attempts });
  }
  const remembered = await shop.store.subjects({ lifecycle: 'order', limit: 1_000_000 });
  expect([...remembered].sort(), 'subjects that are remembered').toEqual([...orders.keys()].sort());
  return jobs;
}
