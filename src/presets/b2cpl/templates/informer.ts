/**
 * A template helper for who speaks: the shop or the carrier.
 * @module
 */
import type { Helper } from '../../../templates/template-set.js';
import { ownerOf, type Settings } from '../settings.js';

/**
 * `informer status shop.name carrier.name`: of the two last arguments the one that belongs to the owner of the stage, the shop's first.
 * Messages are signed with it, so that shop and carrier may divide the stages as they like (5.1).
 */
export function informerHelper(settings: Settings): Helper {
  return (_context, stage, ofShop, ofCarrier) => (ownerOf(String(stage), settings) === 'carrier' ? ofCarrier : ofShop);
}
