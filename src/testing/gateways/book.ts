/**
 * What a local gateway has taken, and what is left of its account.
 * @module
 */

/** A message that a local gateway has accepted. */
export interface GatewayMessage {
  readonly id: string;
  /** The address as it came over the wire. */
  readonly to: string;
  readonly text: string;
  /** The sender's name or number, where the protocol has one. */
  readonly from?: string | undefined;
  /** The idempotency key, where the protocol has one. */
  readonly key?: string | undefined;
}

/** Messages, their states and the account. */
export class GatewayBook {
  readonly messages: GatewayMessage[] = [];
  /** Delivery states by id, in the words of the protocol. */
  readonly states = new Map<string, string>();
  /** Messages, or money, that are left. */
  balance: number;

  constructor(balance: number) {
    this.balance = balance;
  }

  /** Takes a message and what it costs. */
  accept(message: Omit<GatewayMessage, 'id'>, cost: number, idOf: (count: number) => string = String): GatewayMessage {
    const accepted = { id: idOf(this.messages.length + 1), ...message };
    this.messages.push(accepted);
    this.balance -= cost;
    return accepted;
  }

  /** The message with that id. */
  find(id: string | null): GatewayMessage | undefined {
    return this.messages.find((message) => message.id === id);
  }
}
