/**
 * One attempt to deliver a claimed job: check again, render, send. Yields what became of it and never throws.
 * @module
 */
import { isoWithOffset } from '../core/calendar.js';
import { OrderbellError, PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../core/errors.js';
import { checkAtFireTime, checkChannel, limitReason, limitSince, type Verdict } from '../core/fire.js';
import type { ClaimedJob } from '../core/job.js';
import type { Reason, Recipient, Situation } from '../core/judge.js';
import type { CompiledTable } from '../core/table.js';
import type { Accepted, Message, Transport } from '../ports/transport.js';
import type { Parts } from './setup.js';
import { LazyAbort, withTimeout } from './timeout.js';

/** A message of any channel: only e-mail has a subject line and, perhaps, HTML. */
type OutgoingMessage = Message & { readonly subjectLine?: string; readonly html?: string | undefined };

/** What became of an attempt. */
export type Outcome =
  | {
      readonly kind: 'sent';
      readonly channel: string;
      readonly address: string;
      readonly transport: string;
      readonly providerId: string | undefined;
      readonly message: OutgoingMessage;
    }
  | { readonly kind: 'signalled' }
  | {
      readonly kind: 'skipped';
      readonly reason: Reason;
      readonly channel: string | undefined;
      readonly address: string | undefined;
    }
  | { readonly kind: 'withdrawn'; readonly code: 'withdrawn' | 'superseded'; readonly why: string; readonly replan: boolean }
  | {
      readonly kind: 'postponed';
      readonly dueAt: number | undefined;
      readonly wallTime: string | undefined;
      readonly runAt: number;
    }
  | {
      readonly kind: 'error';
      readonly error: unknown;
      readonly channel: string | undefined;
      readonly address: string | undefined;
    };

type Deliver = Extract<Verdict, { kind: 'deliver' }>;

/** Checks a claimed job against fresh data and, where it still holds, hands it to its transports or signal handler. */
export async function attempt<Tx>(
  parts: Parts<Tx>,
  table: CompiledTable,
  situation: Situation,
  job: ClaimedJob,
): Promise<Outcome> {
  try {
    const now = parts.clock.now().getTime();
    const verdict = checkAtFireTime(table, situation, job, now);
    switch (verdict.kind) {
      case 'skip':
        return { kind: 'skipped', reason: verdict.reason, channel: job.channels[0], address: undefined };
      case 'withdraw':
        return { kind: 'withdrawn', code: verdict.code, why: verdict.why, replan: verdict.code === 'superseded' };
      case 'postpone':
        return { kind: 'postponed', dueAt: verdict.dueAt, wallTime: verdict.wallTime, runAt: verdict.dueAt };
      case 'deliver':
        return await deliver(parts, situation, job, verdict, now);
      default:
        return verdict satisfies never;
    }
  } catch (error) {
    return { kind: 'error', error, channel: job.channels[0], address: undefined };
  }
}

async function deliver<Tx>(
  parts: Parts<Tx>,
  situation: Situation,
  job: ClaimedJob,
  verdict: Deliver,
  now: number,
): Promise<Outcome> {
  if (job.reclaimed && verdict.delivery === 'at-most-once') {
    const error = new UnknownOutcomeError('a worker stopped while it was delivering this job, and it must not be sent twice.');
    return { kind: 'error', error, channel: job.channels[0], address: undefined };
  }
  if (verdict.recipient === undefined) return signal(parts, situation, job);
  return tryChannels(parts, situation, job, verdict, verdict.recipient, now);
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
  parts: Parts<Tx>,
  situation: Situation,
  job: ClaimedJob,
  verdict: Deliver,
  recipient: Recipient,
  now: number,
): Promise<Outcome> {
  let last: Outcome | undefined;
  for (const channel of job.channels) {
    const outcome = await tryChannel(parts, situation, job, verdict, recipient, channel, now).catch(
      // What is wrong with one channel, its text for instance, leaves the next one its chance.
      (error: unknown): Outcome => ({ kind: 'error', error, channel, address: undefined }),
    );
    if (outcome.kind === 'sent' || isUnknown(outcome)) return outcome;
    last = last === undefined ? outcome : preferred(last, outcome);
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

function isUnknown(outcome: Outcome): boolean {
  return outcome.kind === 'error' && outcome.error instanceof UnknownOutcomeError;
}

/**
 * Of two channels that did not accept, the outcome that still leaves a chance: a later opening, then an error worth a retry. Where
 * none is left, that one has failed is told rather than that the other was skipped.
 */
function preferred(a: Outcome, b: Outcome): Outcome {
  const rank = (outcome: Outcome) =>
    outcome.kind === 'postponed' ? 0 : outcome.kind !== 'error' ? 3 : isFinal(outcome.error) ? 2 : 1;
  if (a.kind === 'postponed' && b.kind === 'postponed') return a.runAt <= b.runAt ? a : b;
  return rank(a) < rank(b) ? a : b;
}

async function tryChannel<Tx>(
  parts: Parts<Tx>,
  situation: Situation,
  job: ClaimedJob,
  verdict: Deliver,
  recipient: Recipient,
  channel: string,
  now: number,
): Promise<Outcome> {
  const open = checkChannel(channel, recipient, situation, parts.settings, now);
  if (open.kind === 'defer') return { kind: 'postponed', dueAt: undefined, wallTime: undefined, runAt: open.until };
  if (open.kind === 'closed') return { kind: 'skipped', reason: open.reason, channel, address: undefined };
  const { address } = open;
  const capped = await overLimit(parts, situation, recipient, channel, now);
  if (capped !== undefined) return { kind: 'skipped', reason: capped, channel, address };
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
      due: { at: new Date(job.dueAt), day: isoWithOffset(job.dueAt, situation.zone).slice(0, 10) },
      rule: { name: job.rule },
    },
  });
  if (rendered?.kind === 'empty')
    return { kind: 'skipped', reason: { code: 'empty', why: 'the template rendered to nothing' }, channel, address };
  if (rendered === undefined || rendered.kind === 'missing') {
    throw new OrderbellError(
      'missing-template',
      `no template '${verdict.template}' of '${job.lifecycle}' is written for '${channel}'.`,
    );
  }
  const abort = new LazyAbort();
  const message: OutgoingMessage = {
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
    get abort() {
      return abort.signal;
    },
    // Only e-mail has these two; a transport may tell e-mail from text by them.
    ...(rendered.subjectLine !== undefined && { subjectLine: rendered.subjectLine, html: rendered.html }),
  };
  return handOver(parts, parts.transports.get(channel) ?? [], message, abort);
}

