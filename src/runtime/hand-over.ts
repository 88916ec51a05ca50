/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Accepted, Transport } from '../ports/transport.js';
import { storable } from './failure.js';
import type { Gate } from './gates.js';
import { isUnknown, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { carriersOf } from './sites/sites.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';

/** Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. */
export async function handOver<Tx>(trial: Trial<Tx>, message: OutgoingMessage): Promise<Outcome | Waiting> {
  const { channel, address, key } = message;
  let outcome: Outcome | undefined;
  for (const transport of carriersOf(trial.parts.transports, channel, trial.site)) {
    // Another worker has it now, and may be sending it.
    if (trial.held.isLost) return { kind: 'postponed' };
    const gate = trial.gates.of(transport, channel);
    const refusal = gate?.admit(key);
    if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
    const tried: Outcome =
      refusal === undefined
        ? await sendBy(trial, transport, gate, message)
        : { kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error };
    if (tried.kind === 'sent' || isUnknown(tried)) return tried;
    outcome = preferred(outcome, tried);
  }
  const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
  return outcome ?? { kind: 'error', error, channel, address };
}

async function sendBy<Tx>(
  { parts, held }: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
): Promise<Outcome> {
  const { channel, address, key } = message;
  const { name } = transport;
  try {
    const accepted = await withTimeout(parts, `transport '${name}'`, () => transport.send(message), held.abort.abort);
    gate?.report(key);
    return { kind: 'sent', channel, address, transport: name, providerId: idOf(accepted), message };
  } catch (error) {
    // What was broken off because another worker took over is not the provider's failure.
    const restsUntil = held.isLost ? undefined : gate?.report(key, error ?? new Error(`${String(error)} was thrown`));
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
