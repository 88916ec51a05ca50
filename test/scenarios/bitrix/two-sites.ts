import { bitrix } from '../../../src/presets/bitrix/index.js';
import { defineTemplates } from '../../../src/templates/define-templates.js';

/** Two shops in one installation, with rows of their own: start and end statuses, senders, a switch, a fixed number. */
const { lifecycles } = bitrix({
  statuses: { N: 'Принят', P: 'Оплачен', S: 'Отправлен', F: 'Выполнен' },
  groups: { open: ['N', 'P'] },
  sites: ['s1', 's2'],
});

export const rules = {
  order: lifecycles.order.rules({
    'sent-tea': { on: 'status.S', from: 'open', if: 'site s1', to: 'buyer', by: ['sms'], sender: 'ChaiShop' },
    'sent-gifts': { on: 'status.S', from: 'open', if: 'site s2', to: 'buyer', by: ['sms'], sender: 'GiftShop' },
    'paid-after-all': { on: 'status.P', from: 'N', to: 'buyer', by: ['sms'] },
    'left-new': { on: 'status.*', from: 'N', to: { name: 'Ольга', phone: '+79001234567' }, by: ['sms'] },
    completed: { on: 'status.F', to: 'buyer', by: ['sms'] },
    'completed-long-ago': { on: 'status.F', to: 'buyer', by: ['sms'], active: false },
  }),
};

const texts = Object.keys(rules.order.rows).map((name) => [name, { sms: `${name} {{no}}` }]);

export const templates = {
  order: defineTemplates(lifecycles.order, {
    defaultLocale: 'ru',
    locales: { ru: { templates: Object.fromEntries(texts) } },
  }),
};
