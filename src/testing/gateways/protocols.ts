/**
 * All protocols, by provider.
 * @module
 */
import type { GatewayAccounts, GatewayName } from './gateway.js';
import type { GatewayProtocol } from './protocol.js';
import { smartdoveProtocol } from './smartdove-protocol.js';
import { targetsmsProtocol } from './targetsms-protocol.js';
import { twilioProtocol } from './twilio-protocol.js';
import { twsmsProtocol } from './twsms-protocol.js';
import { webhookProtocol } from './webhook-protocol.js';

/** The protocol of each provider that can be played. */
export const protocols: { readonly [Name in GatewayName]: GatewayProtocol<GatewayAccounts[Name]> } = {
  twsms: twsmsProtocol,
  smartdove: smartdoveProtocol,
  targetsms: targetsmsProtocol,
  twilio: twilioProtocol,
  webhook: webhookProtocol,
};
