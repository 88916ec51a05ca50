/**
 * One attempt to deliver a claimed job: check again, render, send. Yields what became of it and never throws.
 * @module
 */
import { dayOf } from '../core/calendar.js';
import { OrderbellError } from '../core/errors.js';
import { type ChannelVerdict, checkAtFireTime, checkChannel, limitReason, limitSince, type Verdict } from '../core/fire.js';
import { readsInternal } from '../core/internal.js';
import { type ClaimedJob, revisionOf } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import type { View } from '../core/model.js';
import { ruleFor } from '../core/pinned.js';
import { redacted, type Visible } from '../core/redaction.js';
import { type Limit, limitsOf } from '../core/settings.js';
import { nextOpening } from '../core/window.js';
import type { Consultation } from './consent/consent.js';
import { dropFollowUp, heldBack, storeFollowUp } from './follow-up.js';
import { handOver } from './hand-over.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import type { Parts } from './setup.js';
import { tableFor } from './subjects.js';
import { textsOf } from './texts/site-texts.js';
import { writerFor } from './texts/writing.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';
import { concealed, opened } from './verification/sealing.js';

type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** Checks a claimed job against fresh data and, where it still holds, hands it to its transports or signal handler. */
export async function attempt<Tx>(trial: Trial<Tx>, situation: Situation): Promise<Outcome | Waiting> {
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
        return await deliver(await withSite(trial), situation, verdict, now);
      default:
        return verdict satisfies never;
    }
  } catch (error) {
    return { kind: 'error', error, channel: job.channels[0], address: undefined };
  }
}

/** The trial with what the site of its job has of its own. */
function withSite<Tx>(trial: Trial<Tx>): Trial<Tx> | Promise<Trial<Tx>> {
  const { parts, held } = trial;
  const { site } = held.job;
  const texts = site === undefined ? undefined : textsOf(parts);
  if (site === undefined || (parts.sites === undefined && texts === undefined)) return trial;
  const read = async () => ({ ...trial, site: await parts.sites?.of(site), texts: await texts?.of(site) });
  return read();
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

function deliver<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  now: number,
): Outcome | Promise<Outcome | Waiting> {
  const { parts, held } = trial;
  const { job } = held;
  const { recipient, mayFollow, until } = verdict;
  if (recipient === undefined) return signal(parts, situation, job);
  const go = () => tryChannels(trial, situation, verdict, recipient, now);
  return mayFollow ? heldBack(parts, job, until).then((held) => held ?? go()) : go();
}

async function signal<Tx>(parts: Parts<Tx>, situation: Situation, job: ClaimedJob): Promise<Outcome> {
  const handler = parts.signals.get(job.lifecycle)?.get(job.signal ?? '');
  if (handler === undefined)
    throw new OrderbellError('missing-signal', `nobody listens to the signal '${job.signal}' of '${job.lifecycle}'.`);
  const context = { rule: job.rule, subject: job.subject, item: job.item, due: new Date(job.dueAt), key: job.key };
  await withTimeout(parts, `the handler of signal '${job.signal}'`, async () => handler(situation.subject, context));
  return { kind: 'signalled' };
}

/** Tries the job's channels in order until one accepts. What the last of them said is the outcome, the earliest opening first. */
async function tryChannels<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  now: number,
): Promise<Outcome | Waiting> {
  const { job } = trial.held;
  let last: Outcome | undefined;
  for (const channel of job.channels) {
    const outcome = await tryChannel(trial, situation, verdict, recipient, channel, now);
    if (outcome.kind === 'waiting' || endsTrying(outcome)) return outcome;
    if (verdict.until !== undefined) await dropFollowUp(trial.parts, trial.hooks, job, channel);
    last = preferred(last, outcome);
  }
  return (
    last ?? {
      kind: 'skipped',
      reason: { code: 'no-address', why: 'the rule names no channel' },
      channel: undefined,
      address: undefined,
    }
  );
}

