/**
 * Cases about plans within a transaction of the host.
 * @module
 */
import { check, rejectionOf } from '../check.js';
import type { SchedulerCase, Stage } from './stage.js';

export const transactionCases: Readonly<Record<string, SchedulerCase>> = {
  'a plan that is committed is woken': {
    sweeps: false,
    async run(stage) {
      const { scheduler, worker, plan, until, now, unit } = stage;
      scheduler.start(worker);
      const at = now() + 4 * unit;
      await transactionOf(stage)((tx) => plan({ job: at }, [], tx));
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
      const early = worker.calls.find(({ key, at: called }) => key === 'job' && called < at);
      check(early === undefined, 'expected the job not to be woken before its instant');
    },
  },

  'a plan that is committed long after it was due is delivered all the same': {
    sweeps: true,
    async run(stage) {
      const { scheduler, worker, until, now, unit, advance } = stage;
      scheduler.start(worker);
      const at = now();
      await transactionOf(stage)(async (tx) => {
        await scheduler.plan?.({ wake: [{ key: 'job', at: new Date(at) }], forget: [] }, tx);
        scheduler.wake(new Date(at));
        await advance(5 * unit);
      });
      // What is written in a transaction is there once it is committed.
      worker.jobs.set('job', at);
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a plan that is rolled back does no harm': {
    sweeps: false,
    async run(stage) {
      const { scheduler, worker, plan, until, now, unit } = stage;
      scheduler.start(worker);
      const undone = transactionOf(stage)(async (tx) => {
        await plan({ job: now() + unit, never: now() + unit }, [], tx);
        throw new Error('rolled back');
      });
      await rejectionOf(undone, 'a transaction that is rolled back');
      worker.jobs.clear();
      const at = now() + 4 * unit;
      await plan({ job: at });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
      check(worker.delivered.length === 1 && (worker.delivered[0]?.at ?? 0) >= at, 'expected one job, at its new instant');
    },
  },
};

function transactionOf<Tx>({ transaction }: Stage<Tx>): NonNullable<Stage<Tx>['transaction']> {
  check(transaction !== undefined, 'this case needs `transaction`: let `create` yield it, or skip the case and say why.');
  return transaction;
}
