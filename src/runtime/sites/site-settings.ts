/**
 * Sites: the shops or branches of one installation, and what each of them has of its own.
 * @module
 */
import type { MessageSender, Transport } from '../../ports/transport.js';
import type { Templates } from '../../templates/engine.js';

/** A transport of the notifier by its name, one of the site's own, or several to try in order. */
export type TransportChoice = string | Transport | readonly (string | Transport)[];

/** What a site has of its own. What it leaves out is that of the notifier, or of the transport. */
export interface SiteSettings {
  /** Who its messages are from. */
  readonly sender?: MessageSender | undefined;
  /** Its providers, by channel: `{ sms: 'smartdove' }`. Names are those of the notifier's transports of that channel. */
  readonly transports?: Readonly<Record<string, TransportChoice>> | undefined;
  /** IANA zone, where the lifecycle gives none for a subject. */
  readonly timeZone?: string | undefined;
  /** Language tag, where neither the recipient nor the lifecycle has one. */
  readonly locale?: string | undefined;
  /** Texts in place of the notifier's: those that it has. The others stay. */
  readonly templates?: readonly Templates[] | Readonly<Record<string, Templates>> | undefined;
  /** Hosts that links in the site's own texts may lead to, beside those of the option `texts`. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** The settings of all sites by name, or a function that reads those of one. What it yields is kept for a minute. */
export type SitesOption =
  | Readonly<Record<string, SiteSettings | undefined>>
  | ((site: string) => SiteSettings | null | undefined | Promise<SiteSettings | null | undefined>);
