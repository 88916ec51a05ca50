/**
 * HTML with its images in it, for browsers, which have no mail to take them from.
 * @module
 */
import type { Attachment } from '../../ports/transport.js';

/** The HTML of an e-mail with every `cid:` of its attachments replaced by the image itself. */
export function withImages(html: string, attachments: readonly Attachment[] = []): string {
  return attachments.reduce((shown, { contentId, contentType, content }) => {
    if (contentId === undefined) return shown;
    const address = `data:${contentType};base64,${Buffer.from(content).toString('base64')}`;
    return shown.replaceAll(`cid:${contentId}`, () => address);
  }, html);
}
