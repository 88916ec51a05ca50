import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingPage } from '../../examples/tracking/page.js';
import { playStory } from '../../examples/tracking/story.js';
import { noBrowser, openViewer, type Viewer } from './browser.js';

const { notifier, lifecycles, orders, returns } = await playStory();
const [order] = orders.values();
const [back] = returns.values();
if (order === undefined || back === undefined) throw new Error('the story has no order or no return');
const endless = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const crowded = {
  ...order,
  no: endless,
  name: `${endless} ${endless}`,
  status: 'delivered' as const,
  returnUrl: 'https://kofe.example/return',
  shop: { ...order.shop, name: endless },
  delivery: { ...order.delivery, address: endless, courier: { name: endless, phone: '+7 903 111-22-33' } },
};

const pages = await Promise.all(
  ['ru', 'en', 'zh-TW'].map(async (locale) => {
    const ofOrder = await notifier.customerHistory(lifecycles.order, order.no, { locale, planned: true });
    const ofReturn = await notifier.customerHistory(lifecycles.return, back.no, { locale, planned: true });
    const lost = ofOrder.map((message) => ({ ...message, title: `${message.title} ${endless}`, state: 'undelivered' as const }));
    return [
      {
        name: `tracking.order.${locale}`,
        html: trackingPage({ kind: 'order', parcel: { ...order, locale }, messages: ofOrder }),
      },
      {
        name: `tracking.return.${locale}`,
        html: trackingPage({ kind: 'return', parcel: { ...back, locale }, messages: ofReturn }),
      },
      {
        name: `tracking.crowded.${locale}`,
        html: trackingPage({ kind: 'order', parcel: { ...crowded, locale }, messages: lost }),
      },
    ];
  }),
);

describe('the tracking page in a browser', () => {
  let viewer: Viewer;
  beforeAll(async () => {
    if (noBrowser === undefined) viewer = await openViewer();
  });
  afterAll(() => viewer?.close());

  test.for(pages.flat())('$name can be read on a phone and on a desk, by day and by night', async ({ name, html }, context) => {
    context.skip(noBrowser !== undefined, noBrowser);
    expect(await viewer.problemsOf(name, html)).toEqual([]);
  });
});
