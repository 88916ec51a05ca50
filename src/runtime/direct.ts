/**
 * Messages that the host asks for itself: the decisions of `notifier.send`.
 * @module
 */
import { OrderbellError, unknownName } from '../core/errors.js';
import type { Handled } from '../core/handle.js';
import { type Job, jobKey } from '../core/job.js';
import { recipientsOf } from '../core/judge.js';
import type { Decision } from '../core/plan.js';
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
  return (handled, change, now) =>
    decisionsOf(handled, {
      version: table.version,
      change,
      now,
      rule: rule?.name ?? template,
      template,
      to,
      sends,
      payload: request.payload,
    });
}

function recipientOf(table: CompiledTable, to: unknown): Parameters<typeof recipientsOf>[0]['to'][number] {
  if (typeof to !== 'string') return { role: undefined, find: () => to as never };
  const find = table.model.root.roles.get(to);
  if (find === undefined)
    throw new OrderbellError('unknown-role', `send(): ${unknownName('role', to, [...table.model.root.roles.keys()])}`);
  return { role: to, find };
}

/** A request whose names are resolved. */
interface Resolved {
  /** Of the table. */
  readonly version: string;
  readonly change: string;
  readonly now: number;
  /** The rule whose text it is, or the template itself. */
  readonly rule: string;
  readonly template: string;
  readonly to: Parameters<typeof recipientsOf>[0]['to'];
  readonly sends: readonly (readonly string[])[];
  readonly payload: unknown;
}

function decisionsOf(
  { situation }: Handled,
  { version, change, now, rule, template, to, sends, payload }: Resolved,
): readonly Decision[] {
  const view = { subject: situation.subject, item: undefined, payload };
  const recipients = recipientsOf({ to }, situation, view);
  const base = {
    lifecycle: situation.model.name,
    subject: situation.key,
    rule,
    item: undefined,
    signal: undefined,
    occurrence: change,
    zone: situation.zone,
    wallTime: undefined,
    payload,
    site: situation.site,
    version,
    pinned: undefined,
  };
  const make = (recipient: (typeof recipients)[number] | undefined, channels: readonly string[]): Job => ({
    ...base,
    key: jobKey(base.lifecycle, base.subject, rule, undefined, recipient?.identity, channels, change),
    recipient: recipient?.identity,
    recipientName: recipient?.contact.name,
    role: recipient === undefined ? to[0]?.role : recipient.role,
    channels,
    dueAt: now,
    runAt: now,
    direct: { template, contact: recipient !== undefined && recipient.role === undefined ? recipient.contact : undefined },
  });
  if (recipients.length > 0)
    return recipients.flatMap((recipient) => sends.map((channels) => ({ kind: 'send', rule, job: make(recipient, channels) })));
  return sends.map((channels) => ({
    kind: 'skip',
    rule,
    code: 'no-recipient',
    why: 'there is nobody to send it to',
    job: make(undefined, channels),
  }));
}
