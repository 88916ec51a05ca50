/**
 * Sets of templates: the texts of one lifecycle, by locale, template and channel. Plain data.
 * @module
 */

/** What every e-mail has. */
export interface EmailBasis {
  readonly subject: string;
  /** Invitations that travel with it, for the calendar of whoever gets it. */
  readonly calendar?: CalendarTemplate | undefined;
}

/**
 * An e-mail: subject line, and plain text, HTML or both. All three are Handlebars. Where only HTML is written, the plain-text part is
 * made of it.
 */
export type EmailTemplate = EmailBasis &
  ({ readonly text: string; readonly html?: string | undefined } | { readonly text?: undefined; readonly html: string });

/**
 * An appointment, or one for each element of a list, as an invitation (`.ics`). All texts are Handlebars, written as plain text; with
 * `each` they see the element, and the rest as `@root`.
 */
export interface CalendarTemplate {
  /** `REQUEST` for a new or changed appointment, `CANCEL` for one that is off, or a text that yields one of them; nothing means none. */
  readonly method: string;
  /** Path of a list of the subject: an invitation for each of its elements. */
  readonly each?: string | undefined;
  /** Path of the date at which it begins; where there is none, there is no invitation. */
  readonly start: string;
  /** How long it takes. */
  readonly minutes: number;
  /** What tells it from the other appointments of the subject, and never changes: `{{no}}`. Lifecycle and subject come before it. */
  readonly uid: string;
  readonly summary: string;
  readonly location?: string | undefined;
  readonly description?: string | undefined;
  /** Written where it is an address of the web. */
  readonly url?: string | undefined;
  /** Whose appointment it is. Without an address there is no invitation. */
  readonly organizer: { readonly name?: string | undefined; readonly email: string };
}

/** An image that the HTML of e-mails shows, sent along with those that do. */
export interface InlineImage {
  /** `image/png`, `image/jpeg`, `image/gif`: what every mail program shows. */
  readonly contentType: string;
  /** Its bytes, or the same in base64. */
  readonly content: Uint8Array | string;
}

/** The texts of one template, by channel: `email` has parts, every other channel is one text. */
export interface ChannelTemplates {
  readonly email?: EmailTemplate | undefined;
  readonly [channel: string]: string | EmailTemplate | undefined;
}

/** What a layout wraps: `{{{body}}}` stands for the rendered part. */
export interface Layout {
  readonly html?: string | undefined;
  readonly text?: string | undefined;
}

/** The texts in one language. */
export interface LocaleTemplates {
  /** By template name, which is the rule's name unless the rule says otherwise. */
  readonly templates: Readonly<Record<string, ChannelTemplates>>;
  /** By name; those that are missing here are taken from the locales this one falls back to. */
  readonly partials?: Readonly<Record<string, string>> | undefined;
  /** By name, for `<img src="{{image 'logo'}}">`; those that are missing here are taken from the locales this one falls back to. */
  readonly images?: Readonly<Record<string, InlineImage>> | undefined;
  /** Wraps the parts of every e-mail; where there is none, that of the locales this one falls back to does. */
  readonly layout?: Layout | undefined;
}

/** What a helper may look at besides its arguments. */
export interface HelperContext {
  /** Language tag of the template in use. */
  readonly locale: string;
  /** IANA zone of the subject. */
  readonly timeZone: string;
  /** Named arguments: `{{money total currency='TWD'}}`. */
  readonly hash: Readonly<Record<string, unknown>>;
}

/**
 * A host's own helper: gets its arguments, yields text, or any value for another helper or a block. Nothing is written for null and
 * undefined; text is HTML-escaped where it lands in HTML (a `SafeString` of Handlebars is not). A promise is refused.
 */
export type Helper = (context: HelperContext, ...values: readonly unknown[]) => unknown;

/** The definition of a {@link TemplateSet}. */
export interface TemplateSetDefinition {
  /** The locale that must be complete: what others fall back to. */
  readonly defaultLocale: string;
  readonly locales: Readonly<Record<string, LocaleTemplates>>;
  readonly helpers?: Readonly<Record<string, Helper>> | undefined;
}

/** The texts of one lifecycle, as they were written. Plain data. */
export interface TemplateSet extends TemplateSetDefinition {
  readonly lifecycle: string;
}
