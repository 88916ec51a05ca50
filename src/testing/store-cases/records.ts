/**
 * What a store promises of records. Stores that keep none are not asked.
 * @module
 */
import type { RecordRef, Records } from '../../ports/records.js';
import type { Store } from '../../ports/store.js';
import { check, equal } from '../check.js';
import { minute, noon, type StoreCase } from './samples.js';

const ann: RecordRef = { kind: 'credits', key: 'site "安" %_\\' };

/** By name. */
export const recordCases: Readonly<Record<string, StoreCase>> = {
  'a record is read as it was written, by its kind and key': recordCase(async (records) => {
    equal(await records.read(ann), undefined, 'a record that was never written');
    const value = '{"name":"安 \u{1F600}","n":0.85}';
    equal(await records.write({ ...ann, value, expiresAt: noon, version: 0 }), true, 'whether it was written');
    const { version, ...rest } = (await records.read(ann)) ?? { version: 0 };
    equal(rest, { ...ann, value, expiresAt: noon }, 'the record');
    check(version !== 0, 'the version of a record is never 0');
    for (const other of [
      { ...ann, kind: 'Credits' },
      { ...ann, key: `${ann.key} ` },
      { kind: ann.key, key: ann.kind },
    ])
      equal(await records.read(other), undefined, `${other.kind} ${other.key}`);
    await records.write({ ...ann, value: '', version });
    const after = await records.read(ann);
    equal([after?.value, after?.expiresAt], ['', undefined], 'what was written last');
  }),

  'a record is written only where it is of the version that was read': recordCase(async (records) => {
    equal(await records.write({ ...ann, value: 'a', version: 5 }), false, 'replacing one that is not there');
    equal(await records.write({ ...ann, value: 'a', version: 0 }), true, 'the first');
    equal(await records.write({ ...ann, value: 'b', version: 0 }), false, 'a second first one');
    const { version = 0 } = (await records.read(ann)) ?? {};
    equal(await records.write({ ...ann, value: 'b', version }), true, 'replacing what was read');
    equal(await records.write({ ...ann, value: 'c', version }), false, 'replacing what was replaced');
    equal(await records.write({ ...ann, value: undefined, version }), false, 'removing what was replaced');
    equal((await records.read(ann))?.value, 'b', 'the record');
  }),

  'a record that was removed and made anew is not taken for the old one': recordCase(async (records) => {
    await records.write({ ...ann, value: 'old', version: 0 });
    const { version = 0 } = (await records.read(ann)) ?? {};
    equal(await records.write({ ...ann, value: undefined, version }), true, 'whether it was removed');
    equal(await records.read(ann), undefined, 'what was removed');
    equal(await records.write({ ...ann, value: undefined, version }), false, 'removing it again');
    equal(await records.write({ ...ann, value: 'new', version: 0 }), true, 'making it anew');
    equal(await records.write({ ...ann, value: 'over', version }), false, 'writing over it with what was read before');
    equal((await records.read(ann))?.value, 'new', 'the record');
  }),

  'of many who change a record at once each is counted': recordCase(async (records) => {
    const add = async (): Promise<void> => {
      for (;;) {
        const found = await records.read(ann);
        const value = String(Number(found?.value ?? 0) + 1);
        if (await records.write({ ...ann, value, version: found?.version ?? 0 })) return;
      }
    };
    await Promise.all(Array.from({ length: 12 }, add));
    equal((await records.read(ann))?.value, '12', 'the record that twelve have counted up');
  }),

  'records of a kind are listed in pages': recordCase(async (records) => {
    const keys = Array.from({ length: 7 }, (_, index) => `ключ ${index}`);
    for (const key of keys) await records.write({ kind: 'texts', key, value: key, version: 0 });
    await records.write({ ...ann, value: 'another kind', version: 0 });
    const found: string[] = [];
    for (;;) {
      const page = await records.list({ kind: 'texts', limit: 3, after: found.at(-1) });
      check(page.length <= 3, 'a page has at most as many as were asked for');
      if (page.length === 0) break;
      found.push(...page.map(({ key }) => key));
    }
    equal(found.toSorted(), keys, 'all keys of the pages');
    equal(await records.list({ kind: 'none', limit: 3 }), [], 'records of a kind that is not there');
  }),

  'records that have expired go with pruning, and no others': async ({ store }) => {
    const { records } = store;
    if (records === undefined) return;
    const expiries = { old: noon - 1, young: noon + 60 * minute, eternal: undefined };
    for (const [key, expiresAt] of Object.entries(expiries))
      await records.write({ kind: 'codes', key, value: key, expiresAt, version: 0 });
    equal((await records.list({ kind: 'codes', limit: 9 })).length, 3, 'records before');
    await store.prune({ olderThan: noon, history: 'keep', limit: 100 });
    const left = await records.list({ kind: 'codes', limit: 9 });
    equal(left.map(({ key }) => key).toSorted(), ['eternal', 'young'], 'records after');
  },

  'a record that is written in a transaction is there when it is committed, and not when it is rolled back': async ({
    store,
    transaction,
  }) => {
    const { records } = store;
    if (records === undefined || transaction === undefined) return;
    await transaction(async (tx) => {
      equal(await records.write({ ...ann, value: 'paid', version: 0 }, tx), true, 'whether it was written');
      equal((await records.read(ann, tx))?.value, 'paid', 'what the transaction itself reads');
      equal(await records.write({ ...ann, value: 'again', version: 0 }, tx), false, 'writing it again as if it were not there');
    });
    equal((await records.read(ann))?.value, 'paid', 'after the commit');
    const { version = 0 } = (await records.read(ann)) ?? {};
    const fail = new Error('rolled back');
    await transaction(async (tx) => {
      await records.write({ ...ann, value: 'refunded', version }, tx);
      throw fail;
    }).catch((error: unknown) => {
      if (error !== fail) throw error;
    });
    equal(await records.read(ann), { ...ann, value: 'paid', version, expiresAt: undefined }, 'after the rollback');
  },
};

function recordCase(run: (records: Records<never>) => Promise<void>): StoreCase {
  return async <Tx>({ store }: { readonly store: Store<Tx> }) => {
    // Called without a transaction only.
    if (store.records !== undefined) await run(store.records as Records<never>);
  };
}
