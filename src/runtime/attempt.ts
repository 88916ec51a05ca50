/**
 * One attempt to deliver a claimed job: check again, render, send. Yields what became of it and never throws.
 * @module
 */
import { dayOf } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import { type ChannelVerdict, checkAtFireTime, checkChannel, limitReason, limitSince, type Verdict } from '../core/fire.js';
import { type ClaimedJob, revisionOf } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import { type Limit, limitsOf } from '../core/settings.js';
import { nextOpening } from '../core/window.js';
import type { Consultation } from './consent/consent.js';
import { dropFollowUp, heldBack, storeFollowUp } from './follow-up.js';
import { handOver } from './hand-over.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
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

function failed({ channels }: ClaimedJob, error: unknown): Outcome {
  return { kind: 'error', error, channel: channels[0], address: undefined };
}

/**
 * Whether a job comes too late is judged from the instant that it has now: its due instant, or where a window or a retry has moved
 * it. What an outage or a limit of its transport has postponed is judged from when it was meant to go out, its due instant or the
 * opening of the window after it: a reminder for yesterday is none today.
 */
function asMeant<Tx>({ settings }: Parts<Tx>, situation: Situation, job: ClaimedJob): ClaimedJob {
  if (job.code !== 'postponed') return job;
  const meant = nextOpening(settings, job, situation, job.dueAt)?.until ?? job.dueAt;
  return { ...job, runAt: Math.min(job.runAt, meant) };
}

function deliver<Tx>(trial: Trial<Tx>, situation: Situation, verdict: Deliver, now: number): Soon<Outcome | Waiting> {
  const { parts, held } = trial;
  const { job } = held;
  const { recipient, mayFollow, until } = verdict;
  if (recipient === undefined) return signal(parts, situation, job).catch((error: unknown) => failed(job, error));
  const go = () => tryChannels(trial, situation, verdict, recipient, now, 0, undefined);
  if (!mayFollow) return go();
  return heldBack(parts, job, until)
    .then((held) => held ?? go())
    .catch((error: unknown) => failed(job, error));
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
  const { job } = trial.held;
  const channel = job.channels[place];
  if (channel === undefined) {
    const reason = { code: 'no-address', why: 'the rule names no channel' } as const;
    return before ?? { kind: 'skipped', reason, channel: undefined, address: undefined };
  }
  const tried = tryChannel(trial, situation, verdict, recipient, channel, now);
  if (job.channels.length === 1 && verdict.until === undefined) return tried;
  return after(tried, (outcome) => {
    if (outcome.kind === 'waiting' || endsTrying(outcome)) return outcome;
    const dropping = verdict.until === undefined ? undefined : dropFollowUp(trial.parts, trial.hooks, job, channel);
    const goOn = () => tryChannels(trial, situation, verdict, recipient, now, place + 1, preferred(before, outcome));
    return after(dropping, goOn);
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
  const { parts, held, paused, consent } = trial;
  const wrong = (error: unknown): Outcome => ({ kind: 'error', error, channel, address: undefined });
  try {
    const parkedBy = paused.channel(channel);
    if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
    const open = checkChannel(channel, recipient, situation, parts.settings, now, verdict.urgent);
    if (open.kind === 'defer') return { kind: 'postponed', runAt: open.until, window: open.why };
    if (open.kind === 'closed') return { kind: 'skipped', reason: open.reason, channel, address: undefined };
    const { address, to, destination } = open;
    const asked: Consultation = { job: held.job, situation, recipient, category: verdict.category, channel, address: to };
    let isHandedOver = false;
    const send = (unsubscribe: OutgoingMessage['unsubscribe']) => {
      const write = (stripEmoji: boolean) =>
        written(trial, situation, verdict, recipient, channel, { to, destination, unsubscribe, stripEmoji, now });
      const { until } = verdict;
      const prepare = until && (() => storeFollowUp(parts, trial.hooks, held.job, channel, until));
      isHandedOver = true;
      const handedOver = handOver(trial, { channel, address, write, prepare });
      return consent.learns ? after(handedOver, (outcome) => after(consent.learn(asked, outcome), () => outcome)) : handedOver;
    };
    // Each asks only where it has to: most messages wait for none of them.
    const limits = limitsOf(parts.settings, channel);
    const counted = limits.length === 0 ? undefined : overLimits(parts, limits, situation, recipient, channel, now);
    const judged = after(counted, (capped) => capped ?? consent.refusal(asked));
    const tried = after(judged, (refused): Soon<Outcome | Waiting> => {
      if (refused !== undefined) return { kind: 'skipped', reason: refused, channel, address };
      return after(consent.unsubscribe(asked), (unsubscribe) =>
        after(parts.templates.get(held.job.lifecycle)?.prepare?.(), () => send(unsubscribe)),
      );
    });
    // What was handed over by now rejects no more; what has to wait for somebody's answer may.
    return tried instanceof Promise && !isHandedOver ? tried.catch(wrong) : tried;
  } catch (error) {
    return wrong(error);
  }
}

/** What a message is written for. */
interface Writing extends Pick<Extract<ChannelVerdict, { kind: 'open' }>, 'to' | 'destination'> {
  readonly unsubscribe: OutgoingMessage['unsubscribe'];
  readonly stripEmoji: boolean;
  readonly now: number;
}

/** The message with its text, or why there is none: it is empty, or does not fit. Throws where it cannot be written. */
function written<Tx>(
  { parts, held, revision }: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  { to, destination, unsubscribe, stripEmoji, now }: Writing,
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
      unsubscribeUrl: unsubscribe?.url,
    },
    fitting: channel === 'sms' ? verdict.fitting : undefined,
    stripEmoji,
    calendar: { subject: job.subject, revision: revisionOf(job) ?? revision, at: new Date(now) },
  });
  if (rendered?.kind === 'empty') return { code: 'empty', why: 'the template rendered to nothing' };
  if (rendered?.kind === 'too-long') return { code: 'limit', why: rendered.why };
  if (rendered === undefined || rendered.kind === 'missing') {
    throw new OrderbellError(
      'missing-template',
      `no template '${verdict.template}' of '${job.lifecycle}' is written for '${channel}'.`,
    );
  }
  const message = new Outgoing(
    {
      key: job.key,
      channel,
      lifecycle: job.lifecycle,
      subject: job.subject,
      rule: job.rule,
      role: job.role,
      recipient: recipient.contact,
      address: to,
      locale: rendered.locale,
      category: verdict.category,
      site: job.site,
      text: rendered.text,
      attempt: job.attempts,
    },
    held.abort,
  );
  if (destination !== undefined) message.destination = destination;
  if (unsubscribe !== undefined) message.unsubscribe = unsubscribe;
  // Only e-mail has these; a transport may tell e-mail from text by them. Assigned, because V8 is slow to spread them here.
  if (rendered.subjectLine !== undefined) {
    message.subjectLine = rendered.subjectLine;
    message.html = rendered.html;
    if (rendered.attachments !== undefined) message.attachments = rendered.attachments;
    if (rendered.calendar !== undefined) message.calendar = rendered.calendar;
  }
  if (verdict.expiresAt !== undefined) message.expiresAt = new Date(verdict.expiresAt);
  return message;
}

async function overLimits<Tx>(
  parts: Parts<Tx>,
  limits: readonly Limit[],
  situation: Situation,
  recipient: Recipient,
  channel: string,
  now: number,
): Promise<Reason | undefined> {
  for (const limit of limits) {
    const capped = await overLimit(parts, limit, situation, recipient, channel, now);
    if (capped !== undefined) return capped;
  }
  return undefined;
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
