/**
 * Handing a message to the transports of its channel.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { Accepted, Transport } from '../ports/transport.js';
import type { Charge } from './credits/meter.js';
import { isUnclear, storable } from './failure.js';
import type { Gate } from './gates.js';
import { isUnknown, type Outcome, type OutgoingMessage, preferred, type Waiting } from './outcome.js';
import { withTimeout } from './timeout.js';
import type { Trial } from './trial.js';

/** Hands a message to the transports of its channel, in order, until one accepts it or may have. One that rests is passed over. */
export async function handOver<Tx>(trial: Trial<Tx>, message: OutgoingMessage): Promise<Outcome | Waiting> {
  const { channel, address, key } = message;
  let outcome: Outcome | undefined;
  for (const transport of trial.parts.transports.get(channel) ?? []) {
    // Another worker has it now, and may be sending it.
    if (trial.held.isLost) return { kind: 'postponed' };
    const gate = trial.gates.of(transport);
    const refusal = gate?.admit(key);
    if (refusal?.kind === 'wait') return { kind: 'waiting', turn: refusal.turn };
    const tried: Outcome =
      refusal === undefined
        ? await (trial.meter === undefined ? sendBy : payAndSendBy)(trial, transport, gate, message)
        : { kind: 'postponed', runAt: refusal.until, why: refusal.why, error: refusal.error };
    if (tried.kind === 'sent' || isUnknown(tried)) return tried;
    outcome = preferred(outcome, tried);
  }
  const error = new OrderbellError('missing-transport', `nothing carries '${channel}'.`);
  return outcome ?? { kind: 'error', error, channel, address };
}

/** Pays before it sends. That credits cannot be asked is no failure of the provider's. */
async function payAndSendBy<Tx>(
  trial: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
): Promise<Outcome> {
  const { held, meter } = trial;
  const { channel, address, key } = message;
  try {
    const charged = await meter?.charge(transport, message, held.job.site);
    if (charged?.kind === 'refused') return charged.outcome;
    if (!held.isLost) return await sendBy(trial, transport, gate, message, charged?.charge);
    // Another worker has taken over while this one was paying.
    await charged?.charge.end(false);
    return { kind: 'postponed' };
  } catch (error) {
    return { kind: 'error', error, channel, address, transport: transport.name };
  } finally {
    gate?.leave(key);
  }
}

async function sendBy<Tx>(
  { parts, held, meter }: Trial<Tx>,
  transport: Transport,
  gate: Gate | undefined,
  message: OutgoingMessage,
  charge?: Charge,
): Promise<Outcome> {
  const { channel, address, key } = message;
  const { name } = transport;
  try {
    const accepted = await withTimeout(parts, `transport '${name}'`, () => transport.send(message), held.abort.abort);
    gate?.report(key);
    if (charge !== undefined) await charge.end(true);
    return { kind: 'sent', channel, address, transport: name, providerId: idOf(accepted), message };
  } catch (error) {
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
