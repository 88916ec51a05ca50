/** What the compiler promises about trails; each line below that must not compile says why. Checked by `tsc`. */
import { defineTemplates } from '../../src/templates/define-templates.js';
import { booking } from '../builders/booking.js';

const locales = { en: { templates: {} } };
const basis = { defaultLocale: 'en', locales } as const;

// A right one; a finished set hands its trails on, also to who does not know its lifecycle.
export const told = defineTemplates(booking, {
  ...basis,
  trails: {
    order: {
      stages: ['processing', { name: 'live', states: ['live'], if: 'pays on site' }],
      hidden: ['failed', 'cancelled'],
      visited: (b) => [b.orderStatus],
    },
  },
});
export const again = defineTemplates(booking, { ...basis, trails: told.trails });

// @ts-expect-error the lifecycle has no such machine
defineTemplates(booking, { ...basis, trails: { ordr: { stages: ['processing'] } } });
// @ts-expect-error the machine has no such state
defineTemplates(booking, { ...basis, trails: { order: { stages: ['procesing'] } } });
// @ts-expect-error the machine has no such state to hide
defineTemplates(booking, { ...basis, trails: { order: { stages: ['processing'], hidden: ['canceled'] } } });
// @ts-expect-error the lifecycle has no such condition
defineTemplates(booking, { ...basis, trails: { order: { stages: [{ name: 'a', states: ['live'], if: 'pays' }] } } });
// @ts-expect-error a subject has no such field
defineTemplates(booking, { ...basis, trails: { order: { stages: ['processing'], visited: (b) => b.been } } });
