/**
 * Messages that the host asks for itself: the decisions of `notifier.send` and `notifier.sendMany`.
 * @module
 */
import { compileRecipient, compileSends } from '../core/compile-rule.js';
import type { Situation } from '../core/judge.js';
import { type Decision, decideRecipients, type Telling } from '../core/plan.js';
import { expectKnown, refuse } from '../core/problems.js';
import type { Shape } from '../core/shape.js';
import { isSmsSender, smsSenderForm } from '../core/sms-sender.js';
import type { CompiledTable } from '../core/table.js';
import { listOf } from '../core/untyped.js';
import type { Templates } from '../templates/engine.js';
import type { DirectPlan } from './change-handler.js';
import type { SendRequest } from './changes.js';
import { assertNothingInternal } from './outsiders.js';

/** A request that was checked: what is said, to whom, and by which channels. */
export interface DirectTelling {
  readonly rule: Telling['rule'];
  readonly template: string;
  readonly payload: unknown;
  /** Epoch milliseconds; undefined for at once. */
  readonly at: number | undefined;
}

/**
 * Checks a request at once and yields what makes its decisions, when the subject is at hand. Throws `unknown-rule`, `invalid-argument`
 * or `missing-template`.
 */
export function directDecisions(
  table: CompiledTable,
  request: SendRequest<Shape>,
  channels: readonly string[],
  templates: Templates | undefined,
): DirectPlan {
  const telling = directTelling('send()', table, request, channels, templates);
  return ({ situation }, change, now) => decideDirect(telling, situation, change, now);
}

/** Checks a request; `call` is where it was made. Throws as {@link directDecisions} does. */
export function directTelling(
  call: string,
  table: CompiledTable,
  request: SendRequest<Shape>,
  channels: readonly string[],
  templates: Templates | undefined,
): DirectTelling {
  const { model, byName, version } = table;
  const { root } = model;
  const roles = [...root.roles.keys()];
  if (request.rule !== undefined) expectKnown(refuse, 'unknown-rule', call, 'rule', request.rule, [...byName.keys()]);
  const rule = byName.get(request.rule ?? '');
  const template = rule?.template ?? request.template ?? '';
  const sends = request.by === undefined ? (rule?.sends ?? []) : compileSends(request.by);
  if (sends.length === 0) refuse('invalid-argument', call, "by which channel? Add by: ['email'].");
  if (rule?.sender !== undefined && sends.flat().includes('sms') && !isSmsSender(rule.sender)) {
    const fix = `Expected ${smsSenderForm}. Choose another channel, or send 'template' instead of 'rule'.`;
    refuse('invalid-argument', call, `rule '${rule.name}': its sender '${rule.sender}' cannot be the sender of an SMS. ${fix}`);
  }
  for (const channel of sends.flat()) {
    expectKnown(refuse, 'missing-transport', call, 'channel', channel, channels);
    if (templates?.has(template, channel) === true) continue;
    refuse('missing-template', call, `no template '${template}' of '${model.name}' is written for '${channel}'.`);
  }
  if (request.to === undefined && (rule === undefined || rule.items !== undefined))
    refuse('invalid-argument', call, `to whom? Add to: a role (${roles.join(', ')}) or a contact.`);
  for (const role of listOf(request.to))
    if (typeof role === 'string') expectKnown(refuse, 'unknown-role', call, 'role', role, roles);
  const to = request.to === undefined ? (rule?.to ?? []) : listOf(request.to).map((one) => compileRecipient(root, one));
  const told = { ...rule?.row, to: request.to ?? rule?.row.to, by: sends.flat(), template };
  if (templates !== undefined && model.internal !== undefined)
    assertNothingInternal(call, model, model.internal, templates, told);
  const at = request.at === undefined ? undefined : instantOf(call, request.at);
  const said = { name: rule?.name ?? template, signal: undefined, to, sends, tableVersion: version };
  return { rule: said, template, payload: request.payload, at };
}

/** The decisions on a message that was asked for: one for each recipient and channel, under an occurrence. */
export function decideDirect(
  { rule, template, payload, at }: DirectTelling,
  situation: Situation,
  occurrence: string,
  now: number,
): readonly Decision[] {
  const decisions: Decision[] = [];
  const telling = {
    rule,
    item: undefined,
    view: { subject: situation.subject, item: undefined, payload },
    instant: { dueAt: Math.max(at ?? now, now), occurrence, wallTime: undefined, missed: undefined },
    template,
  };
  decideRecipients(situation, telling, now, decisions);
  return decisions;
}

/** The instant that the host names, in epoch milliseconds. Throws `invalid-argument` for what is none. */
export function instantOf(call: string, at: Date): number {
  if (at instanceof Date && Number.isFinite(at.getTime())) return at.getTime();
  return refuse('invalid-argument', call, `'at' is ${String(at)}. Expected a Date.`);
}
