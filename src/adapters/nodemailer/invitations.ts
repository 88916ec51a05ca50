/**
 * Invitations as parts of a mail.
 * @module
 */
import type { EmailMessage } from '../../ports/transport.js';

/** The parts of a mail that carry invitations. */
export interface InvitationParts {
  /** One invitation: a further form of the text, which mail programs show as such, and a file beside it. */
  readonly icalEvent?: { readonly method: string; readonly filename: string; readonly content: string };
  readonly attachments?: { readonly filename: string; readonly content: string; readonly contentType: string }[];
}

/**
 * One invitation becomes a part that mail programs show with their own buttons. Of several they would show one and hide the rest; so
 * each becomes a file that they offer to open.
 */
export function invitationParts({ calendar = [] }: Pick<EmailMessage, 'calendar'>): InvitationParts {
  const [first] = calendar;
  if (first === undefined) return {};
  if (calendar.length === 1) return { icalEvent: { method: first.method, filename: first.filename, content: first.content } };
  return {
    attachments: calendar.map(({ method, filename, content }) => ({
      filename,
      content,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
    })),
  };
}
