/**
 * Places: how errors and problems name a text of a set.
 * @module
 */

/** Which text. Left out parts are left out of its name. */
export interface TextPlace {
  readonly lifecycle: string;
  readonly locale?: string | undefined;
  readonly template?: string | undefined;
  /** `sms`, `email.subject`. */
  readonly part?: string | undefined;
}

/** The name of a place: `templates 'booking', locale 'zh-TW', 'pre-visit', email.subject`. */
export function placeOf({ lifecycle, locale, template, part }: TextPlace): string {
  let place = `templates '${lifecycle}'`;
  if (locale !== undefined) place += `, locale '${locale}'`;
  if (template !== undefined) place += `, '${template}'`;
  if (part !== undefined) place += `, ${part}`;
  return place;
}

/** What kind of value something is, for messages that must not show the value itself. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'a Date';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
