/**
 * Images of a set: from what is written there to what goes along with an e-mail.
 * @module
 */
import type { Attachment } from '../core/attachment.js';
import { fingerprint } from '../core/fingerprint.js';
import type { InlineImage } from './template-set.js';

/**
 * The images that a language may show, by name; `tables` are those of the language itself and of the ones it falls back to, in this
 * order. The Content-ID tells two images of one name apart, and is the same in every e-mail.
 */
export function imagesOf(
  tables: readonly (Readonly<Record<string, InlineImage>> | undefined)[],
): ReadonlyMap<string, Attachment> {
  const images = new Map<string, Attachment>();
  for (const table of tables) {
    for (const [name, image] of Object.entries(table ?? {})) if (!images.has(name)) images.set(name, attachmentOf(name, image));
  }
  return images;
}

function attachmentOf(name: string, { contentType, content }: InlineImage): Attachment {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const ending = contentType.replace(/^image\//, '').replace(/\+.*$/, '');
  const mark = fingerprint(`${contentType},${Array.from(bytes).join()}`);
  return { filename: `${name}.${ending}`, contentType, content: bytes, contentId: `${name}.${mark}@image` };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64.replace(/\s+/g, '')), (character) => character.charCodeAt(0));
}

/** What is wrong with an image, or its name; undefined where nothing is. */
export function imageFault(name: string, contentType: unknown, content: unknown): string | undefined {
  if (!/^[A-Za-z][\w-]{0,60}$/.test(name))
    return "the name of an image is made of letters, digits, '-' and '_', and begins with a letter.";
  if (typeof contentType !== 'string' || !/^image\/[a-z0-9][\w.+-]*$/.test(contentType))
    return "contentType: expected 'image/png', 'image/jpeg' or another type of image.";
  if (content instanceof Uint8Array) return content.byteLength === 0 ? 'content: the image is empty.' : undefined;
  if (typeof content !== 'string') return 'content: expected the bytes of the image (a Uint8Array), or the same in base64.';
  const text = content.replace(/\s+/g, '');
  if (text !== '' && /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  return "content: this text is not base64. Read a file by readFileSync(path), or by readFileSync(path, { encoding: 'base64' }).";
}
