/**
 * Gates: what stands between messages and each transport.
 * @module
 */

import { PermanentDeliveryError } from '../core/errors.js';
import type { Message, Transport } from '../ports/transport.js';
import { Breaker, type Refusal } from './breaker.js';
import type { Emit } from './events.js';
import { isFinal } from './failure.js';
import { Limiter } from './limiter.js';
import type { Parts } from './setup.js';

/** The gate of one transport, whatever channels it serves. */
export interface Gate {
  /** Why a message may not be handed over now; undefined where it may. */
  admit(key: string): Refusal | undefined;
  /** Until when the transport rests, where it does. */
  rests(key: string): Extract<Refusal, { kind: 'closed' }> | undefined;
  /** The transport has accepted, or thrown. Yields until when it rests now, if it does. */
  report(key: string, error?: unknown): number | undefined;
  /** A message has gone, or will not come. */
  leave(key: string): void;
  stop(): void;
}

/** All gates of a notifier. */
export class Gates<Tx> {
  readonly #gates = new Map<Transport, Gate>();

  readonly #make: (transport: Transport, channel: string) => Gate;

  constructor(parts: Parts<Tx>, emit: Emit) {
    this.#make = (transport, channel) => gateOf(parts, emit, transport, channel);
    for (const [channel, transports] of parts.transports) for (const transport of transports) this.of(transport, channel);
  }

  /** The gate of a transport; one of a site's own gets it with its first message. */
  of(transport: Transport, channel: string): Gate {
    const known = this.#gates.get(transport);
    if (known !== undefined) return known;
    const gate = this.#make(transport, channel);
    this.#gates.set(transport, gate);
    return gate;
  }

  /** A message that may have waited somewhere has ended. */
  leave(key: string): void {
    for (const gate of this.#gates.values()) gate.leave(key);
  }

  stop(): void {
    for (const gate of this.#gates.values()) gate.stop();
  }
}

function gateOf<Tx>(
  { clock, breaker, concurrency }: Parts<Tx>,
  emit: Emit,
  transport: Transport<Message>,
  channel: string,
): Gate {
  const { name, limits } = transport;
  const now = () => clock.now().getTime();
  const limiter = limits && new Limiter(name, limits, clock, concurrency);
  const own =
    breaker &&
    new Breaker(name, { ...breaker, mostWaiting: concurrency }, (event) =>
      emit('breaker', { at: clock.now(), transport: name, channel, ...event }),
    );
  let isStopped = false;
  return {
    // Nobody is to wait where nobody is called any more: who comes now looks again at once, and goes back.
    admit: (key) => {
      if (isStopped) return { kind: 'wait', turn: Promise.resolve() };
      const refusal = own === undefined || own.isClosed ? undefined : own.admit(key, now());
      return refusal ?? limiter?.admit(key, now());
    },
    rests: (key) => (own === undefined || own.isClosed ? undefined : own.closed(key, now())),
    report: (key, error) => {
      // A refusal for good is an answer; a bug of the transport's says nothing of its provider.
      if (error !== undefined && !(error instanceof PermanentDeliveryError))
        return isFinal(error) ? undefined : own?.failed(key, error, now());
      own?.succeeded();
      return undefined;
    },
    leave: (key) => {
      own?.leave(key);
      limiter?.leave(key);
    },
    stop: () => {
      isStopped = true;
      own?.stop();
      limiter?.stop();
    },
  };
}
