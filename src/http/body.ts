/**
 * The body of an answer.
 * @module
 */
import type { FetchResponse } from './fetch.js';

/** Bytes that an answer may have; those of gateways have some hundreds. */
export const longestBody = 64 * 1024;

/** The body as text, or undefined where it is longer than an answer may be: the rest is not read. */
export async function readBody({ body }: FetchResponse): Promise<string | undefined> {
  if (body === null) return '';
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value?.byteLength ?? 0;
    if (bytes > longestBody) {
      reader.cancel().catch(() => undefined);
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
