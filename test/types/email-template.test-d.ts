/** An e-mail has a text, HTML or both. */

import { defineTemplates } from '../../src/templates/define-templates.js';
import type { EmailTemplate } from '../../src/templates/template-set.js';
import { booking } from '../builders/booking.js';

export const both: EmailTemplate = { subject: 'S', text: 'T', html: '<p>T</p>' };
export const textOnly: EmailTemplate = { subject: 'S', text: 'T' };
export const htmlOnly: EmailTemplate = { subject: 'S', html: '<p>T</p>' };

// @ts-expect-error there is nothing to make a text of
export const neither: EmailTemplate = { subject: 'S' };
// @ts-expect-error an e-mail needs a subject line
export const nameless: EmailTemplate = { html: '<p>T</p>' };

defineTemplates(booking, {
  defaultLocale: 'en',
  locales: {
    en: {
      templates: { note: { email: { subject: 'S', html: `<img src="{{image 'logo'}}">` } } },
      images: { logo: { contentType: 'image/png', content: 'iVBORw0KGgo=' } },
    },
  },
});
defineTemplates(booking, {
  defaultLocale: 'en',
  // @ts-expect-error an image is its type and its bytes, not a path
  locales: { en: { templates: {}, images: { logo: 'logo.png' } } },
});
