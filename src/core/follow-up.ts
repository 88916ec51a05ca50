/**
 * Follow-ups: the next channel of `{ firstOf, until: 'delivered', within }` where the one before was accepted and nothing arrived.
 *
 * The policy in words. Before a message is handed over on a channel that is not the last, a job for the channels behind it is stored:
 * same rule, item, recipient, due instant and occurrence, to run when the time is over. A receipt that says `delivered` withdraws it,
 * one that says that the message is lost has it run at once. When it runs, everything is checked as for any job, and besides what
 * became of the one before it: as long as that is on its way, it waits; where that has arrived, or was never accepted on a channel
 * before its own, it is withdrawn. It is wanted for as long as the rule wants the message as a whole.
 * @module
 */
import { shifted } from './due.js';
import { type Job, jobKey, type StoredJob, storedJob } from './job.js';
import type { Until } from './rule.js';

/** Whether a job carries the same message as another, by channels of which its own are the last. */
export function follows(job: Job, earlier: Job): boolean {
  const skipped = earlier.channels.length - job.channels.length;
  return (
    skipped > 0 &&
    earlier.rule === job.rule &&
    earlier.item === job.item &&
    earlier.recipient === job.recipient &&
    earlier.occurrence === job.occurrence &&
    job.channels.every((channel, at) => earlier.channels[skipped + at] === channel)
  );
}

/** The job of the channels behind one that is about to be used; undefined behind the last. */
export function followUpOf(job: Job, channel: string, { within }: Until, now: number): StoredJob | undefined {
  const channels = job.channels.slice(job.channels.indexOf(channel) + 1);
  if (channels.length === 0) return undefined;
  const { lifecycle, subject, rule, item, recipient, occurrence } = job;
  const key = followUpKey(job, channel);
  const runAt = shifted(now, 1, within, job.zone);
  const next: Job = { ...job, key, lifecycle, subject, rule, item, recipient, occurrence, channels, runAt };
  const why = `follows by ${channels[0]} unless the message by ${channel} is delivered`;
  return { ...storedJob(next, now, undefined, undefined), why };
}

/** Key of the job that follows on the channels behind one of a job's own. */
export function followUpKey({ lifecycle, subject, rule, item, recipient, channels, occurrence }: Job, channel: string): string {
  return jobKey(lifecycle, subject, rule, item, recipient, channels.slice(channels.indexOf(channel) + 1), occurrence);
}

/** What is to be done with a job that may follow another. */
export type FollowUpVerdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'withdraw'; readonly why: string }
  /** The one before it is on its way: to be asked again from this instant. */
  | { readonly kind: 'wait'; readonly until: number };

/** Judges a follow-up by what became of those before it, among the jobs of its subject. One that follows nothing goes, unless it must follow. */
export function judgeFollowUp(
  job: StoredJob,
  stored: readonly StoredJob[],
  until: Until | undefined,
  now: number,
): FollowUpVerdict {
  const earlier = stored.filter((one) => follows(job, one));
  const open = earlier.find(({ status }) => status === 'scheduled' || status === 'in-flight');
  if (open !== undefined) {
    const from = Math.max(now, open.runAt, open.leaseUntil ?? 0);
    return { kind: 'wait', until: until === undefined ? from + 60_000 : shifted(from, 1, until.within, job.zone) };
  }
  const arrived = earlier.find(({ receipt }) => receipt?.state === 'delivered');
  if (arrived !== undefined) return { kind: 'withdraw', why: deliveredBy(arrived.channel) };
  const isBefore = ({ channel }: StoredJob) => channel === undefined || !job.channels.includes(channel);
  if (earlier.some((one) => (one.status === 'sent' || one.status === 'unknown') && isBefore(one))) return { kind: 'go' };
  if (earlier.length === 0)
    return until === undefined ? { kind: 'go' } : { kind: 'withdraw', why: 'the message before it is gone' };
  const sent = earlier.find(({ status }) => status === 'sent');
  const why =
    sent === undefined ? `the message before it is ${earlier.at(-1)?.status}` : `it was sent by ${sent.channel} already`;
  return { kind: 'withdraw', why };
}

/** Why a follow-up is not needed any more. */
export function deliveredBy(channel: string | undefined): string {
  return `the message by ${channel ?? 'another channel'} was delivered`;
}
