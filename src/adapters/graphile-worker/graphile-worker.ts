/**
 * The scheduler over graphile-worker.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import { type EngineOptions, engineSettings } from '../../engine/engine-settings.js';
import { EngineWorker } from '../../engine/engine-worker.js';
import { wakingFrom } from '../../engine/waking-data.js';
import type { Scheduler } from '../../ports/scheduler.js';
import { type Queryable, statementFor, valuesOf } from './statement.js';

/** Settings of {@link graphileWorker}. */
export interface GraphileWorkerOptions<Tx> extends EngineOptions {
  /** For plans outside of a transaction: a pool of the database that graphile-worker uses. It remains yours to close. */
  readonly client: Queryable;
  /** Runs SQL in a transaction of yours. Needed where that has no `query(text, values)` of its own, as those of pg and TypeORM have. */
  readonly transaction?: (tx: Tx) => Queryable;
  /** Name of our task; `orderbell` unless told otherwise. Shorter than 128 characters, as graphile-worker asks. */
  readonly task?: string;
  /** The schema that graphile-worker was installed in; `graphile_worker` unless told otherwise. */
  readonly schema?: string;
}

/** A scheduler whose jobs are woken by a worker of graphile-worker. */
export interface GraphileWorkerScheduler<Tx> extends Scheduler<Tx> {
  /** For `run({ taskList: { ...yours, ...scheduler.tasks } })`, in each process whose notifier is started. */
  readonly tasks: Readonly<Record<string, (payload: unknown) => Promise<void>>>;
}

/**
 * Hands the waking to graphile-worker: each job is a job there, with our key as its job key, written in your transaction, in one
 * statement for all that a change has planned. What is rolled back was never planned, and what is committed is never lost.
 *
 * graphile-worker keeps the jobs of a worker that has died for four hours. Ours go on nevertheless: the sweep of any process
 * delivers them once the lease in the store has run out.
 *
 * @example
 * const scheduler = graphileWorker({ client: pool });
 * const notifier = createNotifier({ rules, templates, transports, store, scheduler });
 * notifier.start();
 * const runner = await run({ pgPool: pool, taskList: { ...scheduler.tasks }, concurrency: 16 });
 */
export function graphileWorker<Tx = Queryable>(options: GraphileWorkerOptions<Tx>): GraphileWorkerScheduler<Tx> {
  assertClient(options.client);
  const { client, transaction, task = 'orderbell', schema = 'graphile_worker' } = options;
  const engine = new EngineWorker('graphileWorker', engineSettings('graphileWorker', options));
  const statement = statementFor(schema);
  return {
    start: (worker) => engine.start(worker),
    wake: (at) => engine.wake(at),
    stop: () => engine.stop(),
    async plan(plan, tx) {
      if (plan.wake.length === 0 && plan.forget.length === 0) return;
      const target = tx === undefined ? client : (transaction?.(tx) ?? queryableFrom(tx));
      await target.query(statement, valuesOf(plan, task));
    },
    tasks: { [task]: async (payload) => engine.deliver(wakingFrom('graphileWorker', payload)) },
  };
}

function isQueryable(value: unknown): value is Queryable {
  // Whether `query` takes what we hand it cannot be seen from outside; pg, TypeORM and their like do.
  return typeof value === 'object' && value !== null && 'query' in value && typeof value.query === 'function';
}

function assertClient(client: unknown): void {
  if (isQueryable(client)) return;
  throw new OrderbellError(
    'invalid-client',
    'graphileWorker: client has no query(text, values). Expected a Pool of pg, or the like.',
  );
}

function queryableFrom(tx: unknown): Queryable {
  if (isQueryable(tx)) return tx;
  throw new OrderbellError(
    'invalid-transaction',
    "graphileWorker: the transaction has no query(text, values). Give the option 'transaction', a function from it to something that has: transaction: (tx) => ({ query: (text, values) => ... }).",
  );
}
