/**
 * Reading the forms in which hosts tell of changes.
 * @module
 */
import { OrderbellError } from '../core/errors.js';
import type { ChangeRequest } from '../core/handle.js';
import type { Shape } from '../core/shape.js';
import type { ChangeOf } from './changes.js';

/** Which of the four forms a change has. */
export function requestOf<S extends Shape>(change: ChangeOf<S>): ChangeRequest {
  if (typeof change !== 'object' || change === null) throw noChange(change === null ? 'null' : `a ${typeof change}`);
  if ('created' in change) return { kind: 'created', subject: change.created };
  if ('after' in change) return { kind: 'moved', before: change.before, subject: change.after };
  const rest = { subject: change.subject, before: change.before, payload: change.payload };
  if ('event' in change) return { kind: 'event', event: change.event, ...rest };
  if ('fact' in change) return { kind: 'fact', fact: change.fact, ...rest };
  throw noChange(`an object with the parts ${Object.keys(change).join(', ') || 'none'}`);
}

function noChange(got: string): OrderbellError {
  const forms = '{ created }, { subject, event }, { subject, fact } or { before, after }';
  return new OrderbellError('invalid-argument', `handleTransition: the change is ${got}. Expected ${forms}.`);
}
