/**
 * `orderbell/console`: messages on standard output.
 * @module
 */
export { type ConsoleTransportOptions, consoleTransport } from './console-transport.js';
