/**
 * Cases about what goes wrong: wake-ups that are lost, work that fails, more work than there is room for, and the end.
 * @module
 */
import { check } from '../check.js';
import type { SchedulerCase } from './stage.js';

export const mishapCases: Readonly<Record<string, SchedulerCase>> = {
  'what was due before the start is delivered after it': {
    sweeps: false,
    async run({ scheduler, worker, until, now, unit }) {
      worker.jobs.set('job', now() - 10 * unit);
      scheduler.start(worker);
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a job that nobody is woken for is found by a sweep': {
    sweeps: true,
    async run({ scheduler, worker, until, now, unit }) {
      scheduler.start(worker);
      await until(() => worker.calls.length > 0, 'expected a run after the start');
      worker.jobs.set('job', now() + unit);
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a wake leads to a run, with the next sweep at the latest': {
    sweeps: true,
    async run({ scheduler, worker, until, now }) {
      scheduler.start(worker);
      await until(() => worker.calls.length > 0, 'expected a run after the start');
      const before = worker.calls.length;
      scheduler.wake(new Date(now()));
      await until(() => worker.calls.length > before, 'expected another run');
    },
  },

  'more than one run can take is taken as room comes, not one sweep at a time': {
    sweeps: false,
    async run({ scheduler, worker, until, now }) {
      worker.room = 1;
      for (let job = 0; job < 5; job += 1) worker.jobs.set(`job ${job}`, now());
      scheduler.start(worker);
      // A notifier wakes the scheduler whenever a delivery ends.
      const wokenAgain = () => {
        scheduler.wake(new Date(now()));
        return worker.delivered.length === 5;
      };
      await until(wokenAgain, 'expected 5 jobs to be delivered');
    },
  },

  'with nothing to do, it does not run again and again': {
    sweeps: true,
    async run({ scheduler, worker, advance, unit }) {
      scheduler.start(worker);
      await advance(10 * unit);
      const runs = worker.calls.length;
      check(runs >= 1 && runs <= 10, `expected a run for each sweep, 6 or so, found ${runs}`);
    },
  },

  'a delivery that fails is tried again, and holds up nobody': {
    sweeps: true,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      let failures = 0;
      worker.before = (key) => {
        if (key !== 'poison' || failures === 2) return;
        failures += 1;
        throw new Error('the database is away');
      };
      await plan({ poison: now() + unit, healthy: now() + unit });
      await until(() => worker.delivered.length === 2, 'expected both jobs to be delivered');
    },
  },

  'a run that fails is told of, and is not the last': {
    sweeps: true,
    async run({ scheduler, worker, plan, until, now, unit, errors }) {
      let failures = 0;
      worker.before = () => {
        if (failures === 1) return;
        failures += 1;
        throw new Error('the database is away');
      };
      scheduler.start(worker);
      await until(() => errors.length > 0, 'expected the error to be told');
      await plan({ job: now() + unit });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'nothing is done after the stop': {
    sweeps: true,
    async run({ scheduler, worker, plan, until, now, unit, advance }) {
      scheduler.start(worker);
      await until(() => worker.calls.length > 0, 'expected a run after the start');
      await plan({ job: now() + 2 * unit });
      await scheduler.stop();
      const before = worker.calls.length;
      scheduler.wake(new Date(now()));
      await advance(5 * unit);
      check(worker.calls.length === before, 'expected that the worker is left alone after the stop');
    },
  },

  'the stop waits for what is under way': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, advance, unit }) {
      let busy = false;
      let release = () => {};
      const end = new Promise<void>((resolve) => {
        release = resolve;
      });
      worker.before = async (key) => {
        if (key === undefined) return;
        busy = true;
        await end;
      };
      scheduler.start(worker);
      await plan({ job: now() });
      await until(() => busy, 'expected the job to be begun');
      let stopped = false;
      const stop = scheduler.stop().then(() => {
        stopped = true;
      });
      await advance(unit);
      const early = stopped;
      release();
      await stop;
      check(!early, 'expected the stop to wait for the delivery');
      check(worker.delivered.length === 1, 'expected the delivery that was under way to be ended');
    },
  },

  'a scheduler that was never started stops': {
    sweeps: false,
    async run({ scheduler }) {
      const error = await scheduler.stop().catch((thrown: unknown) => ({ thrown }));
      check(error === undefined, 'expected it to stop without an error');
    },
  },
};
