/**
 * SQLite: a change and a drain by the store, beside the same statements given to libsql by hand.
 * @module
 */
import type Database from 'libsql';
import type { Store, StoredJob } from 'orderbell';
import { sqlite } from 'orderbell/sqlite';
import { aJob } from './memory.js';
import { atLeast, median, type Row } from './row.js';
import { aFolder, openFile } from './stores/databases.js';

/** What was asked of the database, with its values. */
interface Given {
  readonly sql: string;
  readonly how: 'exec' | 'run' | 'all';
  readonly values: readonly unknown[];
}

type Work = (store: Store<never>) => Promise<unknown>;

/**
 * Two files with the same contents. The store changes one; then its statements, prepared and with values that are ready, change the
 * other. By hand, only what is written counts, and the rows that are delivered are read: nothing is looked up before, or checked.
 */
export async function run({ passes = 24, changes = 100 } = {}): Promise<Row[]> {
  const folder = aFolder();
  const [database, byHand] = [openFile(folder.path('ours')), openFile(folder.path('hand'))];
  const asked: Given[] = [];
  const store = sqlite(recorded(database, asked));
  await sqlite(byHand).migrate();
  const hand = new Hand(byHand);
  const costs: Record<'change' | 'drain', { ours: number[]; theirs: number[] }> = {
    change: { ours: [], theirs: [] },
    drain: { ours: [], theirs: [] },
  };
  const measure = async (what: 'change' | 'drain', count: number, works: readonly Work[], counts: boolean) => {
    asked.length = 0;
    let start = performance.now();
    // The store's own types of transactions matter to nobody here.
    for (const work of works) await work(store as Store<never>);
    const ours = performance.now() - start;
    const statements = asked.filter(isNeeded).map((given) => hand.prepared(given));
    start = performance.now();
    for (const ask of statements) ask();
    const theirs = performance.now() - start;
    if (!counts) return;
    costs[what].ours.push((ours * 1000) / count);
    costs[what].theirs.push((theirs * 1000) / count);
  };
  try {
    for (let pass = 0; pass < passes; pass++) {
      const works = Array.from({ length: changes }, (_, index) => aChange(pass * changes + index));
      // The first passes warm up.
      await measure('change', changes, works, pass >= 4);
      await measure('drain', changes * 3, [drain], pass >= 4);
    }
    assertSame(database, byHand);
  } finally {
    await store.close();
    database.close();
    byHand.close();
    folder.end();
  }
  const pair = (name: string, what: keyof typeof costs) => {
    return { name, unit: 'µs' as const, ours: median(costs[what].ours), theirs: median(costs[what].theirs) };
  };
  return [
    atLeast(0.6, pair('SQLite: a change with three jobs stored, beside libsql by hand', 'change')),
    atLeast(0.6, pair('SQLite: a due job claimed and settled, beside libsql by hand', 'drain')),
  ];
}

const start = Date.UTC(2026, 2, 1);

function aChange(number: number): Work {
  const no = `B-${number}`;
  const subject = { revision: 1, snapshot: undefined, fields: {}, visited: [], silent: false, created: true, pinned: false };
  const insert: StoredJob[] = [1, 2, 3].map((at) =>
    aJob(no, `reminder-${at}`, undefined, `ann${number}@example.com`, 'Ann Lee', 'email', '2026-03-01', start + number),
  );
  const write = { at: start, subject, answer: undefined, insert, move: [], withdraw: [], revise: [] };
  return (store) => store.change({ lifecycle: 'booking', subject: no }, undefined, (session) => session.write(write));
}

/** As the runtime does: claimed by hundreds, settled together. */
async function drain(store: Store<never>): Promise<void> {
  const now = start + 100_000_000;
  for (;;) {
    const jobs = await store.claim({ now, limit: 100, leaseMs: 60_000, lifecycles: ['booking'] });
    if (jobs.length === 0) return;
    const settled = await store.settle(
      jobs.map(({ key, ticket, leaseUntil }) => {
        return { key, ticket, leaseUntil, status: 'sent', at: now, channel: 'email', transport: 'none' } as const;
      }),
    );
    if (settled.length !== jobs.length) throw new Error(`${settled.length} of ${jobs.length} jobs were settled`);
  }
}

/** A database that notes down what it is asked. */
function recorded(database: Database.Database, asked: Given[]): Database.Database {
  const prepare = (sql: string) => {
    const statement = database.prepare(sql);
    return {
      run(...values: unknown[]) {
        asked.push({ sql, how: 'run', values });
        return statement.run(...values);
      },
      all(...values: unknown[]) {
        asked.push({ sql, how: 'all', values });
        return statement.all(...values);
      },
    };
  };
  const exec = (sql: string) => {
    asked.push({ sql, how: 'exec', values: [] });
    return database.exec(sql);
  };
  return new Proxy(database, {
    get(target, name) {
      if (name === 'prepare') return prepare;
      if (name === 'exec') return exec;
      return Reflect.get(target, name, target);
    },
  });
}

/** What has to be asked: writes, the transactions around them, and the rows that are delivered. */
function isNeeded({ sql, how }: Given): boolean {
  return (how !== 'all' && !sql.startsWith('PRAGMA')) || /FROM \(SELECT job_id FROM/.test(sql);
}

/** Statements by hand, each prepared once. */
class Hand {
  readonly #database: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();

  constructor(database: Database.Database) {
    this.#database = database;
  }

  prepared({ sql, how, values }: Given): () => unknown {
    if (how === 'exec') return () => this.#database.exec(sql);
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return how === 'run' ? () => statement.run(...values) : () => statement.all(...values);
  }
}

function assertSame(ours: Database.Database, hand: Database.Database): void {
  const counts = (database: Database.Database) =>
    JSON.stringify(
      ['subjects', 'jobs', 'queue', 'outcomes'].map((table) =>
        database.prepare(`SELECT count(*) AS n FROM orderbell_${table}`).raw().get(),
      ),
    );
  if (counts(ours) !== counts(hand)) throw new Error(`not the same rows: ${counts(ours)} and ${counts(hand)}`);
}
