/**
 * Schemas of who and what the subjects of presets are. Each accepts its own output.
 * @module
 */
import { z } from 'zod';

/** What tells one thing from another. */
export const identity = z.string().min(1);

/** Somebody who may be told. */
export const contact = z.object({
  id: z.string().optional(),
  name: z.string(),
  email: z.string().optional(),
  phone: z.string().optional(),
  locale: z.string().optional(),
});

/** A country by ISO 3166-1 alpha-2, in which phone numbers are read. */
export function countryCode(example: string) {
  return z.string().regex(/^[A-Z]{2}$/, `Expected two capital letters such as '${example}'.`);
}

/** A currency by ISO 4217. */
export function currencyCode(example: string) {
  return z.string().regex(/^[A-Z]{3}$/, `Expected three capital letters such as '${example}'.`);
}
