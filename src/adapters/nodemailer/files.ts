/**
 * From attachments to the files of a mail.
 * @module
 */
import { PermanentDeliveryError } from '../../core/errors.js';
import type { Attachment } from '../../ports/transport.js';
import type { MailFile } from './mail-transporter.js';
import { oneLine } from './mailbox.js';

/** The files of a mail. Throws `PermanentDeliveryError` for one whose type or content id could be read as another header. */
export function filesOf(attachments: readonly Attachment[] = []): MailFile[] {
  return attachments.map(fileOf);
}

const type = /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*(?:; ?charset=[\w-]+)?$/i;

function fileOf({ filename, contentType, content, contentId }: Attachment): MailFile {
  const name = oneLine(filename).replace(/[/\\]+/g, '_');
  const place = `smtp: attachment ${JSON.stringify(name)}`;
  if (!type.test(contentType))
    throw new PermanentDeliveryError(`${place}: ${JSON.stringify(contentType)} is no content type. Expected 'image/png'.`);
  const isId = contentId === undefined || /^[!-;=?-~]{1,200}$/.test(contentId);
  if (!isId)
    throw new PermanentDeliveryError(`${place}: ${JSON.stringify(contentId)} is no content id. Expected 'logo@shop.example'.`);
  return {
    filename: name,
    contentType,
    ...(typeof content === 'string' ? { content, encoding: 'utf-8' } : { content: base64(content), encoding: 'base64' }),
    ...(contentId === undefined ? { contentDisposition: 'attachment' } : { contentDisposition: 'inline', cid: contentId }),
  };
}

function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
