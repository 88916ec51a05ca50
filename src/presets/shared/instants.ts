/**
 * Schemas of time in the subjects of presets: instants and days. Each accepts its own output.
 * @module
 */
import { z } from 'zod';
import { isDay } from '../../core/calendar.js';
import { parseLocalOrInstant } from '../../core/instant-text.js';

const endsWithOffset = /(?:Z|[+-]\d\d(?::?\d\d)?)$/;

// The last pipe tells whoever looks at the schema, such as the check of templates, that a date comes out.
const isoInstant = z
  .string()
  .transform((text, context): Date => {
    const epochMs = endsWithOffset.test(text) ? parseLocalOrInstant(text, 'UTC') : undefined;
    if (epochMs !== undefined) return new Date(epochMs);
    context.addIssue({ code: 'custom', message: 'not an instant' });
    return z.NEVER;
  })
  .pipe(z.date());

/** An instant: a `Date`, or an ISO text with an offset. Dates come first: in code, where time matters, instants are Dates. */
export const instant = z.union([z.date(), isoInstant], {
  error: ({ input }) => {
    const expected = `Expected a Date, or an ISO text with an offset such as '2026-03-01T11:00:00+08:00'.`;
    return typeof input === 'string' ? `'${input}' is not an instant. ${expected}` : expected;
  },
});

/** A calendar day, `YYYY-MM-DD`. */
export const day = z
  .string()
  .refine(isDay, { error: (issue) => `'${String(issue.input)}' is not a day of the calendar. Expected YYYY-MM-DD.` });
