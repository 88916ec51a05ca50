/**
 * Stores that are wrong about pauses and revisions.
 */
import { type Pause, pauseName } from '../../../src/ports/store.js';
import { type BrokenStore, reading } from './broken-store.js';

const email = { kind: 'channel', name: 'email' } as const;

/** They break one promise each. */
export const pauseStores: readonly BrokenStore[] = [
  [
    'forgets what is paused',
    'what is paused is listed, with its note and since when, until it is resumed',
    () => ({ pauses: async () => [] }),
  ],
  [
    'takes a channel and a site of one name for the same',
    'what is paused is listed, with its note and since when, until it is resumed',
    (store) => ({
      pause: (pause) => store.pause({ ...pause, kind: 'channel' }),
      resume: (target) => store.resume({ ...target, kind: 'channel' }),
    }),
  ],
  [
    'pauses twice',
    'what is paused already stays so since then, with the new note',
    () => {
      const all: Pause[] = [];
      return { pause: async (pause) => void all.push(pause), pauses: async () => all };
    },
  ],
  [
    'claims what is parked',
    'a parked job is not claimed until its pause is lifted',
    (store) => ({ settle: (all) => store.settle(all.map((one) => ({ ...one, parkedBy: undefined }))) }),
  ],
  [
    'never lets go of what was parked',
    'a parked job is not claimed until its pause is lifted',
    () => ({ resume: async () => 2 }),
  ],
  [
    'parks for a pause that was lifted',
    'a job whose pause was lifted before it could be parked is put back',
    (store) => ({
      settle: async (all) => {
        for (const { parkedBy } of all) if (parkedBy !== undefined) await store.pause({ ...email, since: 0, note: undefined });
        return store.settle(all);
      },
    }),
  ],
  [
    'does not withdraw what is parked',
    'a parked job can be withdrawn',
    (store) => ({
      change: (ref, tx, work) =>
        store.change(ref, tx, (session) =>
          work({
            ...session,
            write: async (write) => {
              const jobs = await session.jobs([]);
              const parked = new Set(jobs.filter(({ parkedBy }) => parkedBy !== undefined).map(({ key }) => key));
              return session.write({ ...write, withdraw: write.withdraw.filter(({ key }) => !parked.has(key)) });
            },
          }),
        ),
    }),
  ],
  [
    'moves what is parked, and leaves it parked',
    'a move ends the parking of a job',
    (store) => reading(store, (job) => ({ ...job, parkedBy: pauseName(email) })),
  ],
  [
    'counts what is parked as due',
    'parked jobs are counted, and not as due',
    (store) => ({
      counts: async (now) => {
        const counts = await store.counts(now);
        return { ...counts, due: counts.due + counts.parked };
      },
    }),
  ],
];

/** They break one promise each. */
export const revisingStores: readonly BrokenStore[] = [
  [
    'retries with the attempts of before',
    'a job that was given up is retried, with its payload and all its attempts before it',
    (store) => reading(store, (job) => (job.note === undefined ? job : { ...job, attempts: 5 })),
  ],
  [
    'forgets the payload of what was given up',
    'a job that was given up is retried, with its payload and all its attempts before it',
    (store) => reading(store, (job) => ({ ...job, payload: undefined })),
  ],
  [
    'drops the note at a settlement',
    'a note stays when the job is settled',
    (store) => reading(store, (job) => ({ ...job, note: undefined })),
  ],
  [
    'keeps the payload of what was set aside',
    'a job that was given up is set aside for good, and its payload is forgotten',
    (store) => reading(store, (job) => ({ ...job, payload: { code: '123456' } })),
  ],
  [
    'retries what was not given up',
    'a revision of a job that was not given up changes nothing',
    (store) => {
      let revised = false;
      return {
        change: (ref, tx, work) =>
          store.change(ref, tx, (session) =>
            work({
              ...session,
              write: (write) => {
                revised ||= write.revise.length > 0;
                return session.write(write);
              },
            }),
          ),
        history: async (ref, page) =>
          (await store.history(ref, page)).map((job) =>
            revised && job.status === 'sent' ? { ...job, status: 'scheduled' } : job,
          ),
      };
    },
  ],
  [
    'revises outside of the transaction',
    'a revision never happened when its transaction is rolled back',
    (store) => ({ change: (ref, _tx, work) => store.change(ref, undefined, work) }),
  ],
];
