/**
 * `orderbell/graphile-worker`: the job queue of graphile-worker, in PostgreSQL, wakes the jobs.
 * @module
 */
export type { EngineOptions } from '../../engine/engine-settings.js';
export { type GraphileWorkerOptions, type GraphileWorkerScheduler, graphileWorker } from './graphile-worker.js';
export type { Queryable } from './statement.js';
