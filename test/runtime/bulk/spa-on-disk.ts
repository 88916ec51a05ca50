/** The spa with a store of one's own, under the real clock. */
import type { Store } from '../../../src/ports/store.js';
import { createNotifier } from '../../../src/runtime/create-notifier.js';
import { defineTemplates } from '../../../src/templates/define-templates.js';
import { recording } from '../../../src/testing/recording.js';
import { visit } from '../../builders/visits.js';

/** A notifier that sends what it is asked to, and has no rules that send anything by themselves. */
export function spaOn<Tx>(store: Store<Tx>) {
  const sms = recording('gateway');
  const notifier = createNotifier({
    rules: [visit.rules({})],
    templates: [defineTemplates(visit, { defaultLocale: 'en', locales: { en: { templates: { note: { sms: 'note' } } } } })],
    transports: { sms },
    store,
  });
  return { notifier, sms };
}
