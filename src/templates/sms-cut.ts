/**
 * Cuts: where a marked section of a text may be cut, and what the text then is.
 * @module
 */
import { septetsOf } from './gsm-alphabet.js';
import type { Section } from './shorten-marks.js';

/**
 * What is taken for a link, and kept whole or left out: an address with a scheme, `www.`, or a bare domain with what follows it.
 * Chinese punctuation ends it; a full stop in Latin writing does not, so at worst a little more is kept together than need be.
 */
const link =
  /(?<![a-z0-9+.-])(?:(?:[a-z][a-z0-9+.-]*:\/\/|www\.|mailto:|tel:)[^\s\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:\/[^\s\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]*)?)/gi;

/**
 * The places where a section may be cut: what is from there to its end is left out. From the start of the section on, in order, for
 * at most so many units; none goes through a grapheme or a link. Empty where a link goes over one of its ends.
 */
export function cutsOf(text: string, { start, end }: Section, most: number): readonly number[] {
  const links = linksIn(text);
  if (isInside(links, start) || isInside(links, end) || !isBoundary(text, end)) return [];
  // Only what could be kept is looked at: the time that Intl takes grows with the square of the length.
  const stop = Math.min(end, start + most);
  const reach = text.slice(start, stop + longestGrapheme);
  const cuts: number[] = [];
  for (const { index } of segmenter().segment(reach)) {
    const at = start + index;
    if (at >= stop) break;
    if (!isInside(links, at)) cuts.push(at);
  }
  return cuts;
}

/** Units that are looked at around a place, to see whether it is one between two graphemes. Joined emoji have about 30. */
const longestGrapheme = 64;

let graphemes: Intl.Segmenter | undefined;

function segmenter(): Intl.Segmenter {
  graphemes ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return graphemes;
}

function isBoundary(text: string, at: number): boolean {
  const from = Math.max(0, at - longestGrapheme);
  const near = segmenter().segment(text.slice(from, at + longestGrapheme));
  return at === text.length || near.containing(at - from)?.index === at - from;
}

/**
 * The text with a section cut at one of its places, and an ellipsis there; without one where nothing of the section is left. A space
 * stays where the section ended in one, and one is added where something would stick to a link.
 */
export function shortened(text: string, { start, end }: Section, cut: number): string {
  const before = text.slice(0, start);
  const kept = text.slice(start, cut).trimEnd();
  const after = text.slice(end);
  const head = before + kept;
  const isAfterLink = linksIn(head).some((span) => span[1] === head.length);
  const isBeforeLink = linksIn(text).some((span) => span[0] === end);
  const isApart = after === '' || /^\s/.test(after);
  const space = !isApart && (isBeforeLink || /\s$/.test(text.slice(cut, end))) ? ' ' : '';
  if (kept === '') return /^$|\s$/.test(before) ? before + after : before + (isAfterLink && !isApart ? ' ' : space) + after;
  const dots = septetsOf(head + after) === undefined ? '…' : '...';
  return head + (isAfterLink ? ' ' : '') + dots + space + after;
}

type Span = readonly [start: number, end: number];

function linksIn(text: string): readonly Span[] {
  return [...text.matchAll(link)].map((match) => [match.index, match.index + match[0].length]);
}

function isInside(spans: readonly Span[], at: number): boolean {
  return spans.some(([start, end]) => start < at && at < end);
}
