/**
 * The end of a notifier: what it has begun is finished, and what it has opened is closed.
 * @module
 */
import type { Scheduler } from '../ports/scheduler.js';
import type { Delivery } from './delivery.js';
import { answered } from './patience.js';
import type { Parts } from './setup.js';

/** What is to be ended, in this order. */
export interface Running<Tx> {
  readonly parts: Parts<Tx>;
  readonly scheduler: Scheduler<Tx>;
  readonly poller: { stop(): Promise<void> } | undefined;
  readonly delivery: Delivery | undefined;
}

/** Ends everything, and throws what failed first: what cannot be closed keeps nothing else open. */
export async function shutDown<Tx>({ parts, scheduler, poller, delivery }: Running<Tx>): Promise<void> {
  const { store, clock, lease } = parts;
  const transports = new Set([...parts.transports.values(), parts.sites?.owned() ?? []].flat());
  const failures: unknown[] = [];
  const steps = [
    () => scheduler.stop(),
    () => poller?.stop(),
    () => delivery?.idle(),
    ...[...transports].map((transport) => () => transport.close?.()),
    () => answered(clock, 'closing the store', lease / 3, async () => store.close?.()),
  ];
  for (const step of steps) {
    await Promise.resolve()
      .then(step)
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
