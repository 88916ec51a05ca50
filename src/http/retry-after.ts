/**
 * The header Retry-After.
 * @module
 */

/** A provider may ask for a day at most: beyond that it is mistaken, and the message would wait for ever. */
const longest = 24 * 60 * 60_000;

/** Milliseconds to wait, from seconds or from an HTTP date; undefined where the header is missing or says neither. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,12}$/.test(text)) return Math.min(Number(text) * 1_000, longest);
  const date = /^[a-z]{3}, .* GMT$/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.min(Math.max(date - now, 0), longest);
}
