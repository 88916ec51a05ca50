/**
 * The channels of a simulated message: which of them would carry it.
 * @module
 */
import { checkChannel, limitReason, limitSince } from './fire.js';
import { judgeFollowUp } from './follow-up.js';
import type { Job, StoredJob } from './job.js';
import type { Reason, Recipient, Situation } from './judge.js';
import type { Until } from './rule.js';
import { type DeliverySettings, limitsOf } from './settings.js';
import type { LineDetails } from './timeline.js';

/** What becomes of a job whose turn has come: it is over, or its turn comes again later. */
export type End =
  | { readonly kind: 'over'; readonly outcome: 'sent' | 'signal' | 'skipped' | 'withdrawn'; readonly details: LineDetails }
  | { readonly kind: 'later'; readonly runAt: number; readonly dueAt: number };

/** Everything that a channel is asked. */
export interface ChannelRules {
  readonly settings: DeliverySettings;
  readonly isEmpty: (job: Job, channel: string, subject: unknown) => boolean;
  readonly countSent: (recipient: string, channel: string, since: number) => number;
}

/** The first channel that takes the message; else the earliest that will later; else what the last of them objects. */
export function tryChannels(
  rules: ChannelRules,
  situation: Situation,
  job: Job,
  { recipient, urgent }: { readonly recipient: Recipient; readonly urgent: boolean },
  now: number,
): End {
  let last: End | undefined;
  for (const channel of job.channels) {
    const end = tryChannel(rules, situation, job, { recipient, urgent }, channel, now);
    if (end.kind === 'over' && end.outcome === 'sent') return end;
    if (last === undefined || last.kind === 'over' || (end.kind === 'later' && end.runAt < last.runAt)) last = end;
  }
  return last ?? skippedEnd({ code: 'no-address', why: 'the rule names no channel' }, undefined);
}

function tryChannel(
  { settings, isEmpty, countSent }: ChannelRules,
  situation: Situation,
  job: Job,
  { recipient, urgent }: { readonly recipient: Recipient; readonly urgent: boolean },
  channel: string,
  now: number,
): End {
  const open = checkChannel(channel, recipient, situation, settings, now, urgent);
  if (open.kind === 'defer') return { kind: 'later', runAt: open.until, dueAt: job.dueAt };
  if (open.kind === 'closed') return skippedEnd(open.reason, channel);
  const { address } = open;
  for (const limit of limitsOf(settings, channel)) {
    const sent = countSent(recipient.identity, channel, limitSince(limit, now, situation.zone));
    const capped = limitReason(limit, channel, sent);
    if (capped !== undefined) return skippedEnd(capped, channel, address);
  }
  if (isEmpty(job, channel, situation.subject))
    return skippedEnd({ code: 'empty', why: 'the template rendered to nothing' }, channel, address);
  return { kind: 'over', outcome: 'sent', details: { channel, address } };
}

/** What becomes of a job that follows another and is not to be sent now; undefined where it is. */
export function followUpEnd(
  job: StoredJob,
  stored: readonly StoredJob[],
  until: Until | undefined,
  now: number,
): End | undefined {
  const verdict = judgeFollowUp(job, stored, until, now);
  if (verdict.kind === 'go') return undefined;
  if (verdict.kind === 'wait') return { kind: 'later', runAt: verdict.until, dueAt: job.dueAt };
  return { kind: 'over', outcome: 'withdrawn', details: { channel: job.channels[0], code: 'withdrawn', why: verdict.why } };
}

/** The end of a message that is not sent. */
export function skippedEnd({ code, why }: Reason, channel: string | undefined, address?: string): End {
  return { kind: 'over', outcome: 'skipped', details: { channel, address, code, why } };
}