/** Never throws: what is wrong with one channel, its text for instance, leaves the next one its chance. */
async function tryChannel<Tx>(
  trial: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  now: number,
): Promise<Outcome | Waiting> {
  const { parts, held, paused, consent, site, texts } = trial;
  try {
    const parkedBy = paused.channel(channel);
    if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
    const open = checkChannel(channel, recipient, situation, parts.settings, now, verdict.urgent);
    if (open.kind === 'defer') return { kind: 'postponed', runAt: open.until, window: open.why };
    if (open.kind === 'closed') return { kind: 'skipped', reason: open.reason, channel, address: undefined };
    const { address, to, destination } = open;
    for (const limit of limitsOf(parts.settings, channel)) {
      const capped = await overLimit(parts, limit, situation, recipient, channel, now);
      if (capped !== undefined) return { kind: 'skipped', reason: capped, channel, address };
    }
    const asked: Consultation = { job: held.job, situation, recipient, category: verdict.category, channel, address: to };
    const asking = consent.refusal(asked);
    const refused = asking && (await asking);
    if (refused !== undefined) return { kind: 'skipped', reason: refused, channel, address };
    const linking = consent.unsubscribe(asked);
    const unsubscribe = linking && (await linking);
    const writer = writerFor(parts.templates.get(held.job.lifecycle), held.job.lifecycle, site, texts);
    const loading = writer?.prepare?.();
    if (loading !== undefined) await loading;
    const { payload, code } = opened(parts.verification, held.job);
    const write = (stripEmoji: boolean) =>
      written(trial, situation, verdict, recipient, channel, { writer, payload, to, destination, unsubscribe, stripEmoji, now });
    const { until } = verdict;
    const prepare = until && (() => storeFollowUp(parts, trial.hooks, held.job, channel, until));
    const outcome = concealed(code, await handOver(trial, { channel, address, write, prepare }));
    const learning = consent.learn(asked, outcome);
    if (learning !== undefined) await learning;
    return outcome;
  } catch (error) {
    return { kind: 'error', error, channel, address: undefined };
  }
}

/** What a message is written for. */
interface Writing extends Pick<Extract<ChannelVerdict, { kind: 'open' }>, 'to' | 'destination'> {
  readonly writer: ReturnType<typeof writerFor>;
  /** With the code in clear, where it was sealed. */
  readonly payload: unknown;
  readonly unsubscribe: OutgoingMessage['unsubscribe'];
  readonly stripEmoji: boolean;
  readonly now: number;
}

/** The message with its text, or why there is none: it is empty, or does not fit. Throws where it cannot be written. */
function written<Tx>(
  { parts, held, revision, site }: Trial<Tx>,
  situation: Situation,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  { writer, payload, to, destination, unsubscribe, stripEmoji, now }: Writing,
): OutgoingMessage | Reason {
  const { job } = held;
  const visible = visibleTo(parts, situation, { ...verdict.view, payload }, recipient, job);
  const rendered = writer?.render({
    template: verdict.template,
    channel,
    locales: [recipient.contact.locale, situation.model.locale(situation.subject), site?.locale],
    timeZone: situation.zone,
    data: visible.subject,
    extra: {
      item: visible.item,
      recipient: visible.recipient,
      payload: visible.payload,
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
  const message: Writable<OutgoingMessage> = {
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
    get abort() {
      return held.abort.signal;
    },
  };
  if (destination !== undefined) message.destination = destination;
  if (unsubscribe !== undefined) message.unsubscribe = unsubscribe;
  if (site?.sender !== undefined) message.sender = site.sender;
  // Whatever else the sender says stands: its address, where answers go.
  if (verdict.sender !== undefined) message.sender = { ...message.sender, [channel === 'sms' ? 'sms' : 'name']: verdict.sender };
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

/** What a template sees for a recipient: everything, unless something is internal and they are from outside. */
function visibleTo<Tx>(
  parts: Parts<Tx>,
  { model, subject }: Situation,
  { item, payload }: Pick<View, 'item' | 'payload'>,
  { role, contact }: Recipient,
  job: ClaimedJob,
): Visible {
  const all = { subject, item, payload, recipient: contact };
  if (model.internal === undefined || readsInternal(model.internal, role, contact)) return all;
  return redacted(model, all, ruleFor(tableFor(parts, job.lifecycle), job)?.items);
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

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
