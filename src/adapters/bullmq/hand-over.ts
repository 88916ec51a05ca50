/**
 * Handing plans over to the queue: in order, many at a time, and without holding up an order when Redis is away.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { EngineSettings } from '../../engine/engine-settings.js';
import type { WakingData } from '../../engine/waking-data.js';
import { type BullmqQueue, idsOf, newJob } from './queue.js';

/** What has changed about a job: when to wake it, or `undefined` for never. */
export type Change = readonly [key: string, waking: WakingData | undefined];

/** Puts changes into the queue. */
export interface HandOver {
  /** Resolves when they are in the queue, when that has failed, or after a second; never rejects. */
  give(changes: readonly Change[]): Promise<void>;
}

/** Jobs in one call. */
const most = 500;
/** How long an order waits for Redis, in milliseconds. */
const patience = 1_000;
/** Changes that are kept while Redis does not answer; what comes then is left to the sweep. */
const mostKept = 10_000;

/** What goes into the queue together: of two changes of a job, the last. */
interface Batch {
  readonly changes: Map<string, WakingData | undefined>;
  /** Never rejects. */
  readonly done: Promise<void>;
}

/**
 * Makes the hand-over to a queue. While one batch is on its way, the next gathers what comes; so the order is kept, and a busy shop
 * makes few calls. `track` is told of work that must end before the scheduler has stopped.
 */
export function createHandOver(
  queue: BullmqQueue,
  name: string,
  { now, timer, onError }: EngineSettings,
  track: (work: Promise<void>) => Promise<void>,
): HandOver {
  let open: Batch | undefined;
  let last: Promise<void> = Promise.resolve();
  let stuck = false;

  const send = async (changes: Batch['changes']): Promise<void> => {
    open = undefined;
    try {
      const all = [...changes];
      for (let at = 0; at < all.length; at += most) await putInto(queue, name, all.slice(at, at + most), now);
    } catch (error) {
      onError(unreachable(changes.size, error));
    }
    stuck = false;
  };

  const newBatch = (): Batch => {
    const changes = new Map<string, WakingData | undefined>();
    last = last.then(() => send(changes));
    return { changes, done: last };
  };

  const inTime = ({ changes, done }: Batch): Promise<void> =>
    new Promise((resolve) => {
      const alarm = timer(now() + patience, () => {
        if (!stuck) onError(unreachable(changes.size, undefined));
        stuck = true;
        resolve();
      });
      const end = () => {
        alarm.cancel();
        resolve();
      };
      done.then(end, end);
    });

  return {
    async give(changes) {
      if (changes.length === 0) return;
      open ??= newBatch();
      if (stuck && open.changes.size >= mostKept) return;
      for (const [key, waking] of changes) open.changes.set(key, waking);
      if (!stuck) await track(inTime(open));
    },
  };
}

/**
 * Removes and adds: BullMQ has no call that does both, and none that moves a job whatever its state. A worker that takes the job
 * between the two delivers it, or finds nothing to do.
 */
async function putInto(queue: BullmqQueue, name: string, changes: readonly Change[], now: () => number): Promise<void> {
  const added = await Promise.all(
    changes.map(async ([key, waking]) => {
      const [first, second] = idsOf(key);
      const [removed] = await Promise.all([queue.remove(first), queue.remove(second)]);
      return waking === undefined ? [] : [newJob(name, removed === 0 ? second : first, waking, now())];
    }),
  );
  const jobs = added.flat();
  if (jobs.length > 0) await queue.addBulk(jobs);
}

function unreachable(count: number, cause: unknown): OrderbellError {
  const [what, next] = [`${count} jobs could not be handed to the queue`, 'The sweep finds them when they are due.'];
  const why = cause === undefined ? `: no answer within ${patience} ms` : '';
  return new OrderbellError('queue-unavailable', `bullmq: ${what}${why}. ${next}`, { cause });
}
