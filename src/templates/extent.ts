/**
 * Extents: what a piece of an SMS takes at most.
 * @module
 */
import { septetsOf } from './gsm-alphabet.js';

/** What a piece of an SMS takes at most, in both encodings. */
export interface Extent {
  /** UTF-16 code units; infinite where nothing limits them. */
  readonly units: number;
  /** Septets of GSM-7; undefined where a character outside its alphabet may occur. */
  readonly septets: number | undefined;
  /** What has no limit: `item.service`, or a helper: `{{greeting}}`. */
  readonly unbounded: readonly string[];
}

/** Nothing. */
export const noExtent: Extent = { units: 0, septets: 0, unbounded: [] };

/** A text that is known. */
export function extentOfText(text: string): Extent {
  return { units: text.length, septets: septetsOf(text), unbounded: [] };
}

/** A value that nothing limits. */
export function boundless(name: string): Extent {
  return { units: Number.POSITIVE_INFINITY, septets: undefined, unbounded: [name] };
}

/** One after the other. */
export function sum(extents: readonly Extent[]): Extent {
  return {
    units: extents.reduce((total, { units }) => total + units, 0),
    septets: extents.reduce<number | undefined>((total, { septets }) => both(total, septets, (a, b) => a + b), 0),
    unbounded: namesIn(extents),
  };
}

/** One of them, whichever takes most; nothing where there are none. */
export function widest(extents: readonly Extent[]): Extent {
  return {
    units: Math.max(0, ...extents.map(({ units }) => units)),
    septets: extents.reduce<number | undefined>((most, { septets }) => both(most, septets, Math.max), 0),
    unbounded: namesIn(extents),
  };
}

/** So many times the same. */
export function times(count: number, { units, septets, unbounded }: Extent): Extent {
  return {
    units: units === 0 ? 0 : units * count,
    septets: septets === undefined ? undefined : septets === 0 ? 0 : septets * count,
    unbounded,
  };
}

/** Strings of these formats have letters, digits and marks that are all in the alphabet of GSM 03.38. */
const formats: Readonly<Record<string, number>> = { uuid: 36, guid: 36, date: 10, ulid: 26, e164: 16, ipv4: 15 };

/** A string by what its schema declares; undefined where it declares no maximum. Free text may hold any character. */
export function extentOfString(bounds: {
  readonly longest: number | undefined;
  readonly format: string | undefined;
}): Extent | undefined {
  const length = bounds.format === undefined ? undefined : formats[bounds.format];
  if (length !== undefined) return { units: length, septets: length, unbounded: [] };
  const { longest } = bounds;
  return longest === undefined ? undefined : { units: longest, septets: longest === 0 ? 0 : undefined, unbounded: [] };
}

function both(a: number | undefined, b: number | undefined, of: (a: number, b: number) => number): number | undefined {
  return a === undefined || b === undefined ? undefined : of(a, b);
}

function namesIn(extents: readonly Extent[]): readonly string[] {
  return [...new Set(extents.flatMap(({ unbounded }) => unbounded))];
}
