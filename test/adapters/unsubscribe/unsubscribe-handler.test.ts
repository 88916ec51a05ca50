import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { afterEach, describe, expect, test } from 'vitest';
import { type UnsubscribeHandlerOptions, unsubscribeHandler } from '../../../src/adapters/unsubscribe/index.js';
import { acceptedLanguages, languageFor } from '../../../src/adapters/unsubscribe/page-texts.js';
import { unsubscribeTokens } from '../../../src/runtime/consent/unsubscribe-token.js';
import { aClub, keys } from '../../builders/club.js';

const email = 'ann@example.com';
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** The handler behind a real server, as a host without any framework has it. */
async function served(options: UnsubscribeHandlerOptions = {}, links = aClub().notifier.suppressions) {
  const handler = unsubscribeHandler({ suppressions: links }, options);
  const server = createServer((request, response) => void respond(handler, request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server listens on a port');
  return `http://127.0.0.1:${address.port}/u`;
}

async function respond(handler: ReturnType<typeof unsubscribeHandler>, incoming: IncomingMessage, outgoing: ServerResponse) {
  const { method = 'GET', url = '/' } = incoming;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const request = new Request(new URL(url, 'http://127.0.0.1'), {
    method,
    headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' }),
  });
  const response = await handler(request);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}

async function aLink(url: string, changes: { readonly locale?: string; readonly address?: string } = {}) {
  const target = { channel: 'email', scope: 'promotional', lifecycle: 'member', site: 'hill' } as const;
  const token = await unsubscribeTokens(keys).sign({ ...target, address: email, locale: undefined, ...changes });
  return `${url}?token=${token}`;
}

const form = (fields: Record<string, string>): RequestInit => ({ method: 'POST', body: new URLSearchParams(fields) });
const oneClick = form({ 'List-Unsubscribe': 'One-Click' });

describe('one click, as RFC 8058 has it', () => {
  test.each<[string, RequestInit]>([
    // The two kinds of body of section 3.1, the first as it stands in section 8.1.
    [
      'a form in parts',
      {
        method: 'POST',
        headers: { 'content-type': 'multipart/form-data; boundary=---FormBoundaryjWmhtjORrn' },
        body: '-----FormBoundaryjWmhtjORrn\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n-----FormBoundaryjWmhtjORrn--\r\n',
      },
    ],
    [
      'a form in one line',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'List-Unsubscribe=One-Click',
      },
    ],
    ['a form with a charset', { ...oneClick, headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' } }],
  ])('%s unsubscribes at once, without cookie or redirect, and twice is once', async (_, request) => {
    const { suppressions } = aClub().notifier;
    const link = await aLink(await served({}, suppressions));
    for (let times = 0; times < 2; times++) {
      const response = await fetch(link, { ...request, redirect: 'manual', credentials: 'omit' });
      expect(response.status).toBe(200);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.headers.get('location')).toBeNull();
      await response.text();
    }
    expect(await suppressions.find('email', email)).toEqual([
      expect.objectContaining({ scope: 'promotional', reason: 'unsubscribed', site: 'hill' }),
    ]);
  });

  test('the link in a message, posted back, ends the messages that wait', async () => {
    const club = aClub();
    await club.join();
    await club.notifier.tick();
    const sent = club.email.messages.find(({ rule }) => rule === 'offer')?.unsubscribe?.url ?? '';
    const url = await served({}, club.notifier.suppressions);
    expect((await fetch(url + new URL(sent).search, oneClick)).status).toBe(200);
    await club.advanceTo('2026-03-05T10:00');
    expect(club.lines).toContain('skipped birthday email opted-out');
    // Control: who has not clicked gets it.
    await club.join({ no: 'M-2', person: { name: 'Bob', email: 'bob@example.com', phone: '+15550102' } });
    await club.advanceTo('2026-03-05T10:01');
    expect(club.lines).toContain('sent birthday email');
  });

  test.each<[string, RequestInit]>([
    ['no body', { method: 'POST' }],
    ['another value', form({ 'List-Unsubscribe': 'one-click' })],
    ['another field', form({ Unsubscribe: 'One-Click' })],
    ['JSON', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"List-Unsubscribe":"One-Click"}' }],
    ['text', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'List-Unsubscribe=One-Click' }],
    ['parts without a boundary', { method: 'POST', headers: { 'content-type': 'multipart/form-data' }, body: 'x' }],
    ['another action', form({ action: 'constructor' })],
    ['a body without end', form({ 'List-Unsubscribe': 'One-Click', filler: 'x'.repeat(20_000) })],
  ])('%s is no click', async (_, request) => {
    const { suppressions } = aClub().notifier;
    const response = await fetch(await aLink(await served({}, suppressions)), request);
    expect(response.status).toBe(400);
    expect(await suppressions.find('email', email)).toEqual([]);
  });
});

describe('the page', () => {
  test('GET and HEAD change nothing, so that programs that follow links unsubscribe nobody', async () => {
    const { suppressions } = aClub().notifier;
    const link = await aLink(await served({ sender: 'The <Club>' }, suppressions));
    const response = await fetch(link);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('<form method="post">');
    expect(html).toContain('a•••@example.com');
    expect(html).toContain('The &#60;Club&#62;');
    expect(html).not.toMatch(/<script|<img|ann@|https?:/i);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-language': 'en',
      'content-type': 'text/html; charset=utf-8',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    const head = await fetch(link, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(await suppressions.find('email', email)).toEqual([]);
  });

  test('its button unsubscribes, and the button of the next page takes that back', async () => {
    const { suppressions } = aClub().notifier;
    const link = await aLink(await served({}, suppressions));
    const press = async (html: string) => {
      const action = /name="action" value="(\w+)"/.exec(html)?.[1] ?? '';
      return (await fetch(link, form({ action }))).text();
    };
    const done = await press(await (await fetch(link)).text());
    expect(done).toContain('<h1>You are unsubscribed</h1>');
    expect(await suppressions.find('email', email)).toHaveLength(1);
    // Whoever comes back sees how things stand.
    expect(await (await fetch(link)).text()).toContain('<h1>You are unsubscribed</h1>');
    const undone = await press(done);
    expect(undone).toContain('<h1>You are subscribed again</h1>');
    expect(await suppressions.find('email', email)).toEqual([]);
  });

  test("what is taken back is the link's own: a complaint stays", async () => {
    const { suppressions } = aClub().notifier;
    await suppressions.add({ channel: 'email', address: email, reason: 'complained' });
    const link = await aLink(await served({}, suppressions));
    await fetch(link, form({ action: 'unsubscribe' }));
    await fetch(link, form({ action: 'resubscribe' }));
    expect(await suppressions.find('email', email)).toMatchObject([{ reason: 'complained' }]);
  });

  test.each([
    ['zh-TW', undefined, 'zh-TW', '取消訂閱'],
    ['zh-Hant-HK', undefined, 'zh-TW', '取消訂閱'],
    ['ru', 'en', 'ru', 'Отписаться'],
    [undefined, 'xx, ru;q=0.5, en;q=0.4', 'ru', 'Отписаться'],
    [undefined, undefined, 'en', 'Unsubscribe'],
    ['xx', 'yy', 'en', 'Unsubscribe'],
    ['fr-CA', 'ru', 'fr', 'Se désabonner'],
  ])('for the language %s of the recipient, and %s of the browser, it is in %s', async (locale, accepted, language, title) => {
    const { en } = (await import('../../../src/adapters/unsubscribe/page-texts.js')).pageTexts;
    if (en === undefined) throw new Error('English is there');
    const url = await served({ texts: { fr: { ...en, title: 'Se désabonner' } } });
    const headers = accepted === undefined ? {} : { 'accept-language': accepted };
    const html = await (await fetch(await aLink(url, locale === undefined ? {} : { locale }), { headers })).text();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`<h1>${title}</h1>`);
  });

  test('an address is shown as it is, whatever characters it is made of', async () => {
    const html = await (await fetch(await aLink(await served(), { address: '"<b>$&@x.example' }))).text();
    expect(html).toContain('&#34;•••@x.example');
    expect(html).not.toContain('<b>');
  });
});

describe('what is not ours', () => {
  test('a token that is forged, cut off, of another shop or missing is answered by a page that says what to do', async () => {
    const { suppressions } = aClub().notifier;
    const url = await served({}, suppressions);
    const link = await aLink(url);
    const foreign = await unsubscribeTokens(['the key of another shop, which is as long']).sign({
      channel: 'email',
      address: email,
      scope: 'all',
      lifecycle: 'member',
      site: undefined,
      locale: undefined,
    });
    for (const bad of [link.slice(0, -1), `${link}A`, `${url}?token=${foreign}`, `${url}?token=`, url]) {
      for (const request of [{}, oneClick, form({ action: 'resubscribe' })]) {
        const response = await fetch(bad, { ...request, headers: { 'accept-language': 'zh-TW' } });
        expect(response.status).toBe(400);
        expect(await response.text()).toContain('回覆該訊息並告知您要取消訂閱');
      }
    }
    expect(await suppressions.find('email', email)).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is answered with the methods that there are', async (method) => {
    const { suppressions } = aClub().notifier;
    const response = await fetch(await aLink(await served({}, suppressions)), { ...oneClick, method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
    await response.text();
    expect(await suppressions.find('email', email)).toEqual([]);
  });

  test('where the list is away, a page says to try again, and the host is told', async () => {
    const { suppressions } = aClub().notifier;
    const errors: unknown[] = [];
    const away = () => Promise.reject(new Error('the database is away'));
    const handler = unsubscribeHandler(
      { suppressions: { readToken: suppressions.readToken.bind(suppressions), unsubscribe: away, resubscribe: away } },
      { onError: (error) => errors.push(error) },
    );
    const response = await handler(new Request(await aLink('https://club.example/u'), oneClick));
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '120']);
    expect(await response.text()).toContain('Please try again in a few minutes');
    expect(errors).toEqual([expect.objectContaining({ message: 'the database is away' })]);
  });
});

test('languages are asked for by weight, and found by tag or beginning', () => {
  expect(acceptedLanguages('en;q=0.5, ru, zh-TW;q=0.8, *;q=0.1, de;q=0')).toEqual(['ru', 'zh-TW', 'en']);
  expect(acceptedLanguages(null)).toEqual([]);
  expect(languageFor([undefined, 'EN-us'], ['ru', 'en'])).toBe('en');
  expect(languageFor(['zh'], ['ru', 'zh-TW'])).toBe('zh-TW');
});
