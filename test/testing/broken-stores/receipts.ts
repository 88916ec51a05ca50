/**
 * Stores that are wrong about receipts.
 */
import type { BrokenStore } from './broken-store.js';
import { reading } from './broken-store.js';

/** They break one promise each. */
export const receiptStores: readonly BrokenStore[] = [
  [
    'finds a job by its id alone',
    'a job is found by the transport and the id of its provider',
    (store) => ({
      receiptFor: async (target) => (await store.receiptFor(target)) ?? store.receiptFor({ ...target, transport: 'twsms' }),
    }),
  ],
  [
    'keeps receipts for every message',
    'a job whose settlement asked for no receipts is not found by them',
    (store) => ({
      settle: (all) =>
        store.settle(all.map((one) => ({ ...one, receipts: one.receipts ?? { askAt: one.at, address: undefined } }))),
    }),
  ],
  [
    'forgets what it heard',
    'a receipt is kept with its job',
    (store) => reading(store, (job) => ({ ...job, receipt: undefined })),
  ],
  [
    'writes over what has come meanwhile',
    'a receipt is not written where another one has come meanwhile',
    (store) => ({
      writeReceipt: async (write) => store.writeReceipt({ ...write, expected: (await store.receiptFor(write))?.receipt }),
    }),
  ],
  [
    'asks before it is time',
    'receipts are taken when they are to be asked for, the earliest first',
    (store) => ({ takeReceipts: (request) => store.takeReceipts({ ...request, now: request.now + 60_000 }) }),
  ],
  [
    'asks for those of every transport',
    'receipts are taken when they are to be asked for, the earliest first',
    (store) => ({ takeReceipts: (request) => store.takeReceipts({ ...request, transports: [...request.transports, 'other'] }) }),
  ],
  [
    'never asks twice',
    'a receipt that is written says when it is asked for again, and an address is forgotten with the last time',
    (store) => ({ writeReceipt: (write) => store.writeReceipt({ ...write, askAt: undefined }) }),
  ],
  [
    'hands a receipt to everybody',
    'no two workers take the same receipt',
    (store) => ({ takeReceipts: (request) => store.takeReceipts({ ...request, until: request.now }) }),
  ],
  [
    'remembers the receipts of whom it forgot',
    'whoever is forgotten has no receipts',
    (store) => ({
      change: async (ref, tx, work) => store.change(ref, tx, (session) => work({ ...session, forget: async () => {} })),
    }),
  ],
  [
    'keeps receipts when it prunes',
    'pruning leaves no receipts, whether the history is kept or not',
    () => ({ prune: async () => ({ subjects: 0, jobs: 0 }) }),
  ],
];
