/**
 * A message that the host asks for itself: its request, checked against the table of its lifecycle.
 * @module
 */
import type { Shape } from '../core/shape.js';
import type { DirectPlan } from './change-handler.js';
import type { SendRequest } from './changes.js';
import { directDecisions } from './direct.js';
import type { Parts } from './setup.js';
import { tableFor } from './subjects.js';

/** What makes the decisions of `notifier.send`. Throws what is wrong with the request. */
export function sendingOf<Tx>(
  { tables, templates, transports }: Parts<Tx>,
  lifecycle: string,
  request: SendRequest<Shape>,
): DirectPlan {
  return directDecisions(tableFor({ tables }, lifecycle), request, [...transports.keys()], templates.get(lifecycle));
}
