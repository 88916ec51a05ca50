/**
 * Attachments: files that go along with an e-mail.
 * @module
 */

/** A file of an e-mail. One with a `contentId` belongs to the HTML, which shows it by `cid:`; any other is attached. */
export interface Attachment {
  /** The name it is saved under. Control characters in it are not sent. */
  readonly filename: string;
  /** `image/png`, `text/plain; charset=utf-8`. */
  readonly contentType: string;
  /** Bytes, or a text that is sent as UTF-8. */
  readonly content: string | Uint8Array;
  /** What the HTML names it by: `logo@shop.example` for `<img src="cid:logo@shop.example">`. */
  readonly contentId?: string | undefined;
}
