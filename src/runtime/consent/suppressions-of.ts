/**
 * Where a notifier's list of suppressed addresses is.
 * @module
 */
import type { Suppressions } from '../../ports/suppressions.js';
import type { Parts } from '../setup.js';
import { suppressionList } from './suppression-list.js';

/** The list; undefined where nobody is to be asked, or the store has no records to keep one in. */
export function suppressionsOf<Tx>({ consent, store }: Pick<Parts<Tx>, 'consent' | 'store'>): Suppressions<Tx> | undefined {
  const { suppressions } = consent;
  if (suppressions === false) return undefined;
  return suppressions?.list ?? (store.records && suppressionList(store.records));
}

/** The country code that SMS numbers are read with, where one is given. */
export function countryCodeOf<Tx>({ consent: { suppressions } }: Pick<Parts<Tx>, 'consent'>): string | undefined {
  return suppressions ? suppressions.countryCode : undefined;
}
