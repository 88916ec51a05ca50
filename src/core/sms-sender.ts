/**
 * Whom an SMS may be from.
 * @module
 */

/** What {@link isSmsSender} expects, for messages. */
export const smsSenderForm = 'at most 11 plain letters and digits, or a number of at most 15 digits';

/** Whether phones can show a text as the sender of an SMS; whether it is approved, the provider knows. */
export function isSmsSender(text: string): boolean {
  return /^(?:\+?\d{1,15}|(?=.*[A-Za-z])[A-Za-z0-9 .&_-]{1,11})$/.test(text);
}
