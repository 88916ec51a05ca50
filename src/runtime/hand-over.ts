/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../core/errors.js';
import type { Reason } from '../core/judge.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { hasEmoji, stripEmoji } from '../templates/emoji.js';
import { FollowUpMissing, storable } from './failure.js';
import type { Gate } from './gates.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { receiptsOf } from './receipts/asking.js';
import type { Soon } from './soon.js';
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
export function handOver<Tx>(trial: Trial<Tx>, to: Delivered): Soon<Outcome | Waiting> {
  return handOverFrom(trial, to, 0, undefined);
}

/** Goes on with the transport at a place; `before` is the best of what the ones before it have come to. */
function handOverFrom<Tx>(trial: Trial<Tx>, to: Delivered, place: number, before: Outcome | undefined): Soon<Outcome | Waiting> {
  const { channel, address, write } = to;
  const transports = trial.parts.transports.get(channel) ?? [];
  const transport = transports[place];
  if (transport === undefined) {
    const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
    return before ?? { kind: 'error', error, channel, address };
  }
  // Another worker has it now, and may be sending it.
  if (trial.held.isLost) return { kind: 'postponed' };
  const goOn = (tried: Outcome) => (endsTrying(tried) ? tried : handOverFrom(trial, to, place + 1, preferred(before, tried)));
  const { emoji, name } = transport;
  const message = emoji === 'strip' ? withoutEmoji(write(true)) : write(false);
  if ('code' in message) return goOn({ kind: 'skipped', reason: message, channel, address });
  if (emoji === 'reject' && isPlain(message) && hasEmoji(message.text)) {
    const error = new PermanentDeliveryError(`transport '${name}' takes no emoji, and the text has some.`);
    return goOn({ kind: 'error', error, channel, address, transport: name });
  }
  const gate = trial.gates.of(transport);
  const refusal = gate?.admit(message.key);
  if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
  if (refusal !== undefined) return goOn({ kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error });
  const sending = sendBy(trial, transport, gate, message, to);
  // With the only transport of a channel there is nothing to go on to.
  return before === undefined && transports.length === 1 ? sending : sending.then(goOn);
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

/** Never rejects. */
function sendBy<Tx>(
  { parts, held }: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
  { address, prepare }: Delivered,
): Promise<Outcome> {
  const { channel, key } = message;
  const { name } = transport;
  const patience = transport.timeout === undefined ? parts : { clock: parts.clock, sendTimeout: transport.timeout };
  const send = () =>
    withTimeout(
      patience,
      `transport '${name}'`,
      () => transport.send(message),
      () => held.abort.abort(),
    );
  // Not before its transport lets it through: what follows is counted from now.
  const sending = prepare === undefined ? send() : prepare().then(send);
  return sending.then(
    (accepted): Outcome => {
      gate?.report(key);
      gate?.leave(key);
      const providerId = idOf(accepted);
      const receipts = providerId === undefined ? undefined : receiptsOf(transport, message.address, parts.clock.now().getTime());
      return { kind: 'sent', channel, address, transport: name, providerId, receipts, message };
    },
    (error: unknown): Outcome => {
      // What was broken off because another worker took over, or was never begun, is not the provider's failure.
      const isOurs = held.isLost || error instanceof FollowUpMissing;
      const restsUntil = isOurs ? undefined : gate?.report(key, error ?? new Error(`${String(error)} was thrown`));
      gate?.leave(key);
      return { kind: 'error', error, channel, address, transport: name, restsUntil };
    },
  );
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
