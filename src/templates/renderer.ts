/**
 * The renderer: from a set of templates and the data of a message to what is sent.
 * @module
 */
import type { Attachment } from '../core/attachment.js';
import type { CalendarFile } from '../core/calendar-file.js';
import { type Problem, throwProblems } from '../core/errors.js';
import type { LifecycleModel } from '../core/model.js';
import type { RenderData } from './built-ins.js';
import { stripEmoji } from './emoji.js';
import type { RenderExtra, Rendered, RenderRequest } from './engine.js';
import { localeChain } from './locale-chain.js';
import { type ChannelText, createLocaleTexts, type LocaleTexts } from './locale-texts.js';
import { placeOf } from './place.js';
import { plainTextOf } from './plain-text.js';
import { readMarks } from './shorten-marks.js';
import { fitSms } from './sms-fit.js';
import type { TemplateSet } from './template-set.js';
import { transliterate } from './transliterate.js';

/** One message to be rendered, and the lifecycle whose texts are wanted. */
export interface SetRequest extends RenderRequest {
  readonly lifecycle: string;
}

/**
 * Renders messages.
 *
 * A text is empty when nothing but white space was rendered; an e-mail when both its text and its HTML (where it has one) are,
 * before the layout is put around them.
 */
export interface Renderer {
  /**
   * Renders one message. Throws `render-failed` where a template fails on the data, `invalid-template` where it cannot be
   * compiled; the message names lifecycle, locale, template and part, and never what was rendered.
   */
  render(request: SetRequest): Rendered;
  /** Whether any locale has this template for the channel, so that no request for it is answered with `missing`. */
  has(lifecycle: string, template: string, channel: string): boolean;
  /** Renders messages of one lifecycle. */
  of(lifecycle: string): (request: RenderRequest) => Rendered;
}

/**
 * Makes a renderer for sets of templates, one for each lifecycle; trails need the models of these. Texts are compiled when they are first rendered, and kept.
 *
 * The language of a message: see {@link localeChain} for the order; the first locale of that order which has the template for the
 * channel is used, so a language may be translated in part.
 */
export function createRenderer(sets: readonly TemplateSet[], models: readonly LifecycleModel[] = []): Renderer {
  const renderers = new Map<string, (request: RenderRequest) => Rendered>();
  const problems: Problem[] = [];
  for (const set of sets) {
    const place = placeOf({ lifecycle: set.lifecycle });
    if (renderers.has(set.lifecycle))
      problems.push({ code: 'duplicate-name', place, message: 'two sets are for this lifecycle; merge them into one.' });
    renderers.set(
      set.lifecycle,
      setRenderer(
        set,
        models.find(({ name }) => name === set.lifecycle),
      ),
    );
  }
  throwProblems('invalid-templates', 'createRenderer', problems);
  const written = new Set(sets.flatMap((set) => textNames(set)));
  const of: Renderer['of'] = (lifecycle) => renderers.get(lifecycle) ?? (() => missing);
  return {
    render: (request) => of(request.lifecycle)(request),
    of,
    has: (lifecycle, template, channel) => written.has(textName(lifecycle, template, channel)),
  };
}

function textNames(set: TemplateSet): readonly string[] {
  return Object.keys(set.locales).flatMap((locale) =>
    Object.entries(set.locales[locale]?.templates ?? {}).flatMap(([template, channels]) =>
      Object.entries(channels).flatMap(([channel, text]) =>
        text === undefined ? [] : [textName(set.lifecycle, template, channel)],
      ),
    ),
  );
}

function textName(lifecycle: string, template: string, channel: string): string {
  return JSON.stringify([lifecycle, template, channel]);
}

const missing: Rendered = { kind: 'missing' };
const empty: Rendered = { kind: 'empty' };

/** Negotiations that are remembered. Wanted tags come from data, so they are not remembered without end. */
const maxChains = 256;

