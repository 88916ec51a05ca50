import { describe, expect, test } from 'vitest';
import { createClient } from '../../src/http/client.js';
import type { Fetch } from '../../src/http/fetch.js';
import { retryAfterOf } from '../../src/http/retry-after.js';

const call = { method: 'POST', path: '/send', body: '{}', hidden: [], isRepeatable: false } as const;

function clientWith(fetch: Fetch, timeout = 20_000) {
  return createClient({ name: 'gateway', baseUrl: 'https://sms.example.com/', secrets: ['a-secret-word'], fetch, timeout });
}

function failing(error: unknown): Fetch {
  return () => Promise.reject(error);
}

describe('a fetch of the host', () => {
  test('is called with the whole request, and told not to follow redirects', async () => {
    const calls: unknown[] = [];
    const reply = await clientWith(async (url, { signal, ...request }) => {
      calls.push({ url, ...request, isAborted: signal.aborted });
      return new Response('{"id":7}', { status: 201 });
    })(call);
    expect(reply.text('id')).toBe('7');
    const headers = { accept: 'application/json', 'user-agent': 'orderbell' };
    expect(calls).toEqual([
      { url: 'https://sms.example.com/send', method: 'POST', headers, body: '{}', redirect: 'manual', isAborted: false },
    ]);
  });

  test('that heeds no signal is not waited for', async () => {
    const waiting = clientWith(() => new Promise(() => undefined), 20)(call);
    await expect(waiting).rejects.toMatchObject({ code: 'delivery-unknown', message: expect.stringContaining('within 20 ms') });
  });

  test.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('that fails with %s has handed over nothing', async (code) => {
    const error = new TypeError('fetch failed', { cause: Object.assign(new Error('deep'), { code }) });
    await expect(clientWith(failing(error))(call)).rejects.toMatchObject({
      code: 'delivery-retryable',
      message: `gateway: no connection (${code}).`,
      cause: error,
    });
  });

  test.each([
    ['ECONNRESET', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['UND_ERR_SOCKET', new TypeError('fetch failed', { cause: Object.assign(new Error('closed'), { code: 'UND_ERR_SOCKET' }) })],
    ['an error without a code', new Error('no idea')],
    ['something that is no error', 'no idea'],
  ])('that fails with %s leaves the outcome unknown, or is repeated where that does no harm', async (_, error) => {
    await expect(clientWith(failing(error))(call)).rejects.toMatchObject({ code: 'delivery-unknown' });
    const repeated = clientWith(failing(error))({ ...call, isRepeatable: true });
    await expect(repeated).rejects.toMatchObject({ code: 'delivery-retryable' });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2040-03-08T02:00:00Z');
  test.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Thu, 08 Mar 2040 02:01:00 GMT', 60_000],
    ['Thu, 08 Mar 2040 01:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['Fri, 08 Mar 2190 02:01:00 GMT', 86_400_000],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('%j is %j milliseconds', (header, expected) => {
    expect(retryAfterOf(header, now)).toBe(expected);
  });
});
