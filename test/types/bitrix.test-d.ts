/** What the compiler knows of the options of the bitrix preset. Checked by `tsc`. */
import { bitrix } from '../../src/presets/bitrix/index.js';

const { lifecycles } = bitrix({
  statuses: { N: 'Принят', S: 'Отправлен' },
  groups: { open: ['N'] },
  sites: ['s1', 's2'],
  events: ['GIFT_READY'],
  mailTemplates: [17],
  recipients: ['PROPERTY_CONTACT_PHONE'],
});

lifecycles.order.rules({
  sent: { on: 'status.S', from: 'open', if: 'site s2', to: 'PROPERTY_CONTACT_PHONE', by: ['sms'] },
  gift: { on: 'event.GIFT_READY', to: ['buyer', 'administrator'], by: ['sms'] },
  mail: { on: 'mail.SALE_NEW_ORDER', if: 'mail template 17', to: 'buyer', by: ['email'] },
  since: { on: 'status.other', to: 'buyer', by: ['sms'] },
});
// @ts-expect-error the shop has no status X
lifecycles.order.rules({ sent: { on: 'status.X', to: 'buyer', by: ['sms'] } });
// @ts-expect-error nor a site s3
lifecycles.order.rules({ sent: { on: 'status.S', if: 'site s3', to: 'buyer', by: ['sms'] } });
// @ts-expect-error nor an event of this name
lifecycles.order.rules({ sent: { on: 'event.GIFT', to: 'buyer', by: ['sms'] } });
// @ts-expect-error nor a role for this macro
lifecycles.order.rules({ sent: { on: 'status.S', to: 'PROPERTY_PHONE2', by: ['sms'] } });

bitrix().lifecycles.order.rules({ paid: { on: 'status.P', from: 'N', if: 'site s1', to: 'buyer', by: ['sms'] } });
// @ts-expect-error a misspelt option
bitrix({ sitess: ['s1'] });
// @ts-expect-error the name of a status is a text
bitrix({ statuses: { N: 1 } });
