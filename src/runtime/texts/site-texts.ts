/**
 * Texts of merchants where messages are written: read for a site, kept for a while, and left aside where they fit no more.
 * @module
 */
import { messageOf, OrderbellError } from '../../core/errors.js';
import type { StoredText, TemplateStore } from '../../ports/template-store.js';
import type { MerchantTexts, Rendered, RenderRequest, Templates } from '../../templates/engine.js';
import { localeChain } from '../../templates/locale-chain.js';
import { problemsFrom } from '../../templates/merchant/check-merchant-text.js';
import { placeOf } from '../../templates/place.js';
import { recordsOf } from '../records.js';
import type { Parts } from '../setup.js';
import { recordTemplateStore } from './record-template-store.js';
import type { TextSettings } from './settings.js';
import { filled, hasOwn } from './slots.js';

/** Writes a message. */
export type Writer = Pick<Templates, 'render' | 'prepare'>;

/** Sites whose texts are kept at a time. */
const mostSites = 500;

/** The texts of one site for one lifecycle, ready to be rendered. */
interface Ready {
  readonly set: Templates;
  /** The texts that stand the check, by template, channel and language. */
  readonly own: ReadonlySet<string>;
}

/** The texts of a site as they were read. */
export class SiteTexts<Tx> {
  readonly #parts: Parts<Tx>;
  readonly #settings: TextSettings<Tx>;
  readonly #site: string;
  readonly #texts: readonly StoredText[];
  readonly #ready = new Map<string, Ready | undefined>();
  readonly #told = new Set<string>();

  constructor(parts: Parts<Tx>, settings: TextSettings<Tx>, site: string, texts: readonly StoredText[]) {
    this.#parts = parts;
    this.#settings = settings;
    this.#site = site;
    this.#texts = texts.filter(({ text }) => text !== undefined);
  }

  /** Writes with the site's texts, and with the system's where it has none, or they fail: no message is lost by a merchant's text. */
  over(lifecycle: string, system: Writer): Writer {
    const merchant = this.#parts.templates.get(lifecycle)?.merchant;
    if (merchant === undefined || this.#texts.length === 0) return system;
    return {
      prepare: () => system.prepare?.(),
      render: (request) => this.#render(lifecycle, merchant, system, this.#withSlots(lifecycle, merchant, request)),
    };
  }

  #render(lifecycle: string, merchant: MerchantTexts, system: Writer, request: RenderRequest): Rendered {
    const ready = this.#readied(lifecycle, merchant);
    const { template, channel } = request;
    if (ready === undefined || ![...ready.own].some((name) => name.startsWith(nameOf(template, channel, '')))) {
      return system.render(request);
    }
    let why: string;
    try {
      const rendered = ready.set.render(request);
      if (rendered.kind === 'message') {
        return ready.own.has(nameOf(template, channel, rendered.locale)) ? rendered : system.render(request);
      }
      why = rendered.kind === 'too-long' ? rendered.why : 'it came to nothing';
    } catch (error) {
      why = messageOf(error);
    }
    this.#tell(`${lifecycle} ${template} ${channel}`, `'${template}' by ${channel} could not be used: ${why}`);
    return system.render(request);
  }

