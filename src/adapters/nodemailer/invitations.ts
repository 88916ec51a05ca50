/**
 * Invitations as parts of a mail.
 * @module
 */
import type { EmailMessage } from '../../ports/transport.js';
import type { MailFile, MailInvitation } from './mail-transporter.js';

/** The parts of a mail that carry invitations. */
export interface InvitationParts {
  readonly icalEvent?: MailInvitation;
  readonly files: readonly MailFile[];
}

/**
 * One invitation becomes a part that mail programs show with their own buttons. Of several they would show one and hide the rest; so
 * each becomes a file that they offer to open.
 */
export function invitationParts({ calendar = [] }: Pick<EmailMessage, 'calendar'>): InvitationParts {
  const [first] = calendar;
  if (first === undefined) return { files: [] };
  if (calendar.length === 1)
    return { icalEvent: { method: first.method, filename: first.filename, content: first.content }, files: [] };
  return {
    files: calendar.map(({ method, filename, content }) => ({
      filename,
      content,
      contentType: `text/calendar; charset=utf-8; method=${method}`,
      encoding: 'utf-8',
      contentDisposition: 'attachment',
    })),
  };
}
