import { describe, expect, it } from 'vitest';
import { OrderbellError } from '../../src/core/errors.js';
import { type OptionalStage, ucoz } from '../../src/presets/ucoz/index.js';
import { stages, statuses } from '../../src/presets/ucoz/statuses.js';
import { orderSchema } from '../../src/presets/ucoz/subjects.js';
import { anOrder } from './ucoz-samples.js';

const optionalStages = stages.filter((stage): stage is OptionalStage => stage !== 'new');

/** What is wrong with options of any form: `code place message`. */
function problemsOf(options: unknown): readonly string[] {
  try {
    // Options of a scenario file are not of this type; that is the point.
    ucoz(options as Parameters<typeof ucoz>[0]);
  } catch (error) {
    if (!(error instanceof OrderbellError)) throw error;
    expect(error.code).toBe('invalid-argument');
    return error.problems.map(({ code, place, message }) => `${code} ${place}: ${message}`);
  }
  return [];
}

describe('options of ucoz', () => {
  it('are none by default: every stage is shown, and nothing is told by SMS', () => {
    const { templates, rules } = ucoz();
    expect(Object.keys(templates.order.locales['ru']?.trails?.['order'] ?? {})).toEqual([...stages]);
    expect(Object.keys(rules.order.rows)).not.toContain('status-sms');
  });

  it('are reported all at once, with what is known', () => {
    const optional = stages.slice(1).join(', ');
    expect(
      problemsOf({
        leaveout: [],
        leaveOut: ['redy', 'new'],
        labels: { ru: { nwe: 'x', new: ' ' }, de: {}, en: { paid: '<b>Paid</b>', ready: '{{no}}' } },
        smsStatuses: 'ready',
      }),
    ).toEqual([
      `invalid-value options.leaveOut.0: 'redy' does not fit. Expected a list of stages, such as ['ready'], of those that can be left out. Known: ${optional}.`,
      `invalid-value options.leaveOut.1: 'new' does not fit. Expected a list of stages, such as ['ready'], of those that can be left out. Known: ${optional}.`,
      `invalid-value options.labels.ru.new: ' ' does not fit. Expected one line of plain text, without < > & { }, such as "Принят".`,
      `unknown-option options.labels.ru.nwe: unknown status 'nwe'. Did you mean 'new'? Known: ${statuses.join(', ')}.`,
      `invalid-value options.labels.en.paid: '<b>Paid</b>' does not fit. Expected one line of plain text, without < > & { }, such as "Принят".`,
      `invalid-value options.labels.en.ready: '{{no}}' does not fit. Expected one line of plain text, without < > & { }, such as "Принят".`,
      "unknown-option options.labels.de: unknown locale 'de'. Known: ru, en, zh-TW.",
      `invalid-value options.smsStatuses: 'ready' does not fit. Expected a list of statuses, such as ['shipping']. Known: ${statuses.join(', ')}.`,
      "unknown-option options.leaveout: unknown option 'leaveout'. Did you mean 'leaveOut'? Known: leaveOut, labels, smsStatuses.",
    ]);
  });

  it('leave out every stage but the first, and the templates are still in order', () => {
    const { lifecycles, rules, templates } = ucoz({ leaveOut: optionalStages, smsStatuses: ['new'] });
    const rows = Object.entries(rules.order.rows).map(([name, rule]) => ({ name, rule }));
    expect(templates.order.check(lifecycles.order.model, rows)).toMatchObject({ problems: [], opaque: [] });
    expect(templates.order.trail(orderSchema.parse(anOrder({ status: 'shipping' })))).toMatchObject([
      { name: 'new', label: 'Новый', status: 'current' },
    ]);
  });

  it.each(statuses)('leave an order that is %s somewhere on the trail, whatever is left out; cancelled ones apart', (status) => {
    for (const stage of optionalStages) {
      const { templates } = ucoz({ leaveOut: [stage] });
      for (const onDelivery of [false, true]) {
        const order = orderSchema.parse(anOrder({ status, payment: { name: 'x', due: 0, onDelivery } }));
        const current = templates.order.trail(order)?.filter((each) => each.current);
        expect(current?.length, `${stage} left out`).toBe(status === 'cancelled' ? undefined : 1);
      }
    }
  });
});

it('the schema accepts its own output, and fills in the defaults', () => {
  const once = orderSchema.parse(anOrder({ statuses: ['new'] }));
  expect(orderSchema.parse(once)).toEqual(once);
  expect(once).toMatchObject({
    locale: 'ru',
    currency: 'RUB',
    shop: { timeZone: 'Europe/Moscow' },
    payment: { onDelivery: false },
  });
});
