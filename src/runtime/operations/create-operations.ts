/**
 * All operations of a notifier together.
 * @module
 */
import { poll } from '../receipts/polling.js';
import { receive } from '../receipts/receiving.js';
import type { OperationsContext } from './context.js';
import { health } from './health.js';
import { listDeadLetters, listPending } from './lists.js';
import type { Operations } from './operations.js';
import { listPauses, pause, resume } from './pausing.js';
import { forget, prune } from './removal.js';
import { replan } from './replan.js';
import { resend } from './resend.js';
import { discard, retry } from './revision.js';

/** Makes the operations of a notifier. */
export function createOperations<Tx>(context: OperationsContext<Tx>): Operations<Tx> {
  return {
    pending: (filter) => listPending(context, filter),
    deadLetters: (filter) => listDeadLetters(context, filter),
    retry: (job, options) => retry(context, job, options),
    discard: (job, options) => discard(context, job, options),
    resend: (job, note, options) => resend(context, job, note, options),
    pause: (target, note) => pause(context, target, note),
    resume: (target) => resume(context, target),
    pauses: () => listPauses(context),
    health: () => health(context),
    forget: (lifecycle, key, options) => forget(context, lifecycle, key, options),
    prune: (options) => prune(context, options),
    receipt: (provider, payload) => receive(context, provider, payload),
    pollReceipts: () => poll(context),
    replan: (options) => replan(context, options),
  };
}
