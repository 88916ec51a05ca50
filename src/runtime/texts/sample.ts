/**
 * Texts with a sample of data.
 * @module
 */
import { dayOf } from '../../core/calendar.js';
import { readSubject } from '../../core/handle.js';
import { readsInternal } from '../../core/internal.js';
import { redacted, type Visible } from '../../core/redaction.js';
import type { Fitting } from '../../core/rule.js';
import type { CompiledTable } from '../../core/table.js';
import { listOf } from '../../core/untyped.js';
import type { Rendered } from '../../templates/engine.js';
import { usersOf } from '../../templates/merchant/check-merchant-text.js';
import type { Writer } from './site-texts.js';
import type { TextSample } from './texts.js';

/** A text as a sample would get it: as a customer sees it, where one is told by it. Throws as the schema and the template do. */
export function rendered(
  table: CompiledTable,
  writer: Writer | undefined,
  { template, channel, locale }: { readonly template: string; readonly channel: string; readonly locale: string },
  fitting: Fitting,
  { subject, item, payload, recipient = {} }: TextSample,
): Rendered {
  const { model } = table;
  const { subject: data } = readSubject(model, subject);
  const timeZone = model.timeZone(data) ?? 'UTC';
  // A sample has no due instant of its own: the first of its dates will do, and is the same each time.
  const at = new Date(0);
  const visible = visibleIn(table, template, channel, { subject: data, item, payload, recipient });
  const request = {
    template,
    channel,
    locales: [locale],
    timeZone,
    data: visible.subject,
    whole: () => data,
    extra: {
      item: visible.item,
      recipient: visible.recipient,
      payload: visible.payload,
      due: { at, day: dayOf(0, timeZone) },
      rule: { name: template },
    },
    fitting: channel === 'sms' ? fitting : undefined,
  };
  return writer?.render(request) ?? { kind: 'missing' };
}

/** What a text may show: everything only where each of its rules tells the shop's own people alone. */
function visibleIn({ model, rules }: CompiledTable, template: string, channel: string, all: Visible): Visible {
  const { internal } = model;
  if (internal === undefined) return all;
  const rows = rules.map(({ name, row }) => ({ name, rule: row }));
  const users = usersOf(rows, template, channel);
  const mayRead = users
    .flatMap(({ rule }) => listOf(rule.to))
    .every((to) => (typeof to === 'string' ? readsInternal(internal, to, {}) : readsInternal(internal, undefined, to)));
  if (users.length > 0 && mayRead) return all;
  return redacted(model, all, rules.find(({ name }) => name === users[0]?.name)?.items);
}
