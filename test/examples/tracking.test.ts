import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackedBy, trackingPath } from '../../examples/tracking/link.js';
import { html, trusted } from '../../examples/tracking/markup.js';
import { trackingPage } from '../../examples/tracking/page.js';
import { createTrackingServer } from '../../examples/tracking/server.js';
import { playStory, type Story } from '../../examples/tracking/story.js';
import type { CustomerMessage } from '../../src/index.js';
import type { Order } from '../../src/presets/b2cpl/index.js';

const secret = 'a secret of this test';
const errors: unknown[] = [];
let story: Story;
let server: Server;
let base: string;

beforeAll(async () => {
  story = await playStory();
  server = createTrackingServer({
    ...story,
    find: {
      order: async (no) => {
        if (no === 'broken') throw new Error('the database of the test is down');
        return story.orders.get(no);
      },
      return: async (no) => story.returns.get(no),
    },
    secret,
    onError: (error) => errors.push(error),
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  base = `http://127.0.0.1:${address.port}`;
});

afterAll(async () => {
  server.close();
  await once(server, 'close');
  await story.notifier.stop();
});

const pathOf = (kind: 'order' | 'return', no: string) => trackingPath({ kind, no }, secret);
const get = (path: string, init?: RequestInit) => fetch(`${base}${path}`, { headers: { connection: 'close' }, ...init });

/** What a reader sees of the list of messages: one text for each. */
async function entriesOf(path: string): Promise<readonly string[]> {
  const page = await (await get(path)).text();
  return [...page.matchAll(/<li>(.*?)<\/li>/gs)].map(([, entry = '']) =>
    entry
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
}

const sampleOrder = (): Order => {
  const order = story.orders.get('A-1042');
  if (order === undefined) throw new Error('the story has no order');
  return order;
};

describe('the tracking page', () => {
  test('shows everything that the receiver was told, on all channels, in order, and what is still to come (5.4)', async () => {
    expect(await entriesOf(pathOf('order', 'A-1042'))).toEqual([
      'Заказ принят 3 марта 2026 г. в 12:00 · Письмо · a***@example.com · отправлено',
      'Заказ передан в доставку 4 марта 2026 г. в 10:00 · Письмо · a***@example.com · отправлено',
      'Выбор дня и времени доставки 7 марта 2026 г. в 09:00 · SMS · +7 *** *** 45 67 · доставлено',
      'Доставка изменена 7 марта 2026 г. в 20:15 · Письмо · a***@example.com · отправлено',
      'Доставка сегодня 9 марта 2026 г. в 08:00 · SMS · +7 *** *** 45 67 · будет отправлено',
    ]);
  });

  test('shows a return, too (5.4)', async () => {
    expect(await entriesOf(pathOf('return', 'V-77'))).toEqual([
      'Как вернуть товар 8 марта 2026 г. в 11:00 · Письмо · a***@example.com · отправлено',
      'Курьер приедет за возвратом 9 марта 2026 г. в 08:00 · SMS · +7 *** *** 45 67 · будет отправлено',
    ]);
  });

  test('shows no address of the receiver in full', async () => {
    for (const path of [pathOf('order', 'A-1042'), pathOf('return', 'V-77')]) {
      const page = await (await get(path)).text();
      expect(page).toContain('a***@example.com');
      expect(page).not.toContain('anna@example.com');
      expect(page).not.toContain('123-45-67');
    }
  });

  test.each([
    ['en', 'What we told you', 'between 14:00 and 18:00', 'Monday, March 9, 2026'],
    ['zh-TW', '我們通知過您的訊息', '14:00 至 18:00', '2026年3月9日 星期一'],
    ['ru', 'Что мы вам сообщили', 'с 14:00 до 18:00', 'понедельник, 9 марта 2026 г.'],
  ])('speaks %s', (locale, ...words) => {
    const page = trackingPage({ kind: 'order', parcel: { ...sampleOrder(), locale }, messages: [] });
    for (const word of words) expect(page).toContain(word);
  });

  test('escapes whatever comes from data', () => {
    const evil = '"><img src=x onerror=alert(1)>';
    const message: CustomerMessage = {
      id: 'sent-1-0',
      at: new Date('2026-03-03T12:00:00Z'),
      state: 'sent',
      channel: evil,
      role: 'receiver',
      address: evil,
      rule: 'x',
      title: evil,
    };
    const order = sampleOrder();
    const parcel: Order = {
      ...order,
      no: evil,
      name: evil,
      status: 'delivered',
      returnUrl: `https://kofe.example/"onclick="alert(1)`,
      shop: { ...order.shop, name: evil },
      carrier: { ...order.carrier, name: evil },
      delivery: { ...order.delivery, address: evil, courier: { name: evil, phone: evil } },
    };
    const page = trackingPage({ kind: 'order', parcel, messages: [message] });
    expect(page).not.toContain('<img');
    expect(page).not.toMatch(/"\s*on\w+=/);
    expect(page.split('&#34;&#62;&#60;img src=x onerror=alert(1)&#62;').length - 1).toBeGreaterThanOrEqual(10);
  });

  test('links to addresses of the web alone', () => {
    const page = (returnUrl: string) =>
      trackingPage({ kind: 'order', parcel: { ...sampleOrder(), status: 'delivered', returnUrl }, messages: [] });
    expect(page('https://kofe.example/return')).toContain('href="https://kofe.example/return"');
    expect(page('javascript:alert(1)')).not.toContain('javascript:');
  });
});

describe('the server of the tracking page', () => {
  test('shows a page to whoever has its link, with headers that keep it to them', async () => {
    const response = await get(pathOf('order', 'A-1042'));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
      'x-content-type-options': 'nosniff',
    });
    const style = /<style>(.*?)<\/style>/s.exec(await response.text())?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  test('shows nothing to anybody else, and does not tell an order that exists from one that does not', async () => {
    const right = pathOf('order', 'A-1042');
    const wrong = [
      `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`,
      right.replace('A-1042', 'A-1043'),
      right.replace('/order/', '/return/'),
      trackingPath({ kind: 'order', no: 'A-1042' }, 'another secret'),
      pathOf('order', 'A-9999'),
      '/order/A-1042',
      '/order/%E0%A4%A/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
      '/',
    ];
    const answers = await Promise.all(wrong.map((path) => get(path)));
    expect(answers.map(({ status }) => status)).toEqual(wrong.map(() => 404));
    expect(new Set(await Promise.all(answers.map((response) => response.text()))).size).toBe(1);
  });

  test('answers HEAD without a page, and refuses what would change something', async () => {
    const head = await get(pathOf('order', 'A-1042'), { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await get(pathOf('order', 'A-1042'), { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('tells its owner what went wrong, and the visitor nothing', async () => {
    const response = await get(pathOf('order', 'broken'));
    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(String(errors[0])).toContain('the database of the test is down');
  });
});

test('a link holds its number, whatever is in it', () => {
  for (const no of ['A-1042', 'А/17 №5', 'a?b#c%20', '']) {
    const path = trackingPath({ kind: 'return', no }, secret);
    expect(trackedBy(path, secret)).toEqual(no === '' ? undefined : { kind: 'return', no });
    expect(trackedBy(path, 'another secret')).toBeUndefined();
  }
});

test('markup escapes texts, lists and attributes, and writes nothing for what is not there', () => {
  expect(html`<a title="${'"&\''}">${['<', html`<b>${'>'}</b>`]}${false}${undefined}${0}</a>`.toString()).toBe(
    '<a title="&#34;&#38;&#39;">&#60;<b>&#62;</b>0</a>',
  );
  expect(html`${trusted('<i>')}`.toString()).toBe('<i>');
});
