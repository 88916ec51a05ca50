/**
 * `orderbell/phones`: phone numbers, read as they are read before an SMS is sent.
 * @module
 */
export type { MobileNumber, PhoneProblem, PhoneReading } from '../core/phone.js';
export { type ReadPhoneOptions, readPhone } from './read-phone.js';