function setRenderer(set: TemplateSet, model: LifecycleModel | undefined): (request: RenderRequest) => Rendered {
  const { lifecycle } = set;
  const tags = Object.keys(set.locales);
  const locales = new Map<string, LocaleTexts>();
  const chains = new Map<string, readonly LocaleTexts[]>();
  const latin = new Set(set.transliterate);

  const textsOf = (tag: string) => {
    const texts = locales.get(tag) ?? createLocaleTexts(set, tag, model);
    locales.set(tag, texts);
    return texts;
  };
  const chainOf = (wanted: RenderRequest['locales']) => {
    const key = wanted.join(' ');
    let chain = chains.get(key);
    if (chain === undefined) {
      chain = localeChain(tags, wanted, set.defaultLocale).map(textsOf);
      if (chains.size >= maxChains) chains.clear();
      chains.set(key, chain);
    }
    return chain;
  };

  return (request) => {
    for (const locale of chainOf(request.locales)) {
      const text = locale.find(request.template, request.channel);
      if (text !== undefined) return rendered(text, locale, request, lifecycle, latin.has(request.channel));
    }
    return missing;
  };
}

function rendered(
  parts: ChannelText,
  { tag, formats, images, trail }: LocaleTexts,
  request: RenderRequest,
  lifecycle: string,
  isLatin: boolean,
): Rendered {
  // Not by two spreads: V8 takes ten times as long for them.
  const root: Root = Object.assign({}, isObject(request.data) ? request.data : undefined, request.extra);
  let shown: Set<Attachment> | undefined;
  const data: RenderData = {
    root,
    locale: tag,
    timeZone: request.timeZone,
    formats,
    marks: request.fitting !== undefined,
    trail: (machine) => trail(machine, request.data, request.whole?.()),
    showImage(name) {
      const image = images.get(name);
      if (image !== undefined) {
        shown ??= new Set();
        shown.add(image);
      }
      return image?.contentId;
    },
  };
  let text = parts.text?.(root, data);
  let html = parts.html?.(root, data);
  if ((text === undefined || isBlank(text)) && (html === undefined || isBlank(html))) return empty;
  const calendar = calendarOf(parts, root, data, request, lifecycle);
  const subjectLine = parts.subjectLine === undefined ? undefined : oneLine(parts.subjectLine(root, data));
  // The layouts see the same root, with two more fields; it was made for this message, so nobody else sees them.
  root.subjectLine = subjectLine;
  // Where there is a layout for text, that wraps what is made of the HTML's body; otherwise text is made of the HTML as a whole.
  if (text === undefined && parts.textLayout !== undefined) text = plainTextOf(html ?? '');
  if (parts.textLayout !== undefined) {
    root.body = text ?? '';
    text = parts.textLayout(root, data);
  }
  if (parts.htmlLayout !== undefined && html !== undefined) {
    root.body = html;
    html = parts.htmlLayout(root, data);
  }
  text ??= plainTextOf(html ?? '') || (subjectLine ?? '');
  if (request.stripEmoji && subjectLine === undefined) {
    text = stripEmoji(text);
    if (isBlank(readMarks(text).text)) return empty;
  }
  if (isLatin) text = transliterate(text);
  if (request.fitting !== undefined) {
    const fitted = fitSms(tidy(text), request.fitting);
    if (!fitted.ok) return { kind: 'too-long', why: `the text takes ${fitted.why}` };
    return { kind: 'message', locale: tag, text: fitted.text.trimEnd(), subjectLine, html };
  }
  if (shown === undefined && calendar === undefined) return { kind: 'message', locale: tag, text: tidy(text), subjectLine, html };
  const attachments = shown && [...shown];
  return { kind: 'message', locale: tag, text: tidy(text), subjectLine, html, attachments, calendar };
}

/** The invitations of an e-mail; undefined where there are none. */
function calendarOf(
  { calendar }: ChannelText,
  root: Root,
  data: RenderData,
  request: RenderRequest,
  lifecycle: string,
): readonly CalendarFile[] | undefined {
  if (calendar === undefined || request.calendar === undefined) return undefined;
  const files = calendar({ lifecycle, root, data, request: request.calendar });
  return files.length === 0 ? undefined : files;
}

interface Root extends RenderExtra {
  subjectLine?: string | undefined;
  body?: string;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isBlank(text: string): boolean {
  return text.trim() === '';
}

function tidy(text: string): string {
  return (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text).trimEnd();
}

/** Folds every run of white space and control characters into one space: what is in a value cannot begin another header. */
function oneLine(text: string): string {
  // A space that stands alone stays as it is: to find each of them costs more than all the rest.
  return text.replace(/[\s\p{Cc}]{2,}|[^\S ]|\p{Cc}/gu, ' ').trim();
}
