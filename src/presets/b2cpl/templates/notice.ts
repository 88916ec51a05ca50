/**
 * A notice of the preset: an e-mail and an SMS that say the same, in the name of whoever owns the stage.
 * @module
 */
import type { ChannelTemplates } from '../../../templates/template-set.js';
import { type EmailDraft, email } from '../../shared/blocks.js';
import type { DividedStage } from '../settings.js';

/** What a notice says. */
export interface Notice extends Pick<EmailDraft, 'subject' | 'preheader' | 'title' | 'body'> {
  /** Without the name that it begins with. */
  readonly sms: string;
}

/** The name of whoever informs now. */
const informerName = '{{informer status shop.name carrier.name}}';
/** The phone of whoever informs now, as a call of the helper. */
export const informerPhone = 'informer status shop.phone carrier.phone';

/** Whether the carrier informs now, as an expression. */
export const carrierInforms = `(eq (informer status 'shop' 'carrier') 'carrier')`;
/** Whether the carrier informs at a stage, as an expression. */
export const carrierInformsAt = (stage: DividedStage): string => `(eq (informer '${stage}' 'shop' 'carrier') 'carrier')`;

/** Signs a notice with the name of whoever informs: it stands above the e-mail and before the SMS, made an opening by `opening`. */
export function signed({ sms, ...mail }: Notice, opening: (name: string) => string): ChannelTemplates {
  return { email: email({ ...mail, brand: informerName }), sms: `${opening(informerName)}${sms}` };
}

/** What is in the parcel; an SMS that would be too long is cut here. */
export const parcel = '{{#shorten}}{{name}}{{/shorten}}';
