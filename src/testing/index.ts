/**
 * `orderbell/testing`: a notifier under a fake clock, and the contracts that adapters hold to.
 * @module
 */
export {
  assertNotScheduled,
  assertNotSent,
  assertNotSkipped,
  assertNotWithdrawn,
  assertScheduled,
  assertSent,
  assertSkipped,
  assertWithdrawn,
} from './assertions.js';
export type { ContractCase, Skip } from './contract.js';
export type { Expectation, Judgement, Witness } from './expectation.js';
export { type FakeClock, type FakeClockOptions, fakeClock, type Step } from './fake-clock.js';
export type { GatewayMessage } from './gateways/book.js';
export type { Gateway, GatewayAccounts, GatewayName, GatewaySettings, Misbehaviour } from './gateways/gateway.js';
export type { GatewayRequest } from './gateways/protocol.js';
export { startGateway } from './gateways/start-gateway.js';
export { matchers, type NotifierMatchers } from './matchers.js';
export { type RecordingTransport, recording } from './recording.js';
export type { SchedulerParts, SchedulerWish } from './scheduler-cases/stage.js';
export { type SchedulerContractOptions, schedulerContract } from './scheduler-contract.js';
export { assertStableSchema } from './schema-check.js';
export type { StoreParts } from './store-cases/samples.js';
export { type StoreContractOptions, storeContract } from './store-contract.js';
export { createTestNotifier, type TestNotifier, type TestNotifierOptions } from './test-notifier.js';
export type { TimelineEntry } from './timeline.js';
export { type Received, type TransportContractOptions, type TransportParts, transportContract } from './transport-contract.js';
