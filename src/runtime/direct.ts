/**
 * Messages that the host asks for itself: the decisions of `notifier.send`.
 * @module
 */
import type { CompiledRecipient } from '../core/compile-rule.js';
import { OrderbellError, unknownName } from '../core/errors.js';
import { type Decision, decideRecipients } from '../core/plan.js';
import { listOf } from '../core/rule-check.js';
import type { Shape } from '../core/shape.js';
import type { CompiledTable } from '../core/table.js';
import type { Templates } from '../templates/engine.js';
import type { DirectPlan } from './change-handler.js';
import type { SendRequest } from './changes.js';

/** Checks a request at once and yields what makes its decisions, when the subject is at hand. Throws `unknown-rule`, `invalid-argument` or `missing-template`. */
export function directDecisions(
  table: CompiledTable,
  request: SendRequest<Shape>,
  channels: readonly string[],
  templates: Templates | undefined,
): DirectPlan {
  const { model } = table;
  const rule = request.rule === undefined ? undefined : table.byName.get(request.rule);
  if (request.rule !== undefined && rule === undefined) {
    throw new OrderbellError('unknown-rule', `send(): ${unknownName('rule', request.rule, [...table.byName.keys()])}`);
  }
  const template = rule?.template ?? request.template ?? '';
  const sends =
    request.by === undefined
      ? (rule?.sends ?? [])
      : 'firstOf' in request.by
        ? [request.by.firstOf]
        : request.by.map((channel) => [channel]);
  if (sends.length === 0) throw new OrderbellError('invalid-argument', "send(): by which channel? Add by: ['email'].");
  for (const channel of sends.flat()) {
    if (!channels.includes(channel))
      throw new OrderbellError('missing-transport', `send(): ${unknownName('channel', channel, channels)}`);
    if (templates?.has(template, channel) === true) continue;
    throw new OrderbellError(
      'missing-template',
      `send(): no template '${template}' of '${model.name}' is written for '${channel}'.`,
    );
  }
  if (request.to === undefined && (rule === undefined || rule.items !== undefined)) {
    throw new OrderbellError(
      'invalid-argument',
      `send(): to whom? Add to: a role (${[...model.root.roles.keys()].join(', ')}) or a contact.`,
    );
  }
  const to = request.to === undefined ? (rule?.to ?? []) : listOf(request.to).map((one) => recipientOf(table, one));
  const { payload } = request;
  return ({ situation }, change, now) => {
    const decisions: Decision[] = [];
    const telling = {
      rule: { name: rule?.name ?? template, signal: undefined, to, sends },
      item: undefined,
      view: { subject: situation.subject, item: undefined, payload },
      instant: { dueAt: now, occurrence: change, wallTime: undefined, missed: undefined },
      template,
    };
    decideRecipients(situation, telling, now, decisions);
    return decisions;
  };
}

function recipientOf(table: CompiledTable, to: unknown): CompiledRecipient {
  if (typeof to !== 'string') return { role: undefined, find: () => to as never };
  const find = table.model.root.roles.get(to);
  if (find === undefined)
    throw new OrderbellError('unknown-role', `send(): ${unknownName('role', to, [...table.model.root.roles.keys()])}`);
  return { role: to, find };
}
