/**
 * A template helper that the blocks and the layout of presets use: addresses that may become a link.
 * @module
 */
import type { Helper } from '../../templates/template-set.js';

/** `webAddress shop.url`: the address where it is one of the web, else nothing; keeps other schemes out of links. */
export const webAddress: Helper = (_context, address) =>
  typeof address === 'string' && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
