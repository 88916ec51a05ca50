/**
 * What hosts do with the list of suppressed addresses.
 * @module
 */
import { normalAddress } from '../../core/contact.js';
import { OrderbellError, unknownName } from '../../core/errors.js';
import { kindOf } from '../../core/untyped.js';
import type {
  Suppression,
  SuppressionFilter,
  SuppressionPage,
  SuppressionReason,
  SuppressionScope,
  Suppressions,
  UnsubscribeLinks,
  UnsubscribeState,
  UnsubscribeTarget,
} from '../../ports/suppressions.js';
import { recordsOf } from '../records.js';
import type { Parts } from '../setup.js';
import { inboundWord } from './inbound-words.js';
import { suppressionList } from './suppression-list.js';
import { countryCodeOf, suppressionsOf } from './suppressions-of.js';
import { unsubscribeTokens } from './unsubscribe-token.js';

/** An address that is to be suppressed. */
export interface NewSuppression {
  readonly channel: string;
  /** As anybody writes it. */
  readonly address: string;
  /** `promotional` unless told otherwise. */
  readonly scope?: SuppressionScope | undefined;
  /** `manual` unless told otherwise. */
  readonly reason?: SuppressionReason | undefined;
  /** For one site only. */
  readonly site?: string | undefined;
  readonly note?: string | undefined;
}

/** A message that somebody has sent to the shop. */
export interface InboundMessage {
  readonly channel: string;
  readonly from: string;
  readonly text: string;
  /** Where each site has a sender of its own: the one that was answered. */
  readonly site?: string | undefined;
}

/** With the host's open transaction, nothing is visible before it commits. */
export interface SuppressionCall<Tx> {
  readonly tx?: Tx | undefined;
}

/**
 * The list of addresses that nothing, or nothing promotional, is sent to. Addresses may be written in any way.
 *
 * Throws `unknown-channel`, `invalid-argument`, and `store-without-records` where there is nothing to keep a list in.
 */
export interface SuppressionOperations<Tx = never> extends UnsubscribeLinks {
  /** All entries of an address. */
  find(channel: string, address: string): Promise<readonly Suppression[]>;
  /**
   * Suppresses an address. Yields whether it was not so already. Messages that wait are skipped as `opted-out` when their turn comes.
   *
   * @example
   * await notifier.suppressions.add({ channel: 'email', address: 'ann@example.com', scope: 'all', reason: 'complained' });
   */
  add(suppression: NewSuppression, options?: SuppressionCall<Tx>): Promise<boolean>;
  /** Removes what was entered for an address: everything, or only what is of a scope, reason or site. Yields how many entries that were. */
  remove(filter: SuppressionFilter, options?: SuppressionCall<Tx>): Promise<number>;
  /**
   * The list of a channel, page by page, in a fixed order.
   *
   * @example
   * const first = await notifier.suppressions.list({ channel: 'email', limit: 50 });
   */
  list(query: { readonly channel: string; readonly limit?: number; readonly after?: string }): Promise<SuppressionPage>;
  /**
   * Reads what somebody has answered. STOP, 退訂 or СТОП suppresses everything on the channel; START, 訂閱 or СТАРТ takes that back, and
   * what a link has ended. Yields undefined for any other text.
   *
   * @example
   * const said = await notifier.suppressions.inbound({ channel: 'sms', from: '+886912345678', text: '退訂' });
   */
  inbound(message: InboundMessage, options?: SuppressionCall<Tx>): Promise<'stopped' | 'started' | undefined>;
}

/** Longer than any e-mail address or number. */
const longestAddress = 320;
const scopes: readonly SuppressionScope[] = ['all', 'promotional', 'transactional'];
const allReasons: readonly SuppressionReason[] = ['unsubscribed', 'bounced', 'complained', 'stopped', 'manual'];

/** Makes the operations of a notifier. */
export function createSuppressionOperations<Tx>(parts: Parts<Tx>): SuppressionOperations<Tx> {
  return new ListOperations(parts);
}

