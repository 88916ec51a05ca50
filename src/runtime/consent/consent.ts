/**
 * Consent when a message is about to be sent: may this person be told, and how do they end it?
 * @module
 */
import { normalAddress } from '../../core/contact.js';
import { messageOf, OrderbellError, PermanentDeliveryError } from '../../core/errors.js';
import type { Job } from '../../core/job.js';
import type { Reason, Recipient, Situation } from '../../core/judge.js';
import type { Category } from '../../core/rule.js';
import { kindOf } from '../../core/untyped.js';
import type { Suppression, SuppressionReason, Suppressions } from '../../ports/suppressions.js';
import type { Message } from '../../ports/transport.js';
import type { Emit } from '../events.js';
import { sentenceOf, storable } from '../failure.js';
import type { Outcome, Waiting } from '../outcome.js';
import { answered } from '../patience.js';
import type { Parts } from '../setup.js';
import { withTimeout } from '../timeout.js';
import type { ConsentSettings, MayContact } from './consent-options.js';
import { countryCodeOf, suppressionsOf } from './suppressions-of.js';
import { type UnsubscribeTokens, unsubscribeTokens } from './unsubscribe-token.js';

/** A message that is about to be written, as far as consent is concerned. */
export interface Consultation {
  readonly job: Pick<Job, 'lifecycle' | 'rule' | 'subject'>;
  readonly situation: Situation;
  readonly recipient: Recipient;
  readonly category: Category;
  readonly channel: string;
  readonly address: string;
}

