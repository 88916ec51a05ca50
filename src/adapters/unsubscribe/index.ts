/**
 * `orderbell/unsubscribe`: answers when somebody follows a link to unsubscribe.
 * @module
 */
export type { UnsubscribeLinks, UnsubscribeState, UnsubscribeTarget } from '../../ports/suppressions.js';
export type { UnsubscribeTexts } from './page-texts.js';
export { type UnsubscribeHandler, type UnsubscribeHandlerOptions, unsubscribeHandler } from './unsubscribe-handler.js';
