/** What the compiler promises about the tiu preset. Checked by `tsc`. */
import { memory } from '../../src/adapters/memory/index.js';
import { type OrderInput, tiu } from '../../src/presets/tiu/index.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import { recording } from '../../src/testing/recording.js';

const { lifecycles, rules, templates } = tiu({ acceptDays: 2 });
const { order } = lifecycles;
// @ts-expect-error an option that does not exist
tiu({ acceptDay: 2 });

const notifier = createNotifier({ rules, templates, transports: { email: recording(), sms: recording() }, store: memory() });

export async function examples(subject: OrderInput) {
  await notifier.handleTransition(order, { subject, event: 'order.cancel', payload: { reason: 'Нет на складе' } });
  // @ts-expect-error a cancellation has a reason (6.3)
  await notifier.handleTransition(order, { subject, event: 'order.cancel' });
  // @ts-expect-error an event that orders do not have
  await notifier.handleTransition(order, { subject, event: 'order.approve' });
  await notifier.handleTransition(order, { subject, fact: 'message.written', payload: { text: 'Здравствуйте' } });
  // @ts-expect-error a message has a text
  await notifier.handleTransition(order, { subject, fact: 'message.written', payload: {} });
}

const told = { to: 'buyer', by: ['email'] } as const;
order.rules({ packed: { on: ['order.inWork', 'order.own'], from: { not: 'draft' }, ...told } });
// @ts-expect-error statuses of the shop's own are known as groups, by name they are not
order.rules({ packed: { on: 'order.packed', ...told } });
