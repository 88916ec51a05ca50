/**
 * Messages that the host asks for itself: the decisions of `notifier.send`.
 * @module
 */
import { compileRecipient, compileSends } from '../core/compile-rule.js';
import { type Decision, decideRecipients } from '../core/plan.js';
import { expectKnown, refuse } from '../core/problems.js';
import type { Shape } from '../core/shape.js';
import type { CompiledTable } from '../core/table.js';
import { listOf } from '../core/untyped.js';
import type { Templates } from '../templates/engine.js';
import type { DirectPlan } from './change-handler.js';
import type { SendRequest } from './changes.js';
import { assertNothingInternal } from './outsiders.js';

/** Checks a request at once and yields what makes its decisions, when the subject is at hand. Throws `unknown-rule`, `invalid-argument` or `missing-template`. */
export function directDecisions(
  table: CompiledTable,
  request: SendRequest<Shape>,
  channels: readonly string[],
  templates: Templates | undefined,
): DirectPlan {
  const { model, byName, version } = table;
  const { root } = model;
  const roles = [...root.roles.keys()];
  if (request.rule !== undefined) expectKnown(refuse, 'unknown-rule', 'send()', 'rule', request.rule, [...byName.keys()]);
  const rule = byName.get(request.rule ?? '');
  const template = rule?.template ?? request.template ?? '';
  const sends = request.by === undefined ? (rule?.sends ?? []) : compileSends(request.by);
  if (sends.length === 0) refuse('invalid-argument', 'send()', "by which channel? Add by: ['email'].");
  for (const channel of sends.flat()) {
    expectKnown(refuse, 'missing-transport', 'send()', 'channel', channel, channels);
    if (templates?.has(template, channel) === true) continue;
    refuse('missing-template', 'send()', `no template '${template}' of '${model.name}' is written for '${channel}'.`);
  }
  if (request.to === undefined && (rule === undefined || rule.items !== undefined))
    refuse('invalid-argument', 'send()', `to whom? Add to: a role (${roles.join(', ')}) or a contact.`);
  for (const role of listOf(request.to))
    if (typeof role === 'string') expectKnown(refuse, 'unknown-role', 'send()', 'role', role, roles);
  const to = request.to === undefined ? (rule?.to ?? []) : listOf(request.to).map((one) => compileRecipient(root, one));
  const told = { ...rule?.row, to: request.to ?? rule?.row.to, by: sends.flat(), template };
  if (templates !== undefined && model.internal !== undefined) assertNothingInternal(model, model.internal, templates, told);
  const { payload } = request;
  return ({ situation }, change, now) => {
    const decisions: Decision[] = [];
    const telling = {
      rule: { name: rule?.name ?? template, signal: undefined, to, sends, tableVersion: version },
      item: undefined,
      view: { subject: situation.subject, item: undefined, payload },
      instant: { dueAt: now, occurrence: change, wallTime: undefined, missed: undefined },
      template,
    };
    decideRecipients(situation, telling, now, decisions);
    return decisions;
  };
}
