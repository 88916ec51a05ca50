/**
 * `orderbell/nodemailer`: e-mail through a nodemailer transporter.
 * @module
 */
export type { Dkim } from './dkim.js';
export { type EmlOptions, eml } from './eml.js';
export type { Sender } from './mail.js';
export type { MailTransporter } from './mail-transporter.js';
export type { Mailbox } from './mailbox.js';
export type { BySite, PerMessage } from './per-message.js';
export { type SmtpOptions, smtp } from './smtp.js';
