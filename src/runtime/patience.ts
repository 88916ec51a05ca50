/**
 * Waiting for a store, but not for ever.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { ClaimedJob } from '../core/job.js';
import type { Clock } from '../ports/clock.js';
import type { Store } from '../ports/store.js';
import { givenBack } from './settlement.js';

/** What {@link patientStore} needs of a notifier. */
export interface PatientParts<Tx> {
  readonly store: Store<Tx>;
  readonly clock: Required<Clock>;
  readonly lease: number;
}

/**
 * Waits for an answer, `patience` milliseconds at most. Then it throws `store-unavailable`, and whether the call has done its part is
 * not known; what it answers later is handed to `late`.
 */
export async function answered<R>(
  clock: Required<Clock>,
  doing: string,
  patience: number,
  call: () => Promise<R>,
  late: (answer: R) => unknown = () => {},
): Promise<R> {
  let isOver = false;
  return new Promise<R>((resolve, reject) => {
    const timer = clock.timer(new Date(clock.now().getTime() + patience), () => {
      isOver = true;
      const message = `${doing}: no answer within ${patience} ms. Whether it was done is not known; it is tried again.`;
      reject(new OrderbellError('store-unavailable', message));
    });
    const end = (tell: () => void) => {
      timer.cancel();
      tell();
    };
    // Async: a call that throws at once is one that has failed.
    (async () => call())().then(
      (answer) => end(() => (isOver ? late(answer) : resolve(answer))),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

/**
 * The store as a delivery asks it: a connection that has died without a word holds up nothing for ever.
 *
 * Claims are waited for half of a lease, because their jobs have to be begun within it, and everything else a third of it: a settlement
 * can be tried again before its lease has run out. None of the calls is harmful when it is repeated. An extension that may have been
 * stored is one more end that the lease may have. A settlement that was stored changes nothing the second time, since its lease is not
 * held any more; the settler then looks whether it is what is stored. Jobs of a claim that answers too late are given back; one that another worker had begun is left to its lease, so that
 * it is known to have been begun.
 */
export function patientStore<Tx>({ store, clock, lease }: PatientParts<Tx>, onError: (error: unknown) => void): Store<Tx> {
  const soon = <R>(doing: string, call: () => Promise<R>) => answered(clock, doing, lease / 3, call);
  const giveBack = async (jobs: readonly ClaimedJob[]): Promise<void> => {
    const at = clock.now().getTime();
    const settlements = jobs.filter(({ reclaimed }) => !reclaimed).map((job) => givenBack(job, at));
    if (settlements.length > 0) await soon('giving jobs back', () => store.settle(settlements)).catch(onError);
  };
  const patient: Partial<Store<Tx>> = {
    claim: (request) => answered(clock, 'claiming jobs', lease / 2, () => store.claim(request), giveBack),
    extend: (leases, until) => soon('extending leases', () => store.extend(leases, until)),
    settle: (settlements) => soon('settling jobs', () => store.settle(settlements)),
    pauses: () => soon('reading what is held back', () => store.pauses()),
    nextRunAt: (lifecycles) => soon('reading when to come again', () => store.nextRunAt(lifecycles)),
    subject: (ref) => soon('reading a subject', () => store.subject(ref)),
    countSent: (query) => soon('counting messages', () => store.countSent(query)),
    jobs: (query) => soon('reading jobs', () => store.jobs(query)),
    ...(store.subjectsNamed !== undefined && {
      subjectsNamed: (refs) => soon('reading subjects', async () => store.subjectsNamed?.(refs) ?? []),
    }),
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (Object.hasOwn(patient, name)) return Reflect.get(patient, name);
      const own: unknown = Reflect.get(target, name);
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
}