async function overLimit<Tx>(
  parts: Parts<Tx>,
  situation: Situation,
  recipient: Recipient,
  channel: string,
  now: number,
): Promise<Reason | undefined> {
  const limit = parts.settings.limits[channel];
  if (limit === undefined) return undefined;
  const since = limitSince(limit, now, situation.zone);
  return limitReason(limit, channel, await parts.store.countSent({ recipient: recipient.identity, channel, since }));
}

/** Hands a message to the transports of its channel, in order, until one accepts it or may have. */
async function handOver<Tx>(
  parts: Parts<Tx>,
  transports: readonly Transport<Message>[],
  message: OutgoingMessage,
  abort: LazyAbort,
): Promise<Outcome> {
  const { channel, address } = message;
  let failure: Outcome | undefined;
  for (const transport of transports) {
    try {
      const send = async (): Promise<Accepted | undefined> => transport.send(message);
      const accepted = await withTimeout(parts, `transport '${transport.name}'`, send, abort.abort);
      return { kind: 'sent', channel, address, transport: transport.name, providerId: accepted?.id, message };
    } catch (error) {
      const failed: Outcome = { kind: 'error', error, channel, address };
      if (isUnknown(failed)) return failed;
      failure = failure === undefined ? failed : preferred(failure, failed);
    }
  }
  return (
    failure ?? {
      kind: 'error',
      error: new OrderbellError('missing-transport', `nothing carries '${channel}'.`),
      channel,
      address,
    }
  );
}

/** Whether trying again cannot help: the message is refused for good, or the error is a bug of the host's or ours. */
export function isFinal(error: unknown): boolean {
  if (error instanceof PermanentDeliveryError) return true;
  if (error instanceof RetryableDeliveryError || error instanceof UnknownOutcomeError) return false;
  if (error instanceof OrderbellError) return error.code !== 'handler-failed';
  // `fetch` throws a TypeError with a cause where the network fails: that is no bug, and may pass.
  if (error instanceof TypeError) return error.cause === undefined;
  return error instanceof RangeError || error instanceof ReferenceError || error instanceof SyntaxError;
}
