/**
 * What a notifier needs of templates: types only, so that `import 'orderbell'` carries no template engine along.
 * @module
 */
import type { Attachment } from '../core/attachment.js';
import type { CalendarFile } from '../core/calendar-file.js';
import type { Contact } from '../core/contact.js';
import type { Problem } from '../core/errors.js';
import type { LifecycleModel } from '../core/model.js';
import type { Fit, Fitting } from '../core/rule.js';
import type { RuleRow } from './scope.js';
import type { SmsEstimate, SmsWorstCase } from './sms-worst-case.js';
import type { SlotDefinition } from './template-set.js';

/** What a template sees beside the subject's own fields. */
export interface RenderExtra {
  /** The item, for rules with `each`. */
  readonly item: unknown;
  readonly recipient: Contact;
  /** The payload of the event or fact, for rules with `on`. */
  readonly payload: unknown;
  /** The instant that the rule asks for, and its day in the subject's zone. */
  readonly due: { readonly at: Date; readonly day: string };
  readonly rule: { readonly name: string };
  /** Where the recipient ends such messages; only promotional ones have it. */
  readonly unsubscribeUrl?: string | undefined;
}

/** One message to be rendered. */
export interface RenderRequest {
  readonly template: string;
  readonly channel: string;
  /** Wanted language tags, the most wanted first: the recipient's, the lifecycle's. */
  readonly locales: readonly (string | undefined)[];
  /** The subject's zone, in which dates and times are written. */
  readonly timeZone: string;
  /** The subject, without what is internal where the recipient may not read that. */
  readonly data: unknown;
  /** Yields all of the subject, for functions of the lifecycle that are asked about it; nothing of it is to be written. `data` without it. */
  readonly whole?: (() => unknown) | undefined;
  readonly extra: RenderExtra;
  /** For an SMS that may take only so many parts. An engine of yours that does not look at it sends texts as they are. */
  readonly fitting?: Fitting | undefined;
  /** Whether emoji are taken out of the text, before it is fitted. A notifier takes out those that an engine has left. */
  readonly stripEmoji?: boolean | undefined;
  /** For an e-mail that may carry invitations; without it there are none. */
  readonly calendar?: CalendarRequest | undefined;
}

/** What an invitation needs to know of the job that it goes with. */
export interface CalendarRequest {
  /** Key of the subject. */
  readonly subject: string;
  /** The change of the subject that it tells of; grows with each. */
  readonly revision: number;
  /** The present instant. */
  readonly at: Date;
}

/** A message as it is sent. */
export interface RenderedMessage {
  readonly kind: 'message';
  /** Tag of the language that was used. */
  readonly locale: string;
  /** The whole message, or the plain-text part of an e-mail: line breaks are `\n`, none at the end. */
  readonly text: string;
  /** Subject line of an e-mail: one line, without control characters. */
  readonly subjectLine: string | undefined;
  readonly html: string | undefined;
  /** What the HTML shows by `cid:`; left out where it shows nothing. */
  readonly attachments?: readonly Attachment[] | undefined;
  /** Invitations of an e-mail; undefined where there are none. */
  readonly calendar?: readonly CalendarFile[] | undefined;
}

/**
 * What came of a request. `empty`: the template has nothing to say for this subject, so nothing is sent. `missing`: no language has
 * a text of this name for the channel. `too-long`: the text takes more parts than the request allows; `why` tells how many.
 */
export type Rendered =
  | RenderedMessage
  | { readonly kind: 'empty' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-long'; readonly why: string };

/** A path into something that the schema does not describe, so it can be neither confirmed nor refused. */
export interface OpaquePath {
  /** `templates 'booking', locale 'zh-TW', 'pre-visit', sms, line 1`. */
  readonly place: string;
  /** As it stands in the template. */
  readonly path: string;
}

/** What the check has found. */
export interface TemplateCheck {
  readonly problems: readonly Problem[];
  readonly opaque: readonly OpaquePath[];
  /** How many parts each SMS may take; worked out when it is asked for, by an engine that can. */
  readonly sms?: () => readonly SmsWorstCase[];
}

/** A text in place of one of a set. */
export interface OwnText {
  readonly template: string;
  readonly channel: string;
  readonly locale: string;
  readonly text: string;
}

/** The part of a set that is open to merchants. */
export interface MerchantTexts {
  /** Channels that may be edited, by template. */
  readonly editable: Readonly<Record<string, readonly string[]>>;
  /** Fields of the data that a merchant may fill, by name. */
  readonly slots: Readonly<Record<string, SlotDefinition>>;
  /** The text of the set itself, where it is one text. */
  source(template: string, channel: string, locale: string): string | undefined;
  /** The set with these texts in place of its own. */
  override(texts: readonly OwnText[]): Templates;
  /** What an SMS in place of its own may take for the rules that use it. */
  estimate(text: OwnText, model: LifecycleModel, users: readonly RuleRow[], fit: Fit): SmsEstimate | undefined;
}

/**
 * The texts of one lifecycle. `defineTemplates` of `orderbell/templates` makes them from Handlebars; another engine needs only
 * these members.
 */
export interface Templates {
  readonly lifecycle: string;
  /** Language tags that texts are written in. */
  readonly languages: readonly string[];
  /** Channels that any text is written for. */
  readonly channels: readonly string[];
  /** Whether any language has this template for the channel. */
  has(template: string, channel: string): boolean;
  /** Whether a template may read one of the names beside the subject's fields (`payload`); yes where this is missing. */
  reads?(template: string, channel: string, name: string): boolean;
  /** What merchants may write in place of these texts; nothing where this is missing. */
  readonly merchant?: MerchantTexts | undefined;
  /** What a template's messages are about, in the first of these languages that says it; missing where nothing has a title. */
  title?(template: string, locales: readonly (string | undefined)[]): string | undefined;
  /** Every mistake that can be seen without rendering: texts that rules need and nobody wrote, variables that do not exist. */
  check(model: LifecycleModel, rules: readonly RuleRow[]): TemplateCheck;
  /** Loads what rendering needs; undefined where nothing is to be loaded. A notifier awaits it before it renders. */
  prepare?(): Promise<void> | undefined;
  /** Throws `render-failed` or `invalid-template`; the message names the place, and never what was rendered. */
  render(request: RenderRequest): Rendered;
}
