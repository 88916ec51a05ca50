/**
 * The list of suppressed addresses, read from disk when somebody has to do with it: most processes never have.
 * @module
 */
import type { Suppression, SuppressionFilter, SuppressionPage, UnsubscribeState } from '../../ports/suppressions.js';
import type { Parts } from '../setup.js';
import type { InboundMessage, NewSuppression, SuppressionCall, SuppressionOperations } from './suppression-operations.js';

/** The operations; `parts` are asked for when the first of them is called. */
export class LazySuppressions<Tx> implements SuppressionOperations<Tx> {
  readonly #parts: () => Parts<Tx>;
  #loaded: Promise<SuppressionOperations<Tx>> | undefined;

  constructor(parts: () => Parts<Tx>) {
    this.#parts = parts;
  }

  async find(channel: string, address: string): Promise<readonly Suppression[]> {
    return (await this.#load()).find(channel, address);
  }

  async add(suppression: NewSuppression, options?: SuppressionCall<Tx>): Promise<boolean> {
    return (await this.#load()).add(suppression, options);
  }

  async remove(filter: SuppressionFilter, options?: SuppressionCall<Tx>): Promise<number> {
    return (await this.#load()).remove(filter, options);
  }

  async list(query: { readonly channel: string; readonly limit?: number; readonly after?: string }): Promise<SuppressionPage> {
    return (await this.#load()).list(query);
  }

  async inbound(message: InboundMessage, options?: SuppressionCall<Tx>): Promise<'stopped' | 'started' | undefined> {
    return (await this.#load()).inbound(message, options);
  }

  async readToken(token: string): Promise<UnsubscribeState | undefined> {
    return (await this.#load()).readToken(token);
  }

  async unsubscribe(token: string): Promise<UnsubscribeState | undefined> {
    return (await this.#load()).unsubscribe(token);
  }

  async resubscribe(token: string): Promise<UnsubscribeState | undefined> {
    return (await this.#load()).resubscribe(token);
  }

  #load(): Promise<SuppressionOperations<Tx>> {
    this.#loaded ??= import('./suppression-operations.js').then(({ createSuppressionOperations }) =>
      createSuppressionOperations(this.#parts()),
    );
    return this.#loaded;
  }
}
