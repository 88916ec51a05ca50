/**
 * One attempt to deliver a claimed job: check again, render, send. Yields what became of it and never throws.
 * @module
 */
import { dayOf } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import { checkAtFireTime, checkChannel, limitReason, limitSince, type Verdict } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import { nextWithin } from '../core/opening-hours.js';
import type { Limit } from '../core/settings.js';
import { handOver } from './hand-over.js';
import { isUnknown, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { Outgoing } from './outgoing.js';
import type { Parts } from './setup.js';
import { after, type Soon } from './soon.js';
import { tableFor } from './subjects.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';

type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** Checks a claimed job against fresh data and, where it still holds, hands it to its transports or signal handler. */
export function attempt<Tx>(trial: Trial<Tx>, situation: Situation): Soon<Outcome | Waiting> {
  const { parts, held } = trial;
  const { job } = held;
  try {
    const now = parts.clock.now().getTime();
    const verdict = checkAtFireTime(tableFor(parts, job.lifecycle), situation, asMeant(parts, situation, job), now);
    switch (verdict.kind) {
      case 'skip':
        return { kind: 'skipped', reason: verdict.reason, channel: job.channels[0], address: undefined };
      case 'withdraw':
        return { kind: 'withdrawn', code: verdict.code, why: verdict.why, replan: verdict.code === 'superseded' };
      case 'postpone':
        return { kind: 'postponed', dueAt: verdict.dueAt, wallTime: verdict.wallTime, runAt: verdict.dueAt };
      case 'deliver':
        return deliver(trial, situation, verdict, now);
      default:
        return verdict satisfies never;
    }
  } catch (error) {
    return failed(job, error);
  }
}

function failed(job: ClaimedJob, error: unknown): Outcome {
  return { kind: 'error', error, channel: job.channels[0], address: undefined };
}

/**
 * Whether a job comes too late is judged from the instant that it has now: its due instant, or where a window or a retry has moved
 * it. What an outage or a limit of its transport has postponed is judged from when it was meant to go out, its due instant or the
 * opening of the window after it: a reminder for yesterday is none today.
 */
function asMeant<Tx>({ settings }: Parts<Tx>, { zone }: Situation, job: ClaimedJob): ClaimedJob {
  if (job.code !== 'postponed') return job;
  const openings = job.channels.map((channel) => {
    const window = settings.windows[channel];
    return window === undefined ? job.dueAt : nextWithin(window, job.dueAt, zone);
  });
  return { ...job, runAt: Math.min(job.runAt, ...openings) };
}

function deliver<Tx>(trial: Trial<Tx>, situation: Situation, verdict: Deliver, now: number): Soon<Outcome | Waiting> {
  const { parts, held } = trial;
  const { job } = held;
  if (verdict.recipient === undefined) return signal(parts, situation, job).catch((error) => failed(job, error));
  return tryChannels(trial, situation, verdict, verdict.recipient, now, 0, undefined);
}

async function signal<Tx>(parts: Parts<Tx>, situation: Situation, job: ClaimedJob): Promise<Outcome> {
  const handler = parts.signals.get(job.lifecycle)?.get(job.signal ?? '');
  if (handler === undefined)
    throw new OrderbellError('missing-signal', `nobody listens to the signal '${job.signal}' of '${job.lifecycle}'.`);
  const context = { rule: job.rule, subject: job.subject, item: job.item, due: new Date(job.dueAt), key: job.key };
  await withTimeout(parts, `the handler of signal '${job.signal}'`, async () => handler(situation.subject, context));
  return { kind: 'signalled' };
}

/**
 * Tries the job's channels in order, from a place on, until one accepts. What the last of them said is the outcome, the earliest
 * opening first; `before` is what those before this place have said.
 */
function tryChannels<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  now: number,
  place: number,
  before: Outcome | undefined,
): Soon<Outcome | Waiting> {
  const { channels } = trial.held.job;
  const channel = channels[place];
  if (channel === undefined) {
    const reason = { code: 'no-address', why: 'the rule names no channel' } as const;
    return before ?? { kind: 'skipped', reason, channel: undefined, address: undefined };
  }
  const tried = tryChannel(trial, situation, verdict, recipient, channel, now);
  if (channels.length === 1) return tried;
  return after(tried, (outcome) => {
    if (outcome.kind === 'sent' || outcome.kind === 'waiting' || isUnknown(outcome)) return outcome;
    return tryChannels(trial, situation, verdict, recipient, now, place + 1, preferred(before, outcome));
  });
}

