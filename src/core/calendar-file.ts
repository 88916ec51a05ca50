/**
 * Calendar files: appointments that travel with an e-mail.
 * @module
 */

/** What an invitation asks of the calendar that gets it: to take the appointment in or change it, or to take it out. */
export type CalendarMethod = 'REQUEST' | 'CANCEL';

/** One appointment as an iCalendar object (RFC 5545), in an e-mail that says what to do with it (RFC 5546). */
export interface CalendarFile {
  readonly method: CalendarMethod;
  /** The whole object: lines end in CRLF and have 75 octets at most. */
  readonly content: string;
  /** `invite.ics`, `cancel.ics`; numbered where a message has several. */
  readonly filename: string;
}
