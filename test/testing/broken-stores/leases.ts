/**
 * Stores that are wrong about claims and leases.
 */
import type { MemoryStore } from '../../../src/adapters/memory/index.js';
import type { ClaimedJob, Lease } from '../../../src/ports/store.js';
import type { BrokenStore, MemoryLike } from './broken-store.js';

/** They break one promise each. */
export const leaseStores: readonly BrokenStore[] = [
  [
    'claims whatever is due, in spite of keys',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: ({ keys: _keys, ...request }) => store.claim(request) }),
  ],
  [
    'takes no keys for any',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: (request) => store.claim({ ...request, keys: request.keys?.length === 0 ? undefined : request.keys }) }),
  ],
  [
    'claims by keys what is not due yet',
    'a claim by keys takes these jobs only, as far as they are due and free',
    (store) => ({ claim: (request) => store.claim({ ...request, now: request.now + (request.keys === undefined ? 0 : 1) }) }),
  ],
  [
    'gives a job to everybody who names it',
    'a job that many workers claim by its key goes to one of them',
    (store) => {
      let first: ReturnType<MemoryLike['claim']> | undefined;
      return {
        claim: (request) => {
          first ??= store.claim(request);
          return first;
        },
      };
    },
  ],
  [
    'claims of all lifecycles',
    'a claim by lifecycles leaves other jobs alone',
    (store) => ({ claim: ({ lifecycles: _lifecycles, ...request }) => store.claim(request) }),
  ],
  [
    'tells the next instant of all lifecycles',
    'a claim by lifecycles leaves other jobs alone',
    (store) => ({ nextRunAt: () => store.nextRunAt() }),
  ],
  [
    'does not extend, and says it did',
    'an extension holds a claimed job until another instant',
    () => ({ extend: async (all) => all.map(({ key }) => key) }),
  ],
  [
    'extends what another worker has taken over',
    'an extension of a lease that is not held changes nothing',
    (store) => {
      const { claim, leaseOf } = trusting(store);
      return { claim, extend: (all, until) => store.extend(all.map(leaseOf), until) };
    },
  ],
  [
    'settles with the lease of before the extension',
    'a settlement after an extension needs the lease that this gave',
    (store) => {
      const extended = new Map<string, number>();
      return {
        extend: async (all, until) => {
          const keys = await store.extend(all, until);
          for (const key of keys) extended.set(key, until);
          return keys;
        },
        settle: (all) => store.settle(all.map((one) => ({ ...one, leaseUntil: extended.get(one.key) ?? one.leaseUntil }))),
      };
    },
  ],
  [
    'keeps what an earlier attempt has left',
    'a settlement overwrites what an earlier attempt has left',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ channel: 'email', ...one }))) }),
  ],
];

/** A store that remembers the leases it has given, and so does not see what became of them. */
function trusting(store: MemoryStore): { readonly leaseOf: (lease: Lease) => Lease; readonly claim: MemoryLike['claim'] } {
  const held = new Map<string, ClaimedJob>();
  return {
    claim: async (request) => {
      const jobs = await store.claim(request);
      for (const job of jobs) held.set(job.key, job);
      return jobs;
    },
    leaseOf: (lease) => ({ ...lease, leaseUntil: held.get(lease.key)?.leaseUntil ?? lease.leaseUntil }),
  };
}
