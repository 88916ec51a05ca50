/** Guests of the spa who are told of an offer, many at a time. */
import type { BulkMessage } from '../../../src/runtime/bulk/bulk.js';
import { aVisit, type Visit, visit } from '../../builders/visits.js';

/** What the entries of a source are. */
export type Entry = BulkMessage<NonNullable<(typeof visit)['shape']>>;

/** A visit without a date, so that nothing else is planned for it. */
export function aGuest(number: number, changes: Partial<Visit['guest']> = {}): Visit {
  const phone = `+1555${String(1000 + number)}`;
  return aVisit({
    no: `V-${number}`,
    start: null,
    companions: [],
    guest: { id: `G-${number}`, name: `Guest ${number}`, email: `g${number}@example.com`, phone, ...changes },
  });
}

/** An SMS for the guest of a visit. */
export function anOffer(subject: Visit | string): Entry {
  return { lifecycle: visit, subject, template: 'note', to: 'guest', by: ['sms'] };
}

/** Offers to the guests 1 to `count`. */
export function offers(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, index) => anOffer(aGuest(index + 1)));
}
