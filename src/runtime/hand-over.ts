/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../core/errors.js';
import type { Reason } from '../core/judge.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { hasEmoji, stripEmoji } from '../templates/emoji.js';
import type { Meter } from './credits/meter.js';
import { FollowUpMissing, isUnclear, storable } from './failure.js';
import type { Gate } from './gates.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { receiptsOf } from './receipts/asking.js';
import { carriersOf } from './sites/sites.js';
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

/**
 * Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. Throws
 * where the message cannot be written for the first of them; rejects never.
 */
export function handOver<Tx>(trial: Trial<Tx>, to: Delivered): Soon<Outcome | Waiting> {
  const carriers = carriersOf(trial.parts.transports, to.channel, trial.site);
  const written = carriers.length > 1 ? { ...to, write: onceEach(to.write) } : to;
  return handOverFrom(trial, written, carriers, 0, undefined);
}

/** Goes on with the transport at a place; `before` is the best of what the ones before it have come to. */
function handOverFrom<Tx>(
  trial: Trial<Tx>,
  to: Delivered,
  carriers: readonly Transport[],
  place: number,
  before: Outcome | undefined,
): Soon<Outcome | Waiting> {
  const { channel, address, write } = to;
  const transport = carriers[place];
  if (transport === undefined) {
    const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
    return before ?? { kind: 'error', error, channel, address };
  }
  // Another worker has it now, and may be sending it.
  if (trial.held.isLost) return { kind: 'postponed' };
  const goOn = (tried: Outcome) =>
    endsTrying(tried) ? tried : handOverFrom(trial, to, carriers, place + 1, preferred(before, tried));
  const { emoji, name } = transport;
  const message = emoji === 'strip' ? withoutEmoji(write(true)) : write(false);
  if ('code' in message) return goOn({ kind: 'skipped', reason: message, channel, address });
  if (emoji === 'reject' && isPlain(message) && hasEmoji(message.text)) {
    const error = new PermanentDeliveryError(`transport '${name}' takes no emoji, and the text has some.`);
    return goOn({ kind: 'error', error, channel, address, transport: name });
  }
  const gate = trial.gates.of(transport, channel);
  const refusal = gate.admit(message.key);
  if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
  if (refusal !== undefined) return goOn({ kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error });
  const { meter } = trial;
  const sending =
    meter === undefined ? sendBy(trial, transport, gate, message, to) : payAndSendBy(trial, meter, transport, gate, message, to);
  if (place + 1 === carriers.length && before === undefined) return sending;
  // The text for another transport may be one that cannot be written.
  return sending.then(goOn).catch((error: unknown): Outcome => ({ kind: 'error', error, channel, address: undefined }));
}

/** Writes what was written before no second time: one text for all transports that take emoji, another for those that do not. */
function onceEach(write: Delivered['write']): Delivered['write'] {
  const known = new Map<boolean, ReturnType<Delivered['write']>>();
  return (stripped) => {
    const message = known.get(stripped) ?? write(stripped);
    known.set(stripped, message);
    return message;
  };
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

/** Pays before it sends. That credits cannot be asked is no failure of the provider's. Never rejects. */
async function payAndSendBy<Tx>(
  trial: Trial<Tx>,
  meter: Meter<Tx>,
  transport: Transport,
  gate: Gate,
  message: OutgoingMessage,
  to: Delivered,
): Promise<Outcome> {
  const { held } = trial;
  const { channel, key } = message;
  const { site } = held.job;
  try {
    const charged = await meter.charge(transport, message, site);
    if (charged?.kind === 'refused') return charged.outcome;
    const charge = charged?.charge;
    // Another worker has taken over while this one was paying.
    const outcome: Outcome = held.isLost ? { kind: 'postponed' } : await sendBy(trial, transport, gate, message, to);
    if (outcome.kind !== 'error') {
      await charge?.end(outcome.kind === 'sent');
      return outcome;
    }
    const { error, restsUntil } = outcome;
    const isHandedOver = !(error instanceof FollowUpMissing);
    await charge?.end(isHandedOver && isUnclear(error));
    const unpaid = isHandedOver ? await meter.refused(transport, message, site, error) : undefined;
    return unpaid === undefined ? outcome : { ...unpaid, runAt: Math.max(unpaid.runAt ?? 0, restsUntil ?? 0) };
  } catch (error) {
    return { kind: 'error', error, channel, address: to.address, transport: transport.name };
  } finally {
    gate.leave(key);
  }
}

/** Sends, and tells the gate of it. Never rejects. */
function sendBy<Tx>(
  { parts, held }: Trial<Tx>,
  transport: Transport,
  gate: Gate,
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
      gate.report(key);
      gate.leave(key);
      const providerId = idOf(accepted);
      const receipts = providerId === undefined ? undefined : receiptsOf(transport, message.address, parts.clock.now().getTime());
      return { kind: 'sent', channel, address, transport: name, providerId, receipts, message };
    },
    (error: unknown): Outcome => {
      // What was broken off because another worker took over, or was never begun, is not the provider's failure.
      const isOurs = held.isLost || error instanceof FollowUpMissing;
      const restsUntil = isOurs ? undefined : gate.report(key, error ?? new Error(`${String(error)} was thrown`));
      gate.leave(key);
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
