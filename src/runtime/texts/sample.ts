/**
 * Texts with a sample of data.
 * @module
 */
import { dayOf } from '../../core/calendar.js';
import { readSubject } from '../../core/handle.js';
import type { Fitting } from '../../core/rule.js';
import type { CompiledTable } from '../../core/table.js';
import type { Rendered } from '../../templates/engine.js';
import type { Writer } from './site-texts.js';
import type { TextSample } from './texts.js';

/** A text as a sample would get it. Throws as the schema and the template do. */
export function rendered(
  { model }: CompiledTable,
  writer: Writer | undefined,
  { template, channel, locale }: { readonly template: string; readonly channel: string; readonly locale: string },
  fitting: Fitting,
  { subject, item, payload, recipient = {} }: TextSample,
): Rendered {
  const { subject: data } = readSubject(model, subject);
  const timeZone = model.timeZone(data) ?? 'UTC';
  // A sample has no due instant of its own: the first of its dates will do, and is the same each time.
  const at = new Date(0);
  const request = {
    template,
    channel,
    locales: [locale],
    timeZone,
    data,
    extra: { item, recipient, payload, due: { at, day: dayOf(0, timeZone) }, rule: { name: template } },
    fitting: channel === 'sms' ? fitting : undefined,
  };
  return writer?.render(request) ?? { kind: 'missing' };
}