class ListOperations<Tx> implements SuppressionOperations<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #tokens;

  constructor(parts: Parts<Tx>) {
    this.#parts = parts;
    const { unsubscribe } = parts.consent;
    this.#tokens = unsubscribe && unsubscribeTokens(unsubscribe.keys);
  }

  async find(channel: string, address: string): Promise<readonly Suppression[]> {
    return this.#list('find').find(channel, this.#normal('find', channel, address));
  }

  async add(suppression: NewSuppression, { tx }: SuppressionCall<Tx> = {}): Promise<boolean> {
    const { channel, scope = 'promotional', reason = 'manual', site, note } = suppression;
    const address = this.#normal('add', channel, suppression.address);
    expectOne('add', 'scope', scope, scopes);
    expectOne('add', 'reason', reason, allReasons);
    if (scope !== 'promotional') this.#expectAsked('add');
    const at = this.#parts.clock.now();
    return this.#list('add').add({ channel, address, scope, reason, site, note, at }, tx);
  }

  async remove(filter: SuppressionFilter, { tx }: SuppressionCall<Tx> = {}): Promise<number> {
    const address = this.#normal('remove', filter.channel, filter.address);
    return this.#list('remove').remove({ ...filter, address }, tx);
  }

  async list(query: { readonly channel: string; readonly limit?: number; readonly after?: string }): Promise<SuppressionPage> {
    const { channel, limit = 100, after } = query;
    this.#expectChannel('list', channel);
    if (!Number.isInteger(limit) || limit < 1) refuse('list', `limit is ${kindOf(limit)}. Expected a whole number above 0.`);
    return this.#list('list').list({ channel, limit, after });
  }

  async inbound(message: InboundMessage, { tx }: SuppressionCall<Tx> = {}): Promise<'stopped' | 'started' | undefined> {
    const { channel, from, text, site } = message;
    const address = this.#normal('inbound', channel, from);
    if (typeof text !== 'string') refuse('inbound', `text is ${kindOf(text)}. Expected what the person has written.`);
    this.#expectAsked('inbound');
    const list = this.#list('inbound');
    const { suppressions } = this.#parts.consent;
    const said = inboundWord(text, suppressions ? suppressions.words : undefined);
    if (said === undefined) return undefined;
    if (said === 'stop') {
      await list.add({ channel, address, scope: 'all', reason: 'stopped', site, at: this.#parts.clock.now() }, tx);
      return 'stopped';
    }
    for (const reason of ['stopped', 'unsubscribed'] as const) await list.remove({ channel, address, reason, site }, tx);
    return 'started';
  }

  async readToken(token: string): Promise<UnsubscribeState | undefined> {
    const target = await this.#read('readToken', token);
    if (target === undefined) return undefined;
    const { channel, address, scope, site } = target;
    const entries = await this.#list('readToken').find(channel, address);
    const isUnsubscribed = entries.some((one) => one.scope === scope && one.reason === 'unsubscribed' && one.site === site);
    return { ...target, isUnsubscribed };
  }

  async unsubscribe(token: string): Promise<UnsubscribeState | undefined> {
    const target = await this.#read('unsubscribe', token);
    if (target === undefined) return undefined;
    const { channel, address, scope, site } = target;
    const at = this.#parts.clock.now();
    await this.#list('unsubscribe').add({ channel, address, scope, reason: 'unsubscribed', site, at });
    return { ...target, isUnsubscribed: true };
  }

  async resubscribe(token: string): Promise<UnsubscribeState | undefined> {
    const target = await this.#read('resubscribe', token);
    if (target === undefined) return undefined;
    const { channel, address, scope, site } = target;
    await this.#list('resubscribe').remove({ channel, address, scope, reason: 'unsubscribed', site });
    return { ...target, isUnsubscribed: false };
  }

  async #read(call: string, token: string): Promise<UnsubscribeTarget | undefined> {
    if (this.#tokens === undefined)
      refuse(call, 'this notifier has no keys for links. Give createNotifier unsubscribe: { url, keys }.');
    return this.#tokens.read(token);
  }

  #list(call: string): Suppressions<Tx> {
    const list = suppressionsOf(this.#parts);
    if (list !== undefined) return list;
    if (this.#parts.consent.suppressions === false)
      refuse(call, 'the list is switched off, and nothing would ask it. Leave out suppressions: false of createNotifier.');
    return suppressionList(recordsOf(this.#parts.store, nameOf(call)));
  }

  #normal(call: string, channel: string, address: string): string {
    this.#expectChannel(call, channel);
    const normal = typeof address === 'string' ? normalAddress(channel, address, countryCodeOf(this.#parts)) : '';
    // Never shown: it is somebody's address, or nearly one.
    if (normal === '' || normal.length > longestAddress || /\p{Cc}/u.test(normal))
      refuse(call, `the address is missing, longer than ${longestAddress} characters, or no single line of text.`);
    return normal;
  }

  #expectChannel(call: string, channel: string): void {
    const known = [...this.#parts.transports.keys()];
    if (!known.includes(channel))
      throw new OrderbellError('unknown-channel', `${nameOf(call)}: ${unknownName('channel', String(channel), known)}`);
  }

  /** What nobody would ever ask for must not look as if it held. */
  #expectAsked(call: string): void {
    if (this.#parts.consent.suppressions !== undefined) return;
    const fix = 'Give createNotifier suppressions: {}, in every process that delivers.';
    refuse(call, `transactional messages do not ask the list, so this would hold for promotional ones only. ${fix}`);
  }
}

function expectOne(call: string, name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) refuse(call, unknownName(name, String(value), known));
}

function refuse(call: string, message: string): never {
  throw new OrderbellError('invalid-argument', `${nameOf(call)}: ${message}`);
}

function nameOf(call: string): string {
  return `suppressions.${call}()`;
}
