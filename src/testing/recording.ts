/**
 * A transport that sends nothing and remembers everything.
 * @module
 */
import { OrderbellError, RetryableDeliveryError } from '../core/errors.js';
import { deliveryStates } from '../core/receipt.js';
import type { Accepted, Message, Receipt, Transport } from '../ports/transport.js';

/** A {@link Transport} for tests: accepts every message unless told to fail, or to hang. */
export interface RecordingTransport<M extends Message = Message> extends Transport<M> {
  /** Messages that were accepted, in order. */
  readonly messages: readonly M[];
  /** Messages that were handed over, accepted or not, in order. */
  readonly attempts: readonly M[];
  /** The message that was accepted last. */
  readonly last: M | undefined;
  /** How many messages wait for an answer, and the notifier with them. */
  readonly waiting: number;
  readonly isClosed: boolean;
  /** Forgets the messages so far; failures that were asked for are still to come. */
  clear(): void;
  /** Throws `error` for the next message, or the next few. Asked for twice, one comes after the other. */
  failNext(error: Error, times?: number): void;
  /** Throws `error` for every message that the predicate picks; asked for twice, the first that fits counts. */
  failFor(predicate: (message: M) => boolean, error: Error): void;
  /**
   * From now on no message is answered, aborted or not, until the function that this yields is called; then all of them are
   * accepted.
   */
  hang(): () => void;
  readonly close: () => void;
}

/**
 * A transport that remembers what it is given. It says nothing of what became of a message until a test does, by
 * `notifier.receipt(name, { id: 'sms-1', state: 'delivered' })`.
 * Ids are `name-1`, `name-2` and so on.
 *
 * @param name Name of the provider in history and events.
 * @example
 * const email = recording<EmailMessage>('email');
 * email.failNext(new RetryableDeliveryError('busy'));
 */
export function recording<M extends Message = Message>(name = 'recording'): RecordingTransport<M> {
  const messages: M[] = [];
  const attempts: M[] = [];
  const next: Error[] = [];
  const always: { readonly predicate: (message: M) => boolean; readonly error: Error }[] = [];
  let released: Promise<void> | undefined;
  let ids = 0;
  const waiting = new Set<M>();
  let isClosed = false;

  return {
    name,
    messages,
    attempts,
    get last() {
      return messages.at(-1);
    },
    get waiting() {
      return [...waiting].filter(({ abort }) => !abort.aborted).length;
    },
    get isClosed() {
      return isClosed;
    },
    clear: () => {
      messages.length = 0;
      attempts.length = 0;
    },
    failNext: (error, times = 1) => next.push(...Array.from({ length: times }, () => error)),
    failFor: (predicate, error) => always.push({ predicate, error }),
    hang: () => {
      let release = () => {};
      const hanging = new Promise<void>((resolve) => {
        release = resolve;
      });
      released = hanging;
      return () => {
        if (released === hanging) released = undefined;
        release();
      };
    },
    send: async (message): Promise<Accepted> => {
      attempts.push(message);
      if (message.abort.aborted) throw new RetryableDeliveryError(`${name}: nobody waits for this message any more.`);
      const failure = next.shift() ?? always.find(({ predicate }) => predicate(message))?.error;
      waiting.add(message);
      await released;
      waiting.delete(message);
      if (failure !== undefined) throw failure;
      messages.push(message);
      ids += 1;
      return { id: `${name}-${ids}` };
    },
    readReceipt: (payload) => receiptsFrom(name, payload),
    close: () => {
      isClosed = true;
    },
  };
}

/** A receipt as a test writes it, or a list of them; `{ forged: true }` is refused. */
function receiptsFrom(name: string, payload: unknown): readonly Receipt[] {
  return [payload].flat().map((one) => {
    const { id, state, word, forged } = typeof one === 'object' && one !== null ? (one as Readonly<Record<string, unknown>>) : {};
    if (forged === true) throw new OrderbellError('receipt-forged', `${name}: the receipt was forged by a test.`);
    const known = deliveryStates.find((value) => value === state);
    if (typeof id === 'string' && known !== undefined) return { id, state: known, word: typeof word === 'string' ? word : known };
    throw new OrderbellError('receipt-invalid', `${name}: expected a receipt such as { id: '${name}-1', state: 'delivered' }.`);
  });
}