/** Asks those who have a say in whether a person may be told something. */
export class Consent<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #settings: ConsentSettings<Tx>;
  readonly #list: Suppressions<Tx> | undefined;
  readonly #tokens: UnsubscribeTokens | undefined;
  /** Whether {@link learn} ever does anything. */
  readonly learns: boolean;
  readonly #emit: Emit;

  constructor(parts: Parts<Tx>, emit: Emit) {
    this.#parts = parts;
    this.#settings = parts.consent;
    this.#list = suppressionsOf(parts);
    this.#tokens = parts.consent.unsubscribe && unsubscribeTokens(parts.consent.unsubscribe.keys);
    const { suppressions } = parts.consent;
    this.learns = suppressions ? suppressions.suppressBounces === true : false;
    this.#emit = emit;
  }

  /**
   * Why a message must not be sent; undefined at once where nobody has a say, so that most messages wait for nothing. The list comes last:
   * whoever unsubscribes while `mayContact` thinks is heard.
   *
   * Throws `handler-failed` where `mayContact` throws, is too slow or answers neither yes nor no, and what the list throws: nothing is sent
   * without an answer.
   */
  refusal(asked: Consultation): Promise<Reason | undefined> | undefined {
    const { mayContact } = this.#settings;
    if (mayContact === undefined && !this.#isListed(asked.category)) return undefined;
    return this.#refusal(asked, mayContact);
  }

  /** How the recipient ends such messages; undefined for those that nobody unsubscribes from. */
  unsubscribe(asked: Consultation): Promise<Message['unsubscribe']> | undefined {
    const { unsubscribe } = this.#settings;
    if (unsubscribe === undefined || this.#tokens === undefined || asked.category !== 'promotional') return undefined;
    return this.#link(asked, unsubscribe.url, unsubscribe.mailto, this.#tokens);
  }

  /** Suppresses the address of a message that was refused because there is no such address, where the host wants that. */
  learn(asked: Consultation, outcome: Outcome | Waiting): Promise<void> | undefined {
    if (!this.learns || outcome.kind !== 'error') return undefined;
    const { error } = outcome;
    if (!(error instanceof PermanentDeliveryError) || error.reason !== 'no-such-address') return undefined;
    return this.#suppress(asked, sentenceOf(error));
  }

  /** Transactional messages ask the list only where the host has asked for it: one reading more for each of them. */
  #isListed(category: Category): boolean {
    return this.#list !== undefined && (category === 'promotional' || Boolean(this.#settings.suppressions));
  }

  async #refusal(asked: Consultation, mayContact: MayContact | undefined): Promise<Reason | undefined> {
    const refused = mayContact && (await this.#askHost(asked, mayContact));
    if (refused !== undefined || !this.#isListed(asked.category)) return refused;
    const found = await this.#listed(asked);
    const { channel, category, situation } = asked;
    const isMeant = ({ scope, site }: Suppression) =>
      (scope === 'all' || scope === category) && (site === undefined || site === situation.site);
    const entry = found.find(isMeant);
    return entry && { code: 'opted-out', why: whyOf(entry, channel) };
  }

  async #askHost(
    { job, situation, recipient, channel, category }: Consultation,
    mayContact: MayContact,
  ): Promise<Reason | undefined> {
    const { lifecycle, rule, subject } = job;
    const context = { rule, channel, category, lifecycle, site: situation.site };
    const answer: unknown = await withTimeout(this.#parts, 'mayContact', () => mayContact(recipient.contact, context)).catch(
      (cause: unknown) => {
        const message = `mayContact threw for ${lifecycle} '${subject}', rule '${rule}': ${messageOf(cause)}`;
        throw new OrderbellError('handler-failed', message, { cause });
      },
    );
    if (answer === true) return undefined;
    const unnamed = 'mayContact said no';
    if (answer === false) return { code: 'opted-out', why: unnamed };
    if (typeof answer === 'string') return { code: 'opted-out', why: storable(answer, 1_000) || unnamed };
    const expected = 'Expected true, false, or a text that says why not. Nothing is sent without an answer.';
    const message = `mayContact answered ${kindOf(answer)} for ${lifecycle} '${subject}', rule '${rule}'. ${expected}`;
    throw new OrderbellError('handler-failed', message);
  }

  async #listed({ channel, address }: Consultation): Promise<readonly Suppression[]> {
    const { clock, lease } = this.#parts;
    const normal = normalAddress(channel, address, countryCodeOf(this.#parts));
    const find = async () => (await this.#list?.find(channel, normal)) ?? [];
    try {
      return await answered(clock, 'reading the list of suppressions', lease / 3, find);
    } catch (cause) {
      if (cause instanceof OrderbellError) throw cause;
      throw new OrderbellError('store-unavailable', `the list of suppressions could not be read: ${messageOf(cause)}`, { cause });
    }
  }

  async #link(
    { job, situation, recipient, category, channel, address }: Consultation,
    url: string,
    mailto: string | undefined,
    tokens: UnsubscribeTokens,
  ): Promise<Message['unsubscribe']> {
    const token = await tokens.sign({
      channel,
      address: normalAddress(channel, address, countryCodeOf(this.#parts)),
      scope: category,
      lifecycle: job.lifecycle,
      site: situation.site,
      locale: recipient.contact.locale ?? situation.model.locale(situation.subject),
    });
    const link = new URL(url);
    link.searchParams.set('token', token);
    return { url: link.href, mailto };
  }

  /** That this fails changes nothing of what became of the message. */
  async #suppress({ channel, address }: Consultation, note: string): Promise<void> {
    const { clock, lease } = this.#parts;
    const at = clock.now();
    const normal = normalAddress(channel, address, countryCodeOf(this.#parts));
    const entry = { channel, address: normal, scope: 'all', reason: 'bounced', at, note } as const;
    try {
      await answered(clock, 'suppressing an address', lease / 3, async () => this.#list?.add(entry));
    } catch (error) {
      this.#emit('error', { at: clock.now(), error });
    }
  }
}

const reasons: Readonly<Record<SuppressionReason, string>> = {
  unsubscribed: 'has unsubscribed',
  bounced: 'does not exist: a provider has refused it',
  complained: 'has reported a message as spam',
  stopped: 'has answered STOP',
  manual: 'was suppressed by hand',
};

function whyOf({ scope, reason, at }: Suppression, channel: string): string {
  const since = at.toISOString().slice(0, 10);
  const what = scope === 'all' ? '' : ` from ${scope} messages`;
  return `the ${channel} address ${reasons[reason] ?? reason}${reason === 'unsubscribed' ? what : ''} (${since})`;
}
