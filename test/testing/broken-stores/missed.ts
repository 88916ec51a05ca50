import type { MemoryStore } from '../../../src/adapters/memory/index.js';
import type { SubjectWrite } from '../../../src/ports/store.js';
import type { BrokenStore, MemoryLike } from './broken-store.js';

/** They break one promise each. */
export const missedStores: readonly BrokenStore[] = [
  [
    'never says that a change came too late',
    'a job that is claimed after a change has read it is not withdrawn or moved, and reported as missed',
    (store) => reporting(store, () => []),
  ],
  [
    'says of everything that it came too late as soon as something did',
    'what was withdrawn or moved is not reported as missed, beside what was',
    (store) => reporting(store, (missed, { withdraw, move }) => (missed.length > 0 ? keysOf(withdraw, move) : missed)),
  ],
  [
    'says of everything that it came too late',
    'a change that has done everything has missed nothing',
    (store) => reporting(store, (_missed, { withdraw, move }) => keysOf(withdraw, move)),
  ],
  [
    'says of withdrawals only that they came too late',
    'what has ended or was never planned is reported as missed',
    (store) => reporting(store, (missed, { withdraw }) => missed.filter((key) => keysOf(withdraw).includes(key))),
  ],
  [
    'lets workers have what an open transaction withdraws',
    'what a transaction was told to have withdrawn or moved no worker gets as it was',
    (store) => ({
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({
            ...session,
            write: (write) => session.write(tx === undefined ? write : { ...write, withdraw: [], move: [] }),
          }),
        ),
    }),
  ],
  [
    'does not say within a transaction that a change came too late',
    'what a transaction withdraws or moves too late is reported as missed within it',
    (store) => reporting(store, (missed, _write, tx) => (tx === undefined ? missed : [])),
  ],
  [
    'withdraws before the commit',
    'what a transaction was to withdraw or move can be claimed when it is rolled back',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
];

type Report = (missed: readonly string[], write: Pick<SubjectWrite, 'withdraw' | 'move'>, tx: unknown) => readonly string[];

/** A store that tells something else of what its changes have missed. */
function reporting(store: MemoryStore, report: Report): Partial<MemoryLike> {
  return {
    change: async (ref, tx, work) => {
      let written: Pick<SubjectWrite, 'withdraw' | 'move'> = { withdraw: [], move: [] };
      const { result, missed } = await store.change(ref, tx, (session) =>
        work({
          ...session,
          write: (write) => {
            written = write;
            return session.write(write);
          },
        }),
      );
      return { result, missed: report(missed, written, tx) };
    },
  };
}

function keysOf(...lists: readonly (readonly { readonly key: string }[])[]): readonly string[] {
  return lists.flat().map(({ key }) => key);
}