/** Never throws: what is wrong with one channel, its text for instance, leaves the next one its chance. */
function tryChannel<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  now: number,
): Soon<Outcome | Waiting> {
  const { parts, paused } = trial;
  try {
    const parkedBy = paused.channel(channel);
    if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
    const open = checkChannel(channel, recipient, situation, parts.settings, now);
    if (open.kind === 'defer') return { kind: 'postponed', runAt: open.until };
    if (open.kind === 'closed') return { kind: 'skipped', reason: open.reason, channel, address: undefined };
    const { address } = open;
    const limit = parts.settings.limits[channel];
    if (limit === undefined) return writeAndHandOver(trial, situation, verdict, recipient, channel, address);
    return overLimit(parts, limit, situation, recipient, channel, now)
      .then((capped): Soon<Outcome | Waiting> => {
        if (capped !== undefined) return { kind: 'skipped', reason: capped, channel, address };
        return writeAndHandOver(trial, situation, verdict, recipient, channel, address);
      })
      .catch((error) => ({ kind: 'error', error, channel, address: undefined }));
  } catch (error) {
    return { kind: 'error', error, channel, address: undefined };
  }
}

function writeAndHandOver<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  address: string,
): Soon<Outcome | Waiting> {
  const message = written(trial, situation, verdict, recipient, channel, address);
  if ('code' in message) return { kind: 'skipped', reason: message, channel, address };
  return handOver(trial, message);
}

/** The message with its text, or why there is none: it is empty, or does not fit. Throws where it cannot be written. */
function written<Tx>(
  { parts, held }: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  address: string,
): OutgoingMessage | Reason {
  const { job } = held;
  const rendered = parts.templates.get(job.lifecycle)?.render({
    template: verdict.template,
    channel,
    locales: [recipient.contact.locale, situation.model.locale(situation.subject)],
    timeZone: situation.zone,
    data: situation.subject,
    extra: {
      item: verdict.view.item,
      recipient: recipient.contact,
      payload: job.payload,
      due: { at: new Date(job.dueAt), day: dayOf(job.dueAt, situation.zone) },
      rule: { name: job.rule },
    },
    fitting: channel === 'sms' ? verdict.fitting : undefined,
  });
  if (rendered?.kind === 'empty') return { code: 'empty', why: 'the template rendered to nothing' };
  if (rendered?.kind === 'too-long') return { code: 'limit', why: rendered.why };
  if (rendered === undefined || rendered.kind === 'missing') {
    throw new OrderbellError(
      'missing-template',
      `no template '${verdict.template}' of '${job.lifecycle}' is written for '${channel}'.`,
    );
  }
  const message = {
    key: job.key,
    channel,
    lifecycle: job.lifecycle,
    subject: job.subject,
    rule: job.rule,
    role: job.role,
    recipient: recipient.contact,
    address,
    locale: rendered.locale,
    category: verdict.category,
    text: rendered.text,
    attempt: job.attempts,
  };
  const { subjectLine, html } = rendered;
  return new Outgoing(message, subjectLine === undefined ? undefined : { subjectLine, html }, held.abort);
}

async function overLimit<Tx>(
  parts: Parts<Tx>,
  limit: Limit,
  situation: Situation,
  recipient: Recipient,
  channel: string,
  now: number,
): Promise<Reason | undefined> {
  const since = limitSince(limit, now, situation.zone);
  return limitReason(limit, channel, await parts.store.countSent({ recipient: recipient.identity, channel, since }));
}
