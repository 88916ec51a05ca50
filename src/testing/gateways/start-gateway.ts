/**
 * Local gateways: servers on the loopback interface that answer as the providers document.
 * @module
 */
import type { Gateway, GatewayName, GatewaySettings } from './gateway.js';

/**
 * Starts a server on the loopback interface that plays a provider, so that the whole way from rule to request can be tried without an
 * account. It checks credentials, phone numbers and texts as the provider documents, keeps what it accepts, and misbehaves when told.
 *
 * @example
 * const gateway = await startGateway('twsms');
 * const transport = twsms(gateway.options);
 * // ...
 * console.log(gateway.messages);
 * await gateway.close();
 */
export async function startGateway<Name extends GatewayName>(name: Name, settings: GatewaySettings = {}): Promise<Gateway<Name>> {
  // A server is needed by few tests: whoever imports the testing kit does not load one.
  const { serve } = await import('./server.js');
  return serve(name, settings.balance ?? 1_000);
}