  /** The set with the texts that still fit the data; of the others an `error` event tells, once. */
  #readied(lifecycle: string, merchant: MerchantTexts): Ready | undefined {
    if (this.#ready.has(lifecycle)) return this.#ready.get(lifecycle);
    const table = this.#parts.tables.get(lifecycle);
    const rows = table?.rules.map((rule) => ({ name: rule.name, rule: rule.row })) ?? [];
    const texts = this.#texts.flatMap(({ lifecycle: of, name: template, channel, locale, text }) => {
      if (of !== lifecycle || channel === undefined || text === undefined) return [];
      return merchant.editable[template]?.includes(channel) === true ? [{ template, channel, locale, text }] : [];
    });
    const fitting = texts.filter((text) => {
      const place = placeOf({ lifecycle, locale: text.locale, template: text.template, part: text.channel });
      const problems = table === undefined ? [] : merchant.override([text]).check(table.model, rows).problems;
      const [problem] = problemsFrom(place, problems);
      if (problem !== undefined) this.#tell(place, `${problem.place}: ${problem.message}`);
      return problem === undefined;
    });
    const own = new Set(fitting.map(({ template, channel, locale }) => nameOf(template, channel, locale)));
    const ready = fitting.length === 0 ? undefined : { set: merchant.override(fitting), own };
    this.#ready.set(lifecycle, ready);
    return ready;
  }

  /** The request with what the merchant has written for fields that the data leave empty. */
  #withSlots(lifecycle: string, merchant: MerchantTexts, request: RenderRequest): RenderRequest {
    let { data } = request;
    for (const [name, { path }] of Object.entries(merchant.slots)) {
      const texts = this.#texts.filter((one) => one.lifecycle === lifecycle && one.name === name && one.channel === undefined);
      if (texts.length === 0 || hasOwn(data, path)) continue;
      const locales = texts.map(({ locale }) => locale);
      // Notes in another language are better than none.
      const [locale] = localeChain(locales, request.locales, locales[0] ?? '');
      data = filled(data, path, texts.find((one) => one.locale === locale)?.text ?? '');
    }
    return data === request.data ? request : { ...request, data };
  }

  #tell(name: string, why: string): void {
    if (this.#told.has(name)) return;
    this.#told.add(name);
    const message = `the text of site '${this.#site}': ${why} The system's own text is sent instead.`;
    this.#settings.emit('error', { at: this.#parts.clock.now(), error: new OrderbellError('invalid-template', message) });
  }
}

function nameOf(template: string, channel: string, locale: string): string {
  return JSON.stringify([template, channel]) + locale;
}

/** The texts of all sites, as far as they were read. */
export class TextCache<Tx> {
  readonly store: TemplateStore<Tx>;
  readonly #parts: Parts<Tx>;
  readonly #settings: TextSettings<Tx>;
  readonly #known = new Map<string, { readonly texts: Promise<SiteTexts<Tx>>; readonly at: number }>();

  constructor(parts: Parts<Tx>, settings: TextSettings<Tx>) {
    this.#parts = parts;
    this.#settings = settings;
    this.store = settings.store ?? recordTemplateStore(recordsOf(parts.store, 'texts'));
  }

  /** The texts of a site. Where they cannot be read, those that were read last; without any, none: an `error` event tells. */
  of(site: string): Promise<SiteTexts<Tx>> {
    const { clock } = this.#parts;
    const now = clock.now().getTime();
    const known = this.#known.get(site);
    if (known !== undefined && now >= known.at && now < known.at + this.#settings.cacheFor) return known.texts;
    const reading = this.#read(site, known?.texts);
    const [oldest] = this.#known.keys();
    this.#known.delete(site);
    if (this.#known.size >= mostSites && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(site, { texts: reading, at: now });
    return reading;
  }

  /** A text of the site has changed: it is read anew. */
  forget(site: string): void {
    this.#known.delete(site);
  }

  async #read(site: string, before: Promise<SiteTexts<Tx>> | undefined): Promise<SiteTexts<Tx>> {
    try {
      return new SiteTexts(this.#parts, this.#settings, site, await this.store.list(site));
    } catch (cause) {
      const message = `the texts of site '${site}' could not be read: ${messageOf(cause)}`;
      const error = cause instanceof OrderbellError ? cause : new OrderbellError('handler-failed', message, { cause });
      this.#settings.emit('error', { at: this.#parts.clock.now(), error });
      return (await before) ?? new SiteTexts(this.#parts, this.#settings, site, []);
    }
  }
}

const caches = new WeakMap<object, TextCache<never>>();

/** The texts of a notifier; undefined where merchants write none. */
export function textsOf<Tx>(parts: Parts<Tx>): TextCache<Tx> | undefined {
  const { texts } = parts;
  if (texts === undefined) return undefined;
  // Each notifier has settings, parts and a cache of its own, all of them of one Tx.
  const cache = (caches.get(texts) as TextCache<Tx> | undefined) ?? new TextCache(parts, texts);
  caches.set(texts, cache as TextCache<never>);
  return cache;
}
