/**
 * Taking a notifier through time.
 * @module
 */
import type { MemoryStore } from '../adapters/memory/store.js';
import type { MemoryTransaction } from '../adapters/memory/transaction.js';
import type { Notifier } from '../runtime/notifier.js';
import type { FakeClock } from './fake-clock.js';
import { turn } from './turn.js';

/** What is taken through time. */
export interface Traveller {
  readonly notifier: Notifier<MemoryTransaction>;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  /** Whether a transport keeps a message waiting, so that a delivery cannot end before time goes on. */
  readonly isWaiting: () => boolean;
}

/**
 * Delivers what is due, and goes on to the next instant at which something is due or a timer ends, until the target is reached. What
 * is due at the target itself is delivered, too.
 */
export async function travel(traveller: Traveller, target: Date): Promise<void> {
  const { clock } = traveller;
  await deliver(traveller);
  for (let next = await nextInstant(traveller); next <= target.getTime(); next = await nextInstant(traveller)) {
    await clock.advanceTo(new Date(next));
    await deliver(traveller);
  }
  await clock.advanceTo(target);
}

/** The earliest instant after the present one: what is overdue waits for a transport, and time alone does not help it. */
async function nextInstant({ clock, store }: Traveller): Promise<number> {
  const instants = [
    await store.nextRunAt(),
    clock
      .pending()
      .find((at) => at > clock.now())
      ?.getTime(),
  ];
  const later = instants.filter((at) => at !== undefined && at > clock.now().getTime());
  return Math.min(...later.map((at) => at ?? Number.POSITIVE_INFINITY));
}

/** One tick, awaited unless a transport keeps it waiting: then it goes on by itself, and what it throws is not lost. */
async function deliver({ notifier, isWaiting }: Traveller): Promise<void> {
  let state: 'running' | 'left' | 'ended' = 'running';
  const tick = notifier.tick();
  tick.then(
    () => {
      state = 'ended';
    },
    (error: unknown) => {
      if (state === 'left') throw error;
      state = 'ended';
    },
  );
  const hasEnded = () => state === 'ended';
  while (!hasEnded() && !isWaiting()) await turn();
  await turn();
  if (hasEnded()) await tick;
  else state = 'left';
}
