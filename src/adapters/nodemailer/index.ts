/**
 * `orderbell/nodemailer`: e-mail through a nodemailer transporter.
 * @module
 */
export { type EmlOptions, eml } from './eml.js';
export type { Mailbox, Sender } from './mail.js';
export type { MailTransporter } from './mail-transporter.js';
export { type SmtpOptions, smtp } from './smtp.js';
