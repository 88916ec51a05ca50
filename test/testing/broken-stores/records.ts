/**
 * Stores that are wrong about records.
 */
import type { MemoryStore, MemoryTransaction } from '../../../src/adapters/memory/index.js';
import type { Records } from '../../../src/ports/records.js';
import type { BrokenStore, MemoryLike } from './broken-store.js';

type MemoryRecords = Records<MemoryTransaction>;

/** A store of which some of what it does with records is replaced. */
function recording(change: (records: MemoryRecords) => Partial<MemoryRecords>): (store: MemoryStore) => Partial<MemoryLike> {
  return ({ records }) => {
    const whole: MemoryRecords = {
      read: (ref, tx) => records.read(ref, tx),
      write: (write, tx) => records.write(write, tx),
      list: (query) => records.list(query),
    };
    return { records: { ...whole, ...change(records) } };
  };
}

/** They break one promise each. */
export const recordStores: readonly BrokenStore[] = [
  [
    'does not keep when a record expires',
    'a record is read as it was written, by its kind and key',
    recording((records) => ({ write: (write, tx) => records.write({ ...write, expiresAt: undefined }, tx) })),
  ],
  [
    'keeps the expiry of the record before',
    'a record is read as it was written, by its kind and key',
    recording((records) => {
      const expiries = new Map<string, number | undefined>();
      return {
        write: (write, tx) => {
          const expiresAt = write.expiresAt ?? expiries.get(write.key);
          expiries.set(write.key, expiresAt);
          return records.write({ ...write, expiresAt }, tx);
        },
      };
    }),
  ],
  [
    'takes keys that differ in blanks for the same',
    'a record is read as it was written, by its kind and key',
    recording((records) => ({
      read: async (ref, tx) => {
        const found = await records.read({ ...ref, key: ref.key.trim() }, tx);
        return found && { ...found, key: ref.key };
      },
    })),
  ],
  [
    'writes whatever the version is',
    'a record is written only where it is of the version that was read',
    recording((records) => ({
      write: async (write, tx) => records.write({ ...write, version: (await records.read(write, tx))?.version ?? 0 }, tx),
    })),
  ],
  [
    'removes whatever the version is',
    'a record is written only where it is of the version that was read',
    recording((records) => ({
      write: async (write, tx) => {
        if (write.value !== undefined) return records.write(write, tx);
        return records.write({ ...write, version: (await records.read(write, tx))?.version ?? 0 }, tx);
      },
    })),
  ],
  [
    'counts versions from 1 for each record that is made',
    'a record that was removed and made anew is not taken for the old one',
    recording((records) => {
      const counts = new Map<string, number>();
      return {
        read: async (ref, tx) => {
          const found = await records.read(ref, tx);
          return found && { ...found, version: counts.get(ref.key) ?? 1 };
        },
        write: async (write, tx) => {
          const found = await records.read(write, tx);
          if (write.version !== (found === undefined ? 0 : (counts.get(write.key) ?? 1))) return false;
          counts.set(write.key, write.value === undefined ? 0 : write.version + 1);
          return records.write({ ...write, version: found?.version ?? 0 }, tx);
        },
      };
    }),
  ],
  [
    'lets two write over one version',
    'of many who change a record at once each is counted',
    recording((records) => {
      const seen = new Map<number, number>();
      return {
        write: async (write, tx) => {
          const times = (seen.get(write.version) ?? 0) + 1;
          seen.set(write.version, times);
          return times === 2 ? true : records.write(write, tx);
        },
      };
    }),
  ],
  [
    'lists everything on the first page',
    'records of a kind are listed in pages',
    recording((records) => ({ list: (query) => records.list({ ...query, limit: 100 }) })),
  ],
  [
    'lists other kinds, too',
    'records of a kind are listed in pages',
    recording((records) => ({
      list: async (query) =>
        query.after === undefined
          ? [...(await records.list(query)), ...(await records.list({ kind: 'credits', limit: 1 }))]
          : records.list(query),
    })),
  ],
  [
    'never prunes records',
    'records that have expired go with pruning, and no others',
    () => ({ prune: async () => ({ subjects: 0, jobs: 0 }) }),
  ],
  [
    'prunes records that never expire',
    'records that have expired go with pruning, and no others',
    recording((records) => ({
      write: (write, tx) => records.write({ ...write, expiresAt: write.expiresAt ?? 0 }, tx),
    })),
  ],
  [
    'writes records outside of the transaction',
    'a record that is written in a transaction is there when it is committed, and not when it is rolled back',
    recording((records) => ({ write: (write) => records.write(write), read: (ref) => records.read(ref) })),
  ],
  [
    'does not see in a transaction what that has written',
    'a record that is written in a transaction is there when it is committed, and not when it is rolled back',
    recording((records) => ({ read: (ref) => records.read(ref) })),
  ],
];
