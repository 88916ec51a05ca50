/**
 * What answers when somebody follows a link to unsubscribe, or their mail program does it for them.
 * @module
 */
import type { UnsubscribeLinks, UnsubscribeState, UnsubscribeTarget } from '../../ports/suppressions.js';
import { actionOf } from './form.js';
import { hidden, htmlOf, type Page, pageHeaders } from './page.js';
import { acceptedLanguages, languageFor, pageTexts, type UnsubscribeTexts } from './page-texts.js';

/** What the pages may say otherwise. */
export interface UnsubscribeHandlerOptions {
  /** Who the messages are from, in the head of the page: a text, or a function where sites have names of their own. */
  readonly sender?: string | ((target: UnsubscribeTarget) => string | undefined) | undefined;
  /** Texts of more languages, or other texts for those that are there: en, zh-TW and ru. */
  readonly texts?: Readonly<Record<string, UnsubscribeTexts>> | undefined;
  /** Told what went wrong where a page says to try again later: the database was away, for instance. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/** Answers a request for a link to unsubscribe. */
export type UnsubscribeHandler = (request: Request) => Promise<Response>;

interface Answer {
  readonly status: number;
  readonly page: Page;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Makes the handler of the links that messages carry. It needs no cookie, sends nobody elsewhere, and throws nothing of its own.
 *
 * `POST` with `List-Unsubscribe=One-Click` (RFC 8058) unsubscribes at once, and again without harm. `GET` shows a page with a button and
 * changes nothing, since programs that look for dangerous links follow all of them. A token that is not ours is answered with 400, a method
 * that is none of GET, HEAD and POST with 405, a list that cannot be read or written with 503.
 *
 * @param notifier The notifier, or anything with the same `suppressions`.
 * @example
 * const unsubscribe = unsubscribeHandler(notifier, { sender: 'Hill Street Studio' });
 * const response = await unsubscribe(request);
 */
export function unsubscribeHandler(
  notifier: { readonly suppressions: UnsubscribeLinks },
  options: UnsubscribeHandlerOptions = {},
): UnsubscribeHandler {
  const { suppressions: links } = notifier;
  return async (request) => {
    const { status, page, headers } = await answer(links, options, request);
    const html = htmlOf(page);
    return new Response(request.method === 'HEAD' ? null : html, {
      status,
      headers: { ...pageHeaders, 'content-language': page.language, ...headers },
    });
  };
}

async function answer(links: UnsubscribeLinks, options: UnsubscribeHandlerOptions, request: Request): Promise<Answer> {
  const texts = { ...pageTexts, ...options.texts };
  const languageOf = (state?: UnsubscribeState) =>
    languageFor([state?.locale, ...acceptedLanguages(request.headers.get('accept-language'))], Object.keys(texts));
  // A language that `languageFor` has found is there, and English always is.
  const textsOf = (language: string) => texts[language] as UnsubscribeTexts;
  const plain = (status: number, kind: 'invalid' | 'busy', headers: Readonly<Record<string, string>> = {}): Answer => {
    const language = languageOf();
    const { [kind]: text, [`${kind}Title` as const]: title } = textsOf(language);
    return { status, headers, page: { language, title, paragraphs: [text], sender: undefined } };
  };
  const shown = (state: UnsubscribeState, hasChanged: boolean): Answer => {
    const language = languageOf(state);
    const page = { language, ...pageOf(state, hasChanged, textsOf(language)), sender: senderOf(options, state) };
    return { status: 200, page };
  };

  try {
    const { method } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') return plain(405, 'invalid', { allow: 'GET, HEAD, POST' });
    const token = new URL(request.url).searchParams.get('token') ?? '';
    if (method !== 'POST') {
      const state = await links.readToken(token);
      return state === undefined ? plain(400, 'invalid') : shown(state, false);
    }
    const action = await actionOf(request);
    const state = action === undefined ? undefined : await links[action](token);
    return state === undefined ? plain(400, 'invalid') : shown(state, true);
  } catch (error) {
    options.onError?.(error);
    return plain(503, 'busy', { 'retry-after': '120' });
  }
}

function pageOf(
  { address, isUnsubscribed }: UnsubscribeState,
  hasChanged: boolean,
  texts: UnsubscribeTexts,
): Pick<Page, 'title' | 'paragraphs' | 'button'> {
  // As a function: an address may hold what `replace` takes for a pattern.
  const filled = (text: string) => text.replace('{address}', () => hidden(address));
  if (isUnsubscribed) {
    const button = { label: texts.undo, action: 'resubscribe' } as const;
    return { title: texts.doneTitle, paragraphs: [filled(texts.done), texts.stays], button };
  }
  const button = { label: texts.unsubscribe, action: 'unsubscribe' } as const;
  if (hasChanged) return { title: texts.undoneTitle, paragraphs: [filled(texts.undone)], button };
  return { title: texts.title, paragraphs: [filled(texts.question), texts.stays], button };
}

function senderOf({ sender }: UnsubscribeHandlerOptions, state: UnsubscribeState): string | undefined {
  return typeof sender === 'function' ? sender(state) : sender;
}
