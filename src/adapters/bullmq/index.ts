/**
 * `orderbell/bullmq`: a queue of BullMQ wakes the jobs.
 * @module
 */
export type { EngineOptions } from '../../engine/engine-settings.js';
export { type BullmqOptions, type BullmqScheduler, bullmq } from './bullmq.js';
export type { BullmqJob, BullmqNewJob, BullmqQueue } from './queue.js';
