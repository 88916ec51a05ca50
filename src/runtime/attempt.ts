/**
 * One attempt to deliver a claimed job: check again, render, send. Yields what became of it and never throws.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import { checkAtFireTime, checkChannel, limitReason, limitSince } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import { ruleFor } from '../core/pinned.js';
import { limitsOf } from '../core/settings.js';
import { nextOpening } from '../core/window.js';
import { type Deliver, type Writing, written } from './composition.js';
import type { Consultation } from './consent/consent.js';
import { dropFollowUp, heldBack, storeFollowUp } from './follow-up.js';
import { handOver } from './hand-over.js';
import { endsTrying, type Outcome, preferred, type Waiting } from './outcome.js';
import type { Parts } from './setup.js';
import { after, type Soon } from './soon.js';
import { tableFor } from './subjects.js';
import { textsOf } from './texts/site-texts.js';
import { writerFor } from './texts/writing.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';
import { concealed, opened } from './verification/sealing.js';

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
        return deliverAtSite(trial, situation, verdict, now);
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
 * opening of the window after it, for which urgent messages do not wait: a reminder for yesterday is none today.
 */
function asMeant<Tx>(parts: Parts<Tx>, situation: Situation, job: ClaimedJob): ClaimedJob {
  if (job.code !== 'postponed') return job;
  const isUrgent = ruleFor(tableFor(parts, job.lifecycle), job)?.urgent === true;
  const opening = isUrgent ? undefined : nextOpening(parts.settings, job, situation, job.dueAt);
  const meant = opening?.until ?? job.dueAt;
  return { ...job, runAt: Math.min(job.runAt, meant) };
}

/** Delivers with what the site of the job has of its own, where sites have anything. */
function deliverAtSite<Tx>(trial: Trial<Tx>, situation: Situation, verdict: Deliver, now: number): Soon<Outcome | Waiting> {
  const { parts, held } = trial;
  const { site } = held.job;
  if (site === undefined || (parts.sites === undefined && parts.texts === undefined))
    return deliver(trial, situation, verdict, now);
  const read = after(parts.sites?.of(site), (settings) =>
    after(textsOf(parts)?.of(site), (texts) => ({ ...trial, site: settings, texts })),
  );
  const delivered = after(read, (own) => deliver(own, situation, verdict, now));
  return delivered instanceof Promise ? delivered.catch((error: unknown) => failed(held.job, error)) : delivered;
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
    const writer = writerFor(parts.templates.get(held.job.lifecycle), held.job.lifecycle, trial.site, trial.texts);
    let isHandedOver = false;
    const send = (unsubscribe: Writing['unsubscribe']) => {
      const { payload, code } = opened(parts.verification, held.job);
      const forThem: Writing = { writer, payload, to, destination, unsubscribe, now };
      const write = (stripEmoji: boolean) => written(trial, situation, verdict, recipient, channel, forThem, stripEmoji);
      const { until } = verdict;
      const prepare = until && (() => storeFollowUp(parts, trial.hooks, held.job, channel, until));
      isHandedOver = true;
      const handed = handOver(trial, { channel, address, write, prepare });
      const told = code === undefined ? handed : after(handed, (outcome) => concealed(code, outcome));
      return consent.learns ? after(told, (outcome) => after(consent.learn(asked, outcome), () => outcome)) : told;
    };
    // Each asks only where it has to: most messages wait for none of them.
    const refusal = after(overLimits(parts, situation, recipient, channel, now), (capped) => capped ?? consent.refusal(asked));
    const tried = after(refusal, (reason): Soon<Outcome | Waiting> => {
      if (reason !== undefined) return { kind: 'skipped', reason, channel, address };
      return after(consent.unsubscribe(asked), (unsubscribe) => after(writer?.prepare?.(), () => send(unsubscribe)));
    });
    // What was handed over by now rejects no more; what has to wait for somebody's answer may.
    return tried instanceof Promise && !isHandedOver ? tried.catch(wrong) : tried;
  } catch (error) {
    return wrong(error);
  }
}

/** Why a recipient gets nothing more on a channel for now; undefined at once where nothing limits it. */
function overLimits<Tx>(
  parts: Parts<Tx>,
  situation: Situation,
  { identity }: Recipient,
  channel: string,
  now: number,
): Soon<Reason | undefined> {
  const limits = limitsOf(parts.settings, channel);
  if (limits.length === 0) return undefined;
  const count = async () => {
    for (const limit of limits) {
      const since = limitSince(limit, now, situation.zone);
      const capped = limitReason(limit, channel, await parts.store.countSent({ recipient: identity, channel, since }));
      if (capped !== undefined) return capped;
    }
    return undefined;
  };
  return count();
}
