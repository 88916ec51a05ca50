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
