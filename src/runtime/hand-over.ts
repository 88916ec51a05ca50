/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../core/errors.js';
import type { Reason } from '../core/judge.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { hasEmoji, stripEmoji } from '../templates/emoji.js';
import type { Letter } from './composition.js';
import type { Meter } from './credits/meter.js';
import { FollowUpMissing, isUnclear, storable } from './failure.js';
import { storeFollowUp } from './follow-up.js';
import type { Gate } from './gates.js';
import { endsTrying, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { receiptsOf } from './receipts/asking.js';
import { carriersOf } from './sites/sites.js';
import type { Soon } from './soon.js';
import { type Group, noAnswer, type Timeouts, timeoutsOf, type Wait } from './timeout.js';

/**
 * Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. Throws
 * where the message cannot be written for the first of them; rejects never.
 */
export function handOver<Tx>(letter: Letter<Tx>): Soon<Outcome | Waiting> {
  const { desk, site } = letter.trial;
  return handOverFrom(letter, carriersOf(desk.parts.transports, letter.channel, site), 0, undefined);
}

/** Goes on with the transport at a place; `before` is the best of what the ones before it have come to. */
function handOverFrom<Tx>(
  letter: Letter<Tx>,
  carriers: readonly Transport[],
  place: number,
  before: Outcome | undefined,
): Soon<Outcome | Waiting> {
  const { channel, recorded: address } = letter;
  const { desk, held } = letter.trial;
  const transport = carriers[place];
  if (transport === undefined) {
    const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
    return before ?? { kind: 'error', error, channel, address };
  }
  // Another worker has it now, and may be sending it.
  if (held.isLost) return { kind: 'postponed' };
  const { emoji, name } = transport;
  const message = emoji === 'strip' ? withoutEmoji(letter.written(true)) : letter.written(false);
  if ('code' in message) {
    const skipped: Outcome = { kind: 'skipped', reason: message, channel, address };
    return handOverFrom(letter, carriers, place + 1, preferred(before, skipped));
  }
  if (emoji === 'reject' && isPlain(message) && hasEmoji(message.text)) {
    const error = new PermanentDeliveryError(`transport '${name}' takes no emoji, and the text has some.`);
    const failed: Outcome = { kind: 'error', error, channel, address, transport: name };
    return handOverFrom(letter, carriers, place + 1, preferred(before, failed));
  }
  const gate = desk.gates.of(transport, channel);
  const refusal = gate.admit(message.key);
  if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
  if (refusal !== undefined) {
    const resting: Outcome = { kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error };
    return handOverFrom(letter, carriers, place + 1, preferred(before, resting));
  }
  const { meter } = desk;
  const sending =
    meter === undefined ? sendBy(letter, transport, gate, message) : payAndSendBy(letter, meter, transport, gate, message);
  if (place + 1 === carriers.length && before === undefined) return sending;
  return orNext(letter, carriers, place, before, sending);
}

/** What a transport came to or, unless that ends it, what the next one comes to. */
function orNext<Tx>(
  letter: Letter<Tx>,
  carriers: readonly Transport[],
  place: number,
  before: Outcome | undefined,
  sending: Promise<Outcome>,
): Promise<Outcome | Waiting> {
  const { channel } = letter;
  return (
    sending
      .then((tried) => (endsTrying(tried) ? tried : handOverFrom(letter, carriers, place + 1, preferred(before, tried))))
      // The text for another transport may be one that cannot be written.
      .catch((error: unknown): Outcome => ({ kind: 'error', error, channel, address: undefined }))
  );
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
  letter: Letter<Tx>,
  meter: Meter<Tx>,
  transport: Transport,
  gate: Gate,
  message: OutgoingMessage,
): Promise<Outcome> {
  const { held } = letter.trial;
  const { channel, key } = message;
  const { site } = held.job;
  try {
    const charged = await meter.charge(transport, message, site);
    if (charged?.kind === 'refused') return charged.outcome;
    const charge = charged?.charge;
    // Another worker has taken over while this one was paying.
    const outcome: Outcome = held.isLost ? { kind: 'postponed' } : await sendBy(letter, transport, gate, message);
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
    return { kind: 'error', error, channel, address: letter.recorded, transport: transport.name };
  } finally {
    gate.leave(key);
  }
}

/** Sends, and tells the gate of it. Never rejects. */
function sendBy<Tx>(letter: Letter<Tx>, transport: Transport, gate: Gate, message: OutgoingMessage): Promise<Outcome> {
  const { parts, hooks } = letter.trial.desk;
  const { job, channel } = letter;
  const { until } = letter.verdict;
  return new Promise((resolve) => {
    const sending = new Sending(letter, transport, gate, message, resolve);
    // Not before its transport lets it through: what follows is counted from now.
    if (until === undefined) sending.begin();
    else storeFollowUp(parts, hooks, job, channel, until).then(() => sending.begin(), sending.failed);
  });
}

/** A message on its way: what its transport says of it, or that it says nothing in time. */
class Sending<Tx> implements Wait {
  group: Group | undefined;
  readonly #letter: Letter<Tx>;
  readonly #transport: Transport;
  readonly #gate: Gate;
  readonly #message: OutgoingMessage;
  readonly #timeouts: Timeouts;
  readonly #resolve: (outcome: Soon<Outcome>) => void;
  #isOver = false;

  constructor(
    letter: Letter<Tx>,
    transport: Transport,
    gate: Gate,
    message: OutgoingMessage,
    resolve: (outcome: Soon<Outcome>) => void,
  ) {
    const { clock, sendTimeout } = letter.trial.desk.parts;
    this.#letter = letter;
    this.#transport = transport;
    this.#gate = gate;
    this.#message = message;
    this.#timeouts = timeoutsOf(clock, transport.timeout ?? sendTimeout);
    this.#resolve = resolve;
  }

  begin(): void {
    this.#timeouts.begin(this);
    try {
      Promise.resolve(this.#transport.send(this.#message)).then(this.#accepted, this.failed);
    } catch (error) {
      this.failed(error);
    }
  }

  giveUp(): void {
    this.#letter.trial.held.abort.abort();
    this.failed(noAnswer(`transport '${this.#transport.name}'`, this.#timeouts.length));
  }

  readonly #accepted = (accepted: unknown): void => this.#end(true, accepted);

  readonly failed = (error: unknown): void => this.#end(false, error);

  /** The first that is heard of it counts. */
  #end(isAccepted: boolean, heard: unknown): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#timeouts.end(this);
    try {
      this.#resolve(isAccepted ? this.#afterAnswer(heard) : this.#afterError(heard));
    } catch (error) {
      this.#resolve(Promise.reject(error));
    }
    this.#gate.leave(this.#message.key);
  }

  #afterAnswer(accepted: unknown): Outcome {
    this.#gate.report(this.#message.key);
    const { channel, recorded: address, trial } = this.#letter;
    const { name: transport } = this.#transport;
    const message = this.#message;
    const providerId = idOf(accepted);
    const receipts =
      providerId === undefined ? undefined : receiptsOf(this.#transport, message.address, trial.desk.parts.clock.now().getTime());
    return { kind: 'sent', channel, address, transport, providerId, receipts, message };
  }

  #afterError(error: unknown): Outcome {
    const { channel, recorded: address, trial } = this.#letter;
    // What was broken off because another worker took over, or was never begun, is not the provider's failure.
    const isOurs = trial.held.isLost || error instanceof FollowUpMissing;
    const thrown = error ?? new Error(`${String(error)} was thrown`);
    const restsUntil = isOurs ? undefined : this.#gate.report(this.#message.key, thrown);
    return { kind: 'error', error, channel, address, transport: this.#transport.name, restsUntil };
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
