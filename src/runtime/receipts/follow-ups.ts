/**
 * What a receipt means for the next channel: not needed any more, or needed now.
 * @module
 */
import { deliveredBy, followUpKey } from '../../core/follow-up.js';
import { recordOf, type StoredJob } from '../../core/job.js';
import { isLostState } from '../../core/receipt.js';
import type { OperationsContext } from '../operations/context.js';

/**
 * Withdraws what waits for a message to arrive that has, and hurries it where the message is lost. Also for a receipt that is no news: an
 * earlier call may have died after it was kept. What is missed here is found out when the follow-up is due.
 */
export async function adjustFollowUps<Tx>(context: OperationsContext<Tx>, job: StoredJob): Promise<void> {
  const { receipt, channel, channels, lifecycle, subject } = job;
  if (receipt === undefined || channel === undefined || channels.at(-1) === channel) return;
  const isDelivered = receipt.state === 'delivered';
  if (!isDelivered && !isLostState(receipt.state)) return;
  const { parts, plan, emit } = context;
  const now = parts.clock.now().getTime();
  const key = followUpKey(job, channel);
  const why = deliveredBy(channel);
  const { result: next, missed } = await parts.store.change({ lifecycle, subject }, undefined, async (session) => {
    const found = (await session.jobs([key])).find((one) => one.key === key && one.status === 'scheduled');
    if (found === undefined || session.stored === undefined || (!isDelivered && found.runAt <= now)) return undefined;
    const { dueAt, wallTime, zone, version, pinned } = found;
    const withdraw = isDelivered ? [{ key, code: 'withdrawn', why, at: now } as const] : [];
    const move = isDelivered ? [] : [{ key, dueAt, runAt: now, wallTime, zone, version, pinned }];
    await session.write({ at: now, subject: session.stored, answer: undefined, insert: [], move, withdraw, revise: [] });
    return found;
  });
  if (next === undefined || missed.includes(key)) return;
  await plan(isDelivered ? { wake: [], forget: [key] } : { wake: [{ key, at: new Date(now) }], forget: [] }, undefined);
  if (!isDelivered) return;
  const record = recordOf({ ...next, status: 'withdrawn', code: 'withdrawn', why, settledAt: now });
  emit('withdrawn', { at: new Date(now), job: record, channel: next.channels[0], address: undefined, code: 'withdrawn', why });
}
