/**
 * Cases about being woken: when, how often, and after what changes.
 * @module
 */
import { check, equal } from '../check.js';
import type { SchedulerCase, Stage } from './stage.js';

/** Every kind of key that a notifier or a stranger may come up with. */
const oddKeys = [
  '12345',
  'a:b:c',
  'booking/B-1/pre-visit/S%201/ann%40example.com/email/2026-03-01',
  'booking/b-1/pre-visit/S%201/ann%40example.com/email/2026-03-01',
  'trailing blank ',
  'trailing blank',
  `quotes ' " \\ ; -- $1 {} []`,
  '預約/B-1/🎂',
  `${'long/'.repeat(600)}1`,
  `${'long/'.repeat(600)}2`,
];

export const wakingCases: Readonly<Record<string, SchedulerCase>> = {
  'a job is woken at its instant and not before': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      const at = now() + 3 * unit;
      await plan({ job: at });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
      checkNotWoken(worker, 'job', at);
      equal(keysOf(worker), ['job'], 'jobs that were delivered');
    },
  },

  'a job that is due at once is woken at once': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now }) {
      scheduler.start(worker);
      await until(() => worker.calls.length > 0, 'expected a run after the start');
      await plan({ job: now() });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a job that is moved to a later instant is woken then, and not at the old one': {
    sweeps: false,
    async run(stage) {
      const { scheduler, worker, plan, until, unit } = stage;
      scheduler.start(worker);
      const { key, at } = await plannedAndThen(stage, (job, first) => plan({ [job]: first + 3 * unit }));
      await until(() => keysOf(worker).includes(key), 'expected the job to be delivered');
      checkNotWoken(worker, key, at + 3 * unit);
    },
  },

  'a job that is moved to an earlier instant is woken then': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      await plan({ job: now() + 1_000 * unit });
      await plan({ job: now() + 2 * unit });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a job that is forgotten is not woken': {
    sweeps: false,
    async run(stage) {
      const { scheduler, worker, plan, until, unit } = stage;
      scheduler.start(worker);
      const { key, at } = await plannedAndThen(stage, (job) => plan({}, [job]));
      await plan({ other: at + 2 * unit });
      await until(() => keysOf(worker).includes('other'), 'expected the other job to be delivered');
      checkNotWoken(worker, key, Number.POSITIVE_INFINITY);
    },
  },

  'a job that is forgotten and planned anew is woken': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      await plan({ job: now() + 1_000 * unit });
      await plan({}, ['job']);
      await plan({ job: now() + unit });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
    },
  },

  'a job that is planned twice is woken once': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit, advance }) {
      scheduler.start(worker);
      const at = now() + 2 * unit;
      await plan({ job: at });
      await plan({ job: at });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
      await advance(2 * unit);
      const woken = worker.calls.filter(({ key }) => key === 'job').length;
      check(woken <= 1, `expected the job to be woken once, found ${woken} times`);
    },
  },

  'a job that is put back while it is being delivered is woken again': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      let again: number | undefined;
      worker.before = async (key) => {
        if (key !== 'job' || again !== undefined) return;
        again = now() + 3 * unit;
        await plan({ job: again });
      };
      await plan({ job: now() + unit });
      await until(() => worker.delivered.length > 0, 'expected the job to be delivered');
      check((again ?? 0) > 0, 'expected the job to be put back first');
    },
  },

  'many jobs of one plan are woken, each by its own key': {
    sweeps: false,
    async run({ scheduler, worker, plan, until, now, unit }) {
      scheduler.start(worker);
      const keys = [...oddKeys, ...Array.from({ length: 300 }, (_, at) => `job ${at}`)];
      const gone = keys.filter((_, at) => at % 3 === 2);
      const at = now() + 4 * unit;
      await plan(Object.fromEntries(keys.map((key) => [key, at + 1_000 * unit])));
      await plan(Object.fromEntries(keys.filter((key) => !gone.includes(key)).map((key) => [key, at])), gone);
      const left = keys.length - gone.length;
      await until(() => worker.delivered.length >= left, `expected ${left} jobs to be delivered`);
      equal(keysOf(worker).sort(), keys.filter((key) => !gone.includes(key)).sort(), 'jobs that were delivered');
    },
  },
};

/** Plans a job and changes the plan before it is due; on a machine so busy that this takes longer, again with more time. */
async function plannedAndThen<Tx>(
  { plan, now, unit }: Stage<Tx>,
  change: (key: string, at: number) => Promise<void>,
): Promise<{ readonly key: string; readonly at: number }> {
  for (let units = 2; ; units *= 2) {
    const [key, at] = [`job in ${units}`, now() + units * unit];
    await plan({ [key]: at });
    await change(key, at);
    if (now() < at) return { key, at };
  }
}

/** Fails where one job was woken before an instant. A run is no waking: it takes what is due. */
function checkNotWoken(worker: Stage<never>['worker'], job: string, before: number): void {
  const early = worker.calls.find(({ key, at }) => key === job && at < before);
  check(early === undefined, `expected '${job}' not to be woken before ${before}, found that it was at ${early?.at}`);
}

function keysOf(worker: Stage<never>['worker']): string[] {
  return worker.delivered.map(({ key }) => key);
}
