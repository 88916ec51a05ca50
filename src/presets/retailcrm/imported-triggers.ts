/**
 * What an import makes of triggers: rows, conditions, working hours and texts. Plain JSON.
 * @module
 */
import { z } from 'zod';
import { isWallTime } from '../../core/calendar.js';
import { throwProblems } from '../../core/errors.js';
import { type OrderCondition, orderConditionSchema } from './order-condition.js';

/** One row of the table that an import makes. */
export type ImportedRow = Readonly<Record<string, unknown>>;

/** The texts of one row, by channel. */
export interface ImportedTexts {
  readonly email?: { readonly subject: string; readonly text: string; readonly html?: string | undefined } | undefined;
  readonly sms?: string | undefined;
}

/** Triggers as rows of a table: for `retailcrmFromTriggers`, or to be stored, looked through and changed. */
export interface ImportedTriggers {
  readonly rules: Readonly<Record<string, ImportedRow>>;
  /** The conditions that the rows name. */
  readonly conditions: Readonly<Record<string, OrderCondition>>;
  /** The working hours that the triggers ask for; undefined where none of them does. */
  readonly openingHours?: { readonly from: string; readonly to: string } | undefined;
  /** Handlebars, by row. */
  readonly templates: Readonly<Record<string, ImportedTexts>>;
}

const time = z.string().refine((text) => text === '24:00' || isWallTime(text), "Expected a local time such as '09:00'.");
const importedSchema = z.strictObject({
  rules: z.record(z.string(), z.record(z.string(), z.unknown())),
  conditions: z.record(z.string(), orderConditionSchema),
  openingHours: z.strictObject({ from: time, to: time }).optional(),
  templates: z.record(
    z.string(),
    z.strictObject({
      email: z.strictObject({ subject: z.string(), text: z.string(), html: z.string().optional() }).optional(),
      sms: z.string().optional(),
    }),
  ),
});

/** Reads imported triggers of any origin; throws `invalid-argument` with a problem for each mistake. */
export function readImported(value: unknown) {
  const parsed = importedSchema.safeParse(value);
  throwProblems(
    'invalid-argument',
    'retailcrmFromTriggers',
    (parsed.error?.issues ?? []).map(({ path, message }) => ({
      code: 'invalid-value' as const,
      place: ['imported', ...path.map(String)].join('.'),
      message,
    })),
  );
  const { openingHours, ...rest } = parsed.data ?? { rules: {}, conditions: {}, templates: {} };
  return { ...rest, openingHours };
}
