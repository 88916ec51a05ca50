/**
 * The part of BullMQ that the scheduler uses.
 * @module
 */
import { createHash } from 'node:crypto';
import type { WakingData } from '../../engine/waking-data.js';

/** A job as it is handed to the queue. */
export interface BullmqNewJob {
  name: string;
  data: WakingData;
  opts: {
    jobId: string;
    /** Milliseconds. */
    delay: number;
    attempts: number;
    backoff: { type: string; delay: number };
    removeOnComplete: boolean;
    removeOnFail: boolean;
  };
}

/** A `Queue` of BullMQ, as far as it is used. */
export interface BullmqQueue {
  addBulk(jobs: BullmqNewJob[]): Promise<unknown>;
  /** Resolves to 0 for a job that a worker holds. */
  remove(jobId: string): Promise<number>;
}

/** A `Job` of BullMQ, as far as it is used. */
export interface BullmqJob {
  readonly data: unknown;
}

/**
 * The two ids that a job may have in the queue. BullMQ takes no colon and nothing that is only digits, and adds no job whose id is
 * taken, be it by one that is just being worked on: that is what the second is for.
 */
export function idsOf(key: string): readonly [string, string] {
  const hash = createHash('sha256').update(key).digest('base64url');
  return [`orderbell-${hash}`, `orderbell-${hash}-2`];
}

/** A job that wakes `waking` at its instant. What it leaves behind when it is done would keep its id from being used again. */
export function newJob(name: string, jobId: string, waking: WakingData, now: number): BullmqNewJob {
  return {
    name,
    data: waking,
    opts: {
      jobId,
      delay: Math.max(0, waking.at - now),
      attempts: 5,
      backoff: { type: 'exponential', delay: 1_000 },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}
