/**
 * `orderbell/file`: messages as files.
 * @module
 */
export { type FileTransportOptions, fileTransport } from './file-transport.js';
