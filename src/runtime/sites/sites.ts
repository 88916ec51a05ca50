/**
 * The sites of a notifier: their settings, read when they are needed and kept for a while.
 * @module
 */
import { messageOf, OrderbellError } from '../../core/errors.js';
import { checked, type Report } from '../../core/problems.js';
import type { CompiledTable } from '../../core/table.js';
import { listOf } from '../../core/untyped.js';
import type { Clock } from '../../ports/clock.js';
import type { Transport } from '../../ports/transport.js';
import type { Emit } from '../events.js';
import { type Carriers, checkSite } from './site-check.js';
import type { SiteSettings, SitesOption } from './site-settings.js';

/** Milliseconds for which what a function has told of a site holds. */
const keptFor = 60_000;
/** Sites that are remembered at a time; names come from data. */
const mostSites = 1_000;

interface Known {
  readonly settings: SiteSettings | undefined;
  readonly at: number;
}

/** What sites need of their notifier. */
export interface SiteParts {
  readonly carriers: Carriers;
  readonly tables: ReadonlyMap<string, CompiledTable>;
  readonly clock: Required<Clock>;
  readonly emit: Emit;
}

/** The sites of one notifier. */
export class Sites {
  readonly #given: SitesOption;
  readonly #parts: SiteParts;
  readonly #known = new Map<string, Known>();
  readonly #reading = new Map<string, Promise<SiteSettings | undefined>>();

  constructor(given: SitesOption, parts: SiteParts, report: Report) {
    this.#given = given;
    this.#parts = parts;
    if (typeof given === 'function') return;
    for (const [site, settings] of Object.entries(given)) checkSite(settings ?? {}, `sites['${site}']`, parts, report);
  }

  /** The settings of a site, at once where they are at hand. Rejects with `handler-failed` where they cannot be read. */
  of(site: string | undefined): SiteSettings | undefined | Promise<SiteSettings | undefined> {
    if (site === undefined) return undefined;
    if (typeof this.#given !== 'function') return Object.hasOwn(this.#given, site) ? this.#given[site] : undefined;
    const known = this.#known.get(site);
    const now = this.#parts.clock.now().getTime();
    if (known !== undefined && now < known.at + keptFor && now >= known.at) return known.settings;
    const reading = this.#reading.get(site) ?? this.#read(site, this.#given, known);
    this.#reading.set(site, reading);
    return reading;
  }

  /** What is known of a site without asking; undefined where nothing is yet. */
  peek(site: string | undefined): { readonly settings: SiteSettings | undefined } | undefined {
    if (site === undefined) return { settings: undefined };
    if (typeof this.#given === 'function') return this.#known.get(site);
    return { settings: Object.hasOwn(this.#given, site) ? this.#given[site] : undefined };
  }

  /** The transports of a site's own, for `close`: those of a function are the host's to close. */
  owned(): readonly Transport[] {
    if (typeof this.#given === 'function') return [];
    const chosen = Object.values(this.#given).flatMap((settings) => Object.values(settings?.transports ?? {}));
    return chosen.flatMap((choice) => listOf<string | Transport>(choice)).filter((one) => typeof one !== 'string');
  }

  async #read(
    site: string,
    read: Extract<SitesOption, (...args: never) => unknown>,
    before: Known | undefined,
  ): Promise<SiteSettings | undefined> {
    const { clock, emit } = this.#parts;
    try {
      const settings = (await read(site)) ?? undefined;
      if (settings !== undefined)
        checked('invalid-value', `sites('${site}')`, (report) => checkSite(settings, 'settings', this.#parts, report));
      this.#keep(site, { settings, at: clock.now().getTime() });
      return settings;
    } catch (cause) {
      const error = new OrderbellError('handler-failed', `sites('${site}') failed: ${messageOf(cause)}`, { cause });
      if (before === undefined) throw error;
      // What held a minute ago is better than a message that waits; it is asked for again in a minute.
      emit('error', { at: clock.now(), error });
      this.#keep(site, { ...before, at: clock.now().getTime() });
      return before.settings;
    } finally {
      this.#reading.delete(site);
    }
  }

  #keep(site: string, known: Known): void {
    this.#known.delete(site);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= mostSites && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(site, known);
  }
}

/** The transports that carry a channel for a site, in order: its own choice, or all of the channel. */
export function carriersOf(carriers: Carriers, channel: string, settings: SiteSettings | undefined): readonly Transport[] {
  const given = carriers.get(channel) ?? [];
  const choice = settings?.transports?.[channel];
  if (choice === undefined) return given;
  return listOf<string | Transport>(choice).flatMap((one) =>
    typeof one === 'string' ? given.filter(({ name }) => name === one) : [one],
  );
}

/** Tables whose subjects have the zone of their site where their lifecycle gives them none. */
export function withSiteZones(tables: ReadonlyMap<string, CompiledTable>, sites: Sites): ReadonlyMap<string, CompiledTable> {
  return new Map(
    [...tables].map(([name, table]) => {
      const { model } = table;
      const zoneOfSite = (subject: unknown) => sites.peek(model.site?.(subject))?.settings?.timeZone;
      const timeZone = (subject: unknown) => model.timeZone(subject) || zoneOfSite(subject);
      return [name, { ...table, model: { ...model, timeZone } }];
    }),
  );
}
