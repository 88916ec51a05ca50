/**
 * The list of suppressed addresses in the records of a store.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { Records, StoredRecord } from '../../ports/records.js';
import type {
  Suppression,
  SuppressionFilter,
  SuppressionPage,
  SuppressionQuery,
  Suppressions,
} from '../../ports/suppressions.js';
import { changeRecord } from '../records.js';

/** An entry as it is stored: channel and address name the record. */
type Entry = Omit<Suppression, 'channel' | 'address' | 'at'> & { readonly at: number };

/** Keeps the list in records: one for each address of a channel, with all its entries. */
export function suppressionList<Tx>(records: Records<Tx>): Suppressions<Tx> {
  return {
    find: async (channel, address, tx) =>
      entriesOf(await records.read(refOf(channel, address), tx)).map(suppressionIn(channel, address)),
    add: (suppression, tx) => add(records, suppression, tx),
    remove: (filter, tx) => remove(records, filter, tx),
    list: (query) => list(records, query),
  };
}

function refOf(channel: string, address: string) {
  return { kind: `suppressed ${channel}`, key: address };
}

function add<Tx>(records: Records<Tx>, { channel, address, at, ...rest }: Suppression, tx?: Tx): Promise<boolean> {
  const { scope, reason, site, note } = rest;
  const entry: Entry = { scope, reason, site, note, at: at.getTime() };
  return changeRecord<boolean, Tx>(
    records,
    refOf(channel, address),
    (found) => {
      const entries = entriesOf(found);
      // The first counts: since when somebody wants nothing is what disputes are about.
      if (entries.some((one) => one.scope === scope && one.reason === reason && one.site === site))
        return { next: 'keep', result: false };
      return { next: { value: JSON.stringify([...entries, entry]) }, result: true };
    },
    tx,
  );
}

function remove<Tx>(records: Records<Tx>, filter: SuppressionFilter, tx?: Tx): Promise<number> {
  const { channel, address, scope, reason, site } = filter;
  const isMeant = (entry: Entry) =>
    (scope === undefined || entry.scope === scope) &&
    (reason === undefined || entry.reason === reason) &&
    (site === undefined || entry.site === site);
  return changeRecord<number, Tx>(
    records,
    refOf(channel, address),
    (found) => {
      const entries = entriesOf(found);
      const left = entries.filter((entry) => !isMeant(entry));
      const result = entries.length - left.length;
      if (result === 0) return { next: 'keep', result };
      return { next: left.length === 0 ? undefined : { value: JSON.stringify(left) }, result };
    },
    tx,
  );
}

async function list<Tx>(records: Records<Tx>, { channel, limit, after }: SuppressionQuery): Promise<SuppressionPage> {
  const { kind } = refOf(channel, '');
  const found = await records.list({ kind, limit, after });
  return {
    suppressions: found.flatMap((record) => entriesOf(record).map(suppressionIn(channel, record.key))),
    next: found.length < limit ? undefined : found.at(-1)?.key,
  };
}

function suppressionIn(channel: string, address: string): (entry: Entry) => Suppression {
  return ({ scope, reason, site, note, at }) => ({ channel, address, scope, reason, site, note, at: new Date(at) });
}

function entriesOf(record: StoredRecord | undefined): readonly Entry[] {
  if (record === undefined) return [];
  try {
    const entries: unknown = JSON.parse(record.value);
    // Written by `add` alone, which writes lists of entries.
    if (Array.isArray(entries)) return entries as Entry[];
  } catch {
    // Told below, without what stands there: it may be anything.
  }
  // Nothing is sent to an address of which it cannot be read whether it may be.
  throw new OrderbellError('store-corrupt', `a record '${record.kind}' is no list of suppressions. Remove it, or restore it.`);
}
