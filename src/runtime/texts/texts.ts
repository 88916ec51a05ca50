/**
 * Texts that merchants write, as the host sees them.
 * @module
 */
import type { Contact } from '../../core/contact.js';
import type { StoredText, TemplateStore } from '../../ports/template-store.js';
import type { TextProblem } from '../../templates/merchant/check-merchant-text.js';
import type { SmsParts } from '../../templates/sms-parts.js';

/** What merchants may do with texts. */
export interface TextsOptions<Tx = never> {
  /** Where texts are kept: among the records of the notifier's store unless told otherwise. */
  readonly store?: TemplateStore<Tx>;
  /** Hosts that links may lead to, as in `shop.example`, or `*.shop.example` for all under it; none unless told otherwise. */
  readonly allowedHosts?: readonly string[];
  /** Changes to the lists of words that are refused: more of them, and those that are none for you. */
  readonly promotionalWords?: { readonly add?: readonly string[]; readonly allow?: readonly string[] };
  /** Parts that an SMS may take where its rule does not say; 3 unless told otherwise. */
  readonly parts?: number;
  /** Milliseconds for which texts are kept by a process before it looks for newer ones; 30 s unless told otherwise. */
  readonly cacheFor?: number;
}

/** Which text: that of a template on a channel, or a slot that fills a field of the data. */
export type TextName = { readonly lifecycle: string | { readonly name: string }; readonly locale: string } & (
  | { readonly template: string; readonly channel: string; readonly slot?: undefined }
  | { readonly slot: string; readonly template?: undefined; readonly channel?: undefined }
);

/** Data to show a text with, and to count its length by. */
export interface TextSample {
  readonly subject: unknown;
  readonly item?: unknown;
  readonly payload?: unknown;
  readonly recipient?: Contact;
}

/** Who changes a text, and in which transaction. */
export interface TextChange<Tx> {
  /** As the host names them; it is kept with the text. */
  readonly by?: string | undefined;
  /** The version that was edited: where somebody else has changed it meanwhile, nothing is stored. */
  readonly version?: number | undefined;
  readonly tx?: Tx | undefined;
}

/** What came of a change: the text as it is now, or everything that is wrong with it; nothing is stored then. */
export type TextResult =
  | { readonly ok: true; readonly text: StoredText }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** A text as people would get it, or everything that is wrong with it. */
export type TextPreview =
  | {
      readonly ok: true;
      /** Undefined where the template has nothing to say for the sample. */
      readonly text: string | undefined;
      readonly parts: SmsParts | undefined;
      /** Whether it is the merchant's own text. */
      readonly own: boolean;
    }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** The texts that merchants have written in place of the system's own. */
export interface Texts<Tx = never> {
  /**
   * Checks a text and stores it for a site. What is wrong is answered all at once, each with code, place, value, what was expected and
   * how to mend it.
   *
   * @example
   * const saved = await notifier.texts.save('shop-1', { lifecycle: booking, template: 'order-placed', channel: 'sms', locale: 'zh-TW', text });
   * if (!saved.ok) return showBeside(saved.problems);
   */
  save(
    site: string,
    text: TextName & { readonly text: string; readonly sample?: TextSample },
    change?: TextChange<Tx>,
  ): Promise<TextResult>;
  /** Shows a text with a sample, stored or not; without `text`, the one that would be sent now. Stores nothing. */
  preview(site: string, text: TextName & { readonly text?: string; readonly sample: TextSample }): Promise<TextPreview>;
  /** Goes back to the system's own text. The merchant's stays among the earlier ones. */
  reset(site: string, text: TextName, change?: TextChange<Tx>): Promise<TextResult>;
  /** Goes back to the text before. */
  undo(site: string, text: TextName, change?: TextChange<Tx>): Promise<TextResult>;
  /** The merchant's text with who wrote it and when, and what it was before; undefined where there is none. */
  read(site: string, text: TextName): Promise<StoredText | undefined>;
  /** All texts of a site. */
  list(site: string): Promise<readonly StoredText[]>;
}
