/**
 * Follow-ups of messages that are waited for: stored before the message is handed over, judged when they are due.
 * @module
 */
import { followUpKey, followUpOf, judgeFollowUp } from '../core/follow-up.js';
import type { ClaimedJob } from '../core/job.js';
import type { Until } from '../core/rule.js';
import type { SubjectRef } from '../ports/store.js';
import type { DeliveryHooks } from './desk.js';
import { FollowUpMissing } from './failure.js';
import type { Outcome } from './outcome.js';
import { answered } from './patience.js';
import type { Parts } from './setup.js';

/**
 * Stores what follows a message on its next channel, or moves it where an earlier attempt has stored it. Throws
 * {@link FollowUpMissing}.
 */
export async function storeFollowUp<Tx>(
  parts: Parts<Tx>,
  hooks: Pick<DeliveryHooks, 'planned'>,
  job: ClaimedJob,
  channel: string,
  until: Until,
): Promise<void> {
  const now = parts.clock.now().getTime();
  const next = followUpOf(job, channel, until, now);
  if (next === undefined) return;
  const { key, dueAt, runAt, wallTime, zone, version, pinned } = next;
  try {
    await answered(parts.clock, 'storing what follows', parts.lease / 3, () =>
      parts.store.change(refOf(job), undefined, async (session) => {
        const known = (await session.jobs([key])).find((one) => one.key === key);
        const isScheduled = known?.status === 'scheduled';
        const isReplaceable = known === undefined || known.status === 'withdrawn' || known.status === 'skipped';
        if (session.stored === undefined || !(isScheduled || isReplaceable)) return;
        const move = isScheduled ? [{ key, dueAt, runAt, wallTime, zone, version, pinned }] : [];
        const rest = { answer: undefined, withdraw: [], revise: [] };
        await session.write({ at: now, subject: session.stored, insert: isScheduled ? [] : [next], move, ...rest });
      }),
    );
  } catch (error) {
    throw new FollowUpMissing(error);
  }
  await hooks.planned(key, new Date(runAt));
}

/** Withdraws what was stored for a message that was not accepted: its next channel is tried at once. What is missed here is found out when it is due. */
export async function dropFollowUp<Tx>(parts: Parts<Tx>, hooks: DeliveryHooks, job: ClaimedJob, channel: string): Promise<void> {
  const at = parts.clock.now().getTime();
  const key = followUpKey(job, channel);
  try {
    await answered(parts.clock, 'withdrawing what follows', parts.lease / 3, () =>
      parts.store.change(refOf(job), undefined, async (session) => {
        const isStored = (await session.jobs([key])).some((one) => one.key === key && one.status === 'scheduled');
        if (session.stored === undefined || !isStored) return;
        const withdraw = [{ key, code: 'withdrawn', why: `the message by ${channel} was not accepted`, at } as const];
        await session.write({ at, subject: session.stored, answer: undefined, insert: [], move: [], withdraw, revise: [] });
      }),
    );
  } catch (error) {
    hooks.emit('error', { at: parts.clock.now(), error });
  }
}

/** What keeps a job from being sent that follows another; undefined where nothing does. */
export async function heldBack<Tx>(parts: Parts<Tx>, job: ClaimedJob, until: Until | undefined): Promise<Outcome | undefined> {
  const ref = refOf(job);
  const stored = await answered(parts.clock, 'reading what came before', parts.lease / 3, () => parts.store.history(ref));
  const verdict = judgeFollowUp(job, stored, until, parts.clock.now().getTime());
  switch (verdict.kind) {
    case 'go':
      return undefined;
    case 'wait':
      return { kind: 'postponed', runAt: verdict.until };
    case 'withdraw':
      return { kind: 'withdrawn', code: 'withdrawn', why: verdict.why, replan: false };
    default:
      return verdict satisfies never;
  }
}

function refOf({ lifecycle, subject }: SubjectRef): SubjectRef {
  return { lifecycle, subject };
}
