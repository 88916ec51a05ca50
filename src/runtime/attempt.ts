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
import { type Deliver, Letter } from './composition.js';
import type { Desk } from './desk.js';
import { dropFollowUp, heldBack } from './follow-up.js';
import { handOver } from './hand-over.js';
import type { Held } from './leases.js';
import { endsTrying, failed, type Outcome, preferred, type Waiting } from './outcome.js';
import type { Paused } from './paused.js';
import type { Parts } from './setup.js';
import { after, type Soon } from './soon.js';
import { tableFor } from './subjects.js';
import { textsOf } from './texts/site-texts.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';
import { concealed, opened } from './verification/sealing.js';

/** Checks a claimed job against fresh data and, where it still holds, hands it to its transports or signal handler. */
export function attempt<Tx>(
  desk: Desk<Tx>,
  held: Held,
  paused: Paused,
  revision: number,
  situation: Situation,
): Soon<Outcome | Waiting> {
  const { parts } = desk;
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
        return deliverAtSite({ desk, held, paused, situation, revision, site: undefined, texts: undefined }, verdict, now);
      default:
        return verdict satisfies never;
    }
  } catch (error) {
    return failed(job, error);
  }
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
function deliverAtSite<Tx>(trial: Trial<Tx>, verdict: Deliver, now: number): Soon<Outcome | Waiting> {
  const { held } = trial;
  const { parts } = trial.desk;
  const { site } = held.job;
  if (site === undefined || (parts.sites === undefined && parts.texts === undefined)) return deliver(trial, verdict, now);
  const read = after(parts.sites?.of(site), (settings) =>
    after(textsOf(parts)?.of(site), (texts) => ({ ...trial, site: settings, texts })),
  );
  const delivered = after(read, (own) => deliver(own, verdict, now));
  return delivered instanceof Promise ? delivered.catch((error: unknown) => failed(held.job, error)) : delivered;
}

function deliver<Tx>(trial: Trial<Tx>, verdict: Deliver, now: number): Soon<Outcome | Waiting> {
  const { parts } = trial.desk;
  const { job } = trial.held;
  const { recipient, mayFollow, until } = verdict;
  if (recipient === undefined) return signal(parts, trial.situation, job).catch((error: unknown) => failed(job, error));
  if (!mayFollow) return tryChannels(trial, verdict, recipient, now, 0, undefined);
  return heldBack(parts, job, until)
    .then((held) => held ?? tryChannels(trial, verdict, recipient, now, 0, undefined))
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
  const tried = tryChannel(trial, verdict, recipient, channel, now);
  if (job.channels.length === 1 && verdict.until === undefined) return tried;
  const { desk } = trial;
  return after(tried, (outcome) => {
    if (outcome.kind === 'waiting' || endsTrying(outcome)) return outcome;
    const dropping = verdict.until === undefined ? undefined : dropFollowUp(desk.parts, desk.hooks, job, channel);
    return after(dropping, () => tryChannels(trial, verdict, recipient, now, place + 1, preferred(before, outcome)));
  });
}

/** Never throws: what is wrong with one channel, its text for instance, leaves the next one its chance. */
function tryChannel<Tx>(
  trial: Trial<Tx>,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  now: number,
): Soon<Outcome | Waiting> {
  const { situation, paused } = trial;
  const { parts, consent } = trial.desk;
  try {
    const parkedBy = paused.channel(channel);
    if (parkedBy !== undefined) return { kind: 'postponed', parkedBy };
    const open = checkChannel(channel, recipient, situation, parts.settings, now, verdict.urgent);
    if (open.kind === 'defer') return { kind: 'postponed', runAt: open.until, window: open.why };
    if (open.kind === 'closed') return { kind: 'skipped', reason: open.reason, channel, address: undefined };
    const letter = new Letter(trial, verdict, recipient, channel, open, now);
    // Each asks only where it has to: most messages wait for none of them.
    const capped = overLimits(parts, situation, recipient, channel, now);
    const refusal = capped === undefined ? consent.refusal(letter) : capped.then((reason) => reason ?? consent.refusal(letter));
    const tried = refusal === undefined ? permitted(letter) : refusal.then((reason) => refused(letter, reason));
    // What was handed over by now rejects no more; what has to wait for somebody's answer may.
    return tried instanceof Promise && !letter.isHandedOver ? orFailed(tried, channel) : tried;
  } catch (error) {
    return { kind: 'error', error, channel, address: undefined };
  }
}

function orFailed(tried: Promise<Outcome | Waiting>, channel: string): Promise<Outcome | Waiting> {
  return tried.catch((error: unknown): Outcome => ({ kind: 'error', error, channel, address: undefined }));
}

function refused<Tx>(letter: Letter<Tx>, reason: Reason | undefined): Soon<Outcome | Waiting> {
  return reason === undefined
    ? permitted(letter)
    : { kind: 'skipped', reason, channel: letter.channel, address: letter.recorded };
}

function permitted<Tx>(letter: Letter<Tx>): Soon<Outcome | Waiting> {
  const unsubscribing = letter.trial.desk.consent.unsubscribe(letter);
  if (unsubscribing === undefined) return prepared(letter);
  return unsubscribing.then((unsubscribe) => {
    letter.unsubscribe = unsubscribe;
    return prepared(letter);
  });
}

/** Once the texts are at hand. */
function prepared<Tx>(letter: Letter<Tx>): Soon<Outcome | Waiting> {
  const preparing = letter.writer?.prepare?.();
  return preparing === undefined ? send(letter) : preparing.then(() => send(letter));
}

function send<Tx>(letter: Letter<Tx>): Soon<Outcome | Waiting> {
  const { parts, consent } = letter.trial.desk;
  const { payload, code } = opened(parts.verification, letter.job);
  letter.payload = payload;
  letter.isHandedOver = true;
  const handed = handOver(letter);
  const told = code === undefined ? handed : after(handed, (outcome) => concealed(code, outcome));
  return consent.learns ? after(told, (outcome) => after(consent.learn(letter, outcome), () => outcome)) : told;
}

/** Why a recipient gets nothing more on a channel for now; undefined at once where nothing limits it. */
function overLimits<Tx>(
  parts: Parts<Tx>,
  situation: Situation,
  { identity }: Recipient,
  channel: string,
  now: number,
): Promise<Reason | undefined> | undefined {
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
