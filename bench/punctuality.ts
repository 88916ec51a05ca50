/**
 * How late is a message? Sixty jobs that become due over six seconds, with a worker in the process that plans them, and with three
 * processes that share a store; and what these do while nothing is due.
 * @module
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { noServer, startServer } from '../test/adapters/mysql/server.js';
import { median, type Row } from './row.js';
import { aFolder, aPostgres, type End } from './stores/databases.js';
import { type Kind, opened } from './stores/opened.js';
import { notifierOn, placeAndPay } from './stores/order.js';

const jobs = 60;
const spread = 6_000;
/** Before the first is due all are planned. */
const ahead = 5_000;

/** How many milliseconds late each message was. */
type Lateness = readonly number[];

/** All stores at a time: a minute would not be enough for one after the other. */
export async function run(): Promise<Row[]> {
  const folder = aFolder();
  const server = await aPostgres();
  const ends: End[] = [() => server.end(), () => folder.end()];
  const places: [Kind, string][] = [
    ['SQLite', folder.path('shared')],
    ['PostgreSQL', server.url],
  ];
  if (noServer === undefined) {
    const mysql = await startServer();
    ends.unshift(() => mysql.stop());
    places.push(['MySQL', JSON.stringify(mysql.options)]);
  }
  try {
    const rows: Row[] = [];
    for (const [kind, at] of places) await migrated(kind, at);
    const alone = await Promise.all([['memory', ''] as [Kind, string], ...places].map(([kind, at]) => withOne(kind, at)));
    const shared = await Promise.all(places.map(([kind, at]) => withThree(kind, at)));
    for (const [at, kind] of (['memory', ...places.map(([kind]) => kind)] as const).entries())
      rows.push(...rowsOf(`${kind}, one process`, 20, alone[at] ?? []));
    for (const [at, [kind]] of places.entries()) {
      rows.push(...rowsOf(`${kind}, three processes`, 50, shared[at]?.late ?? []));
      rows.push({ name: `${kind}: processor time of an idle worker`, unit: 'ms/s', ours: shared[at]?.idle ?? Number.NaN });
    }
    return rows;
  } finally {
    for (const end of ends) await end();
  }
}

function rowsOf(name: string, target: number, late: Lateness): Row[] {
  const middle = median(late);
  return [
    { name: `${name}: how late, median`, unit: 'ms', ours: middle, target: `at most ${target}`, met: middle <= target },
    { name: `${name}: the latest of ${jobs}`, unit: 'ms', ours: Math.max(...late) },
  ];
}

async function migrated(kind: Kind, at: string): Promise<void> {
  const { store, end } = opened(kind, at);
  // Every kind that is shared has it.
  await (store as { migrate?: () => Promise<void> }).migrate?.();
  await store.close?.();
  await end();
}

/** Instants by the name of the order. */
function instants(name: string): ReadonlyMap<string, number> {
  const start = Date.now() + ahead;
  return new Map(Array.from({ length: jobs }, (_, at) => [`${name}-${at}`, Math.round(start + Math.random() * spread)]));
}

async function withOne(kind: Kind, at: string): Promise<Lateness> {
  const { store, end } = opened(kind, at);
  const due = instants('one');
  const late: number[] = [];
  const sent = (key: string) => late.push(Date.now() - (due.get(orderOf(key)) ?? Number.NaN));
  const notifier = notifierOn(store, { reminders: 1, concurrency: 16, sent });
  notifier.start();
  for (const [no, dueAt] of due) await placeAndPay(notifier, no, dueAt);
  await until(() => late.length === jobs);
  await notifier.stop();
  await end();
  return late;
}

async function withThree(kind: Kind, at: string): Promise<{ readonly late: Lateness; readonly idle: number }> {
  const late: number[] = [];
  const idle: number[] = [];
  let due: ReadonlyMap<string, number> = new Map();
  let ready = 0;
  const hear = (message: unknown) => {
    if (message === 'ready') ready += 1;
    // What a worker sends besides.
    const { key, at, idle: busy } = message as { key?: string; at?: number; idle?: number };
    if (busy !== undefined) idle.push(busy);
    if (key !== undefined && at !== undefined) late.push(at - (due.get(orderOf(key)) ?? Number.NaN));
  };
  const workers = Array.from({ length: 3 }, () => {
    const worker: ChildProcess = fork(fileURLToPath(new URL('./stores/worker.mjs', import.meta.url)), [kind, at]);
    worker.on('message', hear);
    return worker;
  });
  await until(() => ready === 3);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  for (const worker of workers) worker.send('idle');
  await until(() => idle.length === 3);
  const { store, end } = opened(kind, at);
  const notifier = notifierOn(store, { reminders: 1 });
  due = instants('three');
  for (const [no, dueAt] of due) await placeAndPay(notifier, no, dueAt);
  await until(() => late.length === jobs);
  for (const worker of workers) worker.send('end');
  await notifier.stop();
  await end();
  return { late, idle: median(idle) };
}

/** Keys begin with lifecycle and subject. */
function orderOf(key: string): string {
  return key.split('/')[1] ?? '';
}

async function until(isReached: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!isReached()) {
    if (Date.now() > end) throw new Error('not reached within a minute');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
