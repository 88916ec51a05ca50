/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { storable } from './failure.js';
import type { Gate } from './gates.js';
import { isUnknown, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import type { Soon } from './soon.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';

/** Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. */
export function handOver<Tx>(trial: Trial<Tx>, message: OutgoingMessage): Soon<Outcome | Waiting> {
  return handOverFrom(trial, message, 0, undefined);
}

/** Goes on with the transport at a place; `before` is the best of what the ones before it have come to. */
function handOverFrom<Tx>(
  trial: Trial<Tx>,
  message: OutgoingMessage,
  place: number,
  before: Outcome | undefined,
): Soon<Outcome | Waiting> {
  const { channel, address, key } = message;
  const transports = trial.parts.transports.get(channel) ?? [];
  const transport = transports[place];
  if (transport === undefined) {
    const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
    return before ?? { kind: 'error', error, channel, address };
  }
  // Another worker has it now, and may be sending it.
  if (trial.held.isLost) return { kind: 'postponed' };
  const gate = trial.gates.of(transport);
  const refusal = gate?.admit(key);
  if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
  const goOn = (tried: Outcome) =>
    tried.kind === 'sent' || isUnknown(tried) ? tried : handOverFrom(trial, message, place + 1, preferred(before, tried));
  if (refusal !== undefined) return goOn({ kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error });
  const sending = sendBy(trial, transport, gate, message);
  const isOnly = before === undefined && place === transports.length - 1;
  return isOnly ? sending : sending.then(goOn);
}

function sendBy<Tx>(
  { parts, held }: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
): Promise<Outcome> {
  const { channel, address, key } = message;
  const { name } = transport;
  return withTimeout(
    parts,
    `transport '${name}'`,
    () => transport.send(message),
    () => held.abort.abort(),
  ).then(
    (accepted): Outcome => {
      gate?.report(key);
      gate?.leave(key);
      return { kind: 'sent', channel, address, transport: name, providerId: idOf(accepted), message };
    },
    (error: unknown): Outcome => {
      // What was broken off because another worker took over is not the provider's failure.
      const restsUntil = held.isLost ? undefined : gate?.report(key, error ?? new Error(`${String(error)} was thrown`));
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
