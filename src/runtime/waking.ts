/**
 * Telling the scheduler what a change or a settlement has altered.
 * @module
 */
import type { Clock } from '../ports/clock.js';
import type { Scheduler, WakingPlan } from '../ports/scheduler.js';
import type { Emit } from './events.js';

/** Tells the scheduler of jobs to be woken, and of jobs to be woken no more. Call it when the store has taken the change. */
export type Plan<Tx> = (plan: WakingPlan, tx: Tx | undefined) => Promise<void>;

/**
 * Makes a {@link Plan}. With `tx` the scheduler writes in the host's transaction, before the host commits, and what it throws is the
 * caller's. Without, the change is made already: what it throws is an `error` event, and the scheduler's next sweep finds the jobs.
 */
export function createPlan<Tx>(clock: Clock, scheduler: Scheduler<Tx>, emit: Emit, wake: (at: Date) => void): Plan<Tx> {
  return async (plan, tx) => {
    if (plan.wake.length === 0 && plan.forget.length === 0) return;
    try {
      await scheduler.plan?.(plan, tx);
    } catch (error) {
      if (tx !== undefined) throw error;
      emit('error', { at: clock.now(), error });
    }
    const instants = plan.wake.map(({ at }) => at.getTime());
    if (instants.length > 0) wake(new Date(Math.min(...instants)));
  };
}
