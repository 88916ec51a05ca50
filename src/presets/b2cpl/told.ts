/**
 * How the receiver is told, by whose stage it is.
 * @module
 */
import type { Settings, Side } from './settings.js';

/**
 * The columns of a rule that a side owns: it is silent at stages of the other side, and switched off where this program informs for
 * the other side. The shop writes e-mail first, the carrier SMS, since a courier waits for no mail to be read.
 */
export function told(owner: Side, { informs }: Settings) {
  return {
    owner,
    active: informs === 'both' || informs === owner,
    to: 'receiver',
    by: { firstOf: owner === 'shop' ? (['email', 'sms'] as const) : (['sms', 'email'] as const) },
    parts: 3,
    fit: 'shorten',
  } as const;
}
