/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../core/errors.js';
import type { Reason } from '../core/judge.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { hasEmoji, stripEmoji } from '../templates/emoji.js';
import type { Charge } from './credits/meter.js';
import { FollowUpMissing, isUnclear, storable } from './failure.js';
import type { Gate } from './gates.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { receiptsOf } from './receipts/asking.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';

/** Where a message goes, and how it is written. */
export interface Delivered {
  readonly channel: string;
  /** The address as it is recorded. */
  readonly address: string;
  /** The message, with its emoji or without them; or why there is none. */
  readonly write: (withoutEmoji: boolean) => OutgoingMessage | Reason;
  /** What has to be stored before it is handed over. */
  readonly prepare: (() => Promise<void>) | undefined;
}

/** Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. */
export async function handOver<Tx>(trial: Trial<Tx>, to: Delivered): Promise<Outcome | Waiting> {
  const { channel, address, write } = to;
  const { key } = trial.held.job;
  let outcome: Outcome | undefined;
  for (const transport of trial.parts.transports.get(channel) ?? []) {
    // Another worker has it now, and may be sending it.
    if (trial.held.isLost) return { kind: 'postponed' };
    const { emoji } = transport;
    const message = emoji === 'strip' ? withoutEmoji(write(true)) : write(false);
    if ('code' in message) {
      outcome = preferred(outcome, { kind: 'skipped', reason: message, channel, address });
      continue;
    }
    if (emoji === 'reject' && isPlain(message) && hasEmoji(message.text)) {
      const error = new PermanentDeliveryError(`transport '${transport.name}' takes no emoji, and the text has some.`);
      outcome = preferred(outcome, { kind: 'error', error, channel, address, transport: transport.name });
      continue;
    }
    const gate = trial.gates.of(transport);
    const refusal = gate?.admit(key);
    if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
    const tried: Outcome =
      refusal === undefined
        ? await (trial.meter === undefined ? sendBy : payAndSendBy)(trial, transport, gate, message, to)
        : { kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error };
    if (endsTrying(tried)) return tried;
    outcome = preferred(outcome, tried);
  }
  const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
  return outcome ?? { kind: 'error', error, channel, address };
}

/** E-mail has a subject line, and bears emoji. */
function isPlain({ subjectLine }: OutgoingMessage): boolean {
  return subjectLine === undefined;
}

/** What an engine has left that does not take out emoji itself. */
function withoutEmoji(message: OutgoingMessage | Reason): OutgoingMessage | Reason {
  if ('code' in message || !isPlain(message) || !hasEmoji(message.text)) return message;
  const text = stripEmoji(message.text);
  if (text.trim() === '') return { code: 'empty', why: 'the text was nothing but emoji' };
  return { ...message, text };
}

/** Pays before it sends. That credits cannot be asked is no failure of the provider's. */
async function payAndSendBy<Tx>(
  trial: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
  to: Delivered,
): Promise<Outcome> {
  const { held, meter } = trial;
  const { channel, key } = message;
  try {
    const charged = await meter?.charge(transport, message, held.job.site);
    if (charged?.kind === 'refused') return charged.outcome;
    if (!held.isLost) return await sendBy(trial, transport, gate, message, to, charged?.charge);
    // Another worker has taken over while this one was paying.
    await charged?.charge.end(false);
    return { kind: 'postponed' };
  } catch (error) {
    return { kind: 'error', error, channel, address: to.address, transport: transport.name };
  } finally {
    gate?.leave(key);
  }
}

async function sendBy<Tx>(
  { parts, held, meter }: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
  { address, prepare }: Delivered,
  charge?: Charge,
): Promise<Outcome> {
  const { channel, key } = message;
  const { name } = transport;
  try {
    // Not before its transport lets it through: what follows is counted from now.
    if (prepare !== undefined) await prepare();
    const patience = transport.timeout === undefined ? parts : { clock: parts.clock, sendTimeout: transport.timeout };
    const accepted = await withTimeout(patience, `transport '${name}'`, () => transport.send(message), held.abort.abort);
    gate?.report(key);
    if (charge !== undefined) await charge.end(true);
    const providerId = idOf(accepted);
    const receipts = providerId === undefined ? undefined : receiptsOf(transport, message.address, parts.clock.now().getTime());
    return { kind: 'sent', channel, address, transport: name, providerId, receipts, message };
  } catch (error) {
    if (error instanceof FollowUpMissing) {
      // Nothing was handed over.
      if (charge !== undefined) await charge.end(false);
      return { kind: 'error', error, channel, address, transport: name };
    }
    // What was broken off because another worker took over is not the provider's failure.
    const restsUntil = held.isLost ? undefined : gate?.report(key, error ?? new Error(`${String(error)} was thrown`));
    if (charge !== undefined) await charge.end(isUnclear(error));
    const unpaid = meter && (await meter.refused(transport, message, held.job.site, error));
    if (unpaid !== undefined) return { ...unpaid, runAt: Math.max(unpaid.runAt ?? 0, restsUntil ?? 0) };
    return { kind: 'error', error, channel, address, transport: name, restsUntil };
  } finally {
    gate?.leave(key);
  }
}

/** A transport that resolves has accepted, whatever it answers: only a text, or a number, is an id. */
function idOf(accepted: unknown): string | undefined {
  try {
    // Looked at with care: the answer may be anything.
    const id = (accepted as Accepted | null | undefined)?.id as unknown;
    if (typeof id !== 'string' && typeof id !== 'number') return undefined;
    return storable(String(id), 255) || undefined;
  } catch {
    return undefined;
  }
}
