/**
 * The page that a link to unsubscribe shows: no script, no image, nothing from elsewhere.
 * @module
 */

/** What a page shows. */
export interface Page {
  readonly language: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** A button that posts this action to the address of the page. */
  readonly button?: { readonly label: string; readonly action: 'unsubscribe' | 'resubscribe' } | undefined;
  readonly sender: string | undefined;
}

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 1.125rem/1.6 system-ui, sans-serif; }
main { max-width: 34rem; margin: 0 auto; padding: 3rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; }
button { font: inherit; font-weight: 600; padding: 0.7rem 1.4rem; border: 2px solid; border-radius: 0.4rem; cursor: pointer; }
button:focus-visible { outline: 3px solid; outline-offset: 3px; }
`;

/** The page as HTML. Everything that it shows is escaped. */
export function htmlOf({ language, title, paragraphs, button, sender }: Page): string {
  const heading = escaped(title);
  const form =
    button &&
    `<form method="post"><input type="hidden" name="action" value="${button.action}"><button type="submit">${escaped(button.label)}</button></form>`;
  return [
    `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<title>${heading}${sender === undefined ? '' : ` – ${escaped(sender)}`}</title><style>${style}</style></head>`,
    `<body><main>${sender === undefined ? '' : `<p>${escaped(sender)}</p>`}<h1>${heading}</h1>`,
    ...paragraphs.map((text) => `<p>${escaped(text)}</p>`),
    form ?? '',
    '</main></body></html>',
  ].join('\n');
}

/** Headers of every answer: the address of the page is a key, so it is neither kept, nor handed on, nor framed. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** `a•••@example.com`, `•••678`: enough for whoever has several to tell which is meant. */
export function hidden(address: string): string {
  const at = address.lastIndexOf('@');
  if (at > 0) return `${[...address][0] ?? ''}•••${address.slice(at)}`;
  const characters = [...address];
  return `•••${characters.length > 6 ? characters.slice(-3).join('') : ''}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
