import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signWebhook, verifyWebhook, webhook } from '../../../src/adapters/webhook/index.js';
import { errorOf, gatewaySuite, withGateway } from '../gateway-suite.js';
import { anEmail, aText } from '../messages.js';

const secret = 'a-webhook-secret-of-32-bytes-0001';

gatewaySuite({
  provider: 'webhook',
  make: (gateway, options = {}) => webhook({ ...gateway.options, ...options }),
  refusal: '422',
  secrets: [secret, Buffer.from(secret).toString('base64')],
  lost: 'delivery-unknown',
  failed: 'delivery-unknown',
  isAnsweredByStatus: true,
});

test.each(['html', 'empty', 'broken', 'drip', 'endless'] as const)('2xx is a yes, whatever the body: %s', async (how) => {
  await withGateway('webhook', async (gateway) => {
    gateway.misbehave(how);
    expect(await webhook(gateway.options).send(aText())).toEqual({ id: aText().key });
  });
});

test('an e-mail carries its site, its sender and its files, bytes in base64', async () => {
  await withGateway('webhook', async (gateway) => {
    const attachments = [
      { filename: 'logo.png', contentType: 'image/png', content: Uint8Array.from([1, 2, 3]), contentId: 'logo@image' },
      { filename: 'terms.txt', contentType: 'text/plain', content: 'Условия' },
    ];
    await webhook(gateway.options).send(anEmail({ site: 'hill', sender: { name: 'Hill' }, attachments }));
    const { data } = JSON.parse(gateway.requests[0]?.body ?? '');
    expect(data).toMatchObject({ site: 'hill', sender: { name: 'Hill' } });
    expect(data.attachments).toEqual([
      { ...attachments[0], content: 'AQID' },
      { ...attachments[1], content: Buffer.from('Условия').toString('base64') },
    ]);
  });
});

test.each([
  [401, 'delivery-retryable'],
  [404, 'delivery-retryable'],
  [409, 'delivery-retryable'],
  [410, 'delivery-permanent'],
  [413, 'delivery-permanent'],
])('%i becomes %s', async (status, code) => {
  await withGateway('webhook', async (gateway) => {
    gateway.misbehave({ status, body: 'no such thing' });
    const error = await errorOf(webhook(gateway.options).send(aText()));
    expect(error).toMatchObject({
      code,
      message: `webhook: the receiver refused the message, HTTP ${status} («no such thing»).`,
    });
  });
});

describe('what is sent', () => {
  test('is the message as JSON, signed, with the key of the job as its id', async () => {
    await withGateway('webhook', async (gateway) => {
      const { abort: _, ...data } = anEmail();
      const clock = { now: () => new Date('2040-03-08T02:00:00.500Z') };
      await webhook({ ...gateway.options, clock, headers: { 'x-shop': 'nordlicht' } }).send(anEmail());
      const [{ headers = {}, body = '' } = {}] = gateway.requests;
      expect(headers).toMatchObject({ 'webhook-id': data.key, 'webhook-timestamp': '2214784800', 'x-shop': 'nordlicht' });
      expect(JSON.parse(body)).toEqual({ type: 'message', timestamp: '2040-03-08T02:00:00.500Z', data });
    });
  });

  test('has the same id again when it is tried again, so that the receiver takes it once', async () => {
    await withGateway('webhook', async (gateway) => {
      gateway.misbehave('drop-after');
      const transport = webhook(gateway.options);
      expect(await errorOf(transport.send(aText()))).toMatchObject({ code: 'delivery-unknown' });
      await transport.send(aText({ attempt: 2 }));
      expect(gateway.requests.length).toBe(2);
      expect(gateway.messages.length).toBe(1);
    });
  });

  test('may have a key in any script', async () => {
    await withGateway('webhook', async (gateway) => {
      expect(await webhook(gateway.options).send(aText({ key: 'booking/預約 1/é' }))).toEqual({
        id: 'booking/%E9%A0%90%E7%B4%84%201/%C3%A9',
      });
      expect(gateway.messages.length).toBe(1);
    });
  });
});

describe('verifyWebhook', () => {
  /** What a receiver gets of a message. */
  const received = async (given: { secret?: string | readonly string[] } = {}) =>
    withGateway('webhook', async (gateway) => {
      await webhook({ ...gateway.options, ...given })
        .send(aText())
        .catch(() => undefined);
      const [{ headers = {}, body = '' } = {}] = gateway.requests;
      return { headers, body };
    });

  test('takes what was signed with the secret, as text, as bytes, and from headers of either kind', async () => {
    const { headers, body } = await received();
    const whole = { ok: true, id: aText().key, payload: { data: { text: 'See you tomorrow.' } } };
    expect(verifyWebhook({ secret, headers, body })).toMatchObject(whole);
    expect(verifyWebhook({ secret, headers: new Headers(headers), body: Buffer.from(body) })).toMatchObject(whole);
    expect(verifyWebhook({ secret: `whsec_${Buffer.from(secret).toString('base64')}`, headers, body })).toMatchObject(whole);
  });

  test('takes either secret while one is being replaced', async () => {
    const next = 'the-next-secret-of-the-same-length';
    const { headers, body } = await received({ secret: [next, secret] });
    for (const one of [next, secret, ['some-secret-that-nobody-has-used', next]]) {
      expect(verifyWebhook({ secret: one, headers, body })).toMatchObject({ ok: true });
    }
  });

  test('refuses another secret, body, id or time, and headers that are missing', async () => {
    const { headers, body } = await received();
    const refusal = (changed: object) => verifyWebhook({ secret, headers, body, ...changed });
    expect(refusal({ secret: 'another-secret-of-the-same-size' })).toEqual({ ok: false, code: 'wrong-signature' });
    expect(refusal({ body: body.replace('tomorrow', 'never') })).toEqual({ ok: false, code: 'wrong-signature' });
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      expect(refusal({ headers: { ...headers, [name]: undefined } })).toEqual({ ok: false, code: 'missing-header' });
      expect(refusal({ headers: { ...headers, [name]: '1' } })).toEqual({ ok: false, code: 'wrong-signature' });
    }
    const sentAt = Number(headers['webhook-timestamp']) * 1_000;
    expect(refusal({ now: new Date(sentAt + 299_000) })).toMatchObject({ ok: true });
    expect(refusal({ now: new Date(sentAt + 301_000) })).toEqual({ ok: false, code: 'too-old' });
    expect(refusal({ now: new Date(sentAt - 301_000) })).toEqual({ ok: false, code: 'too-old' });
  });

  test('refuses what is signed and no message', () => {
    const body = '{"type":"other"}';
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', secret).update(`1.${timestamp}.${body}`).digest('base64');
    const headers = { 'webhook-id': '1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    expect(verifyWebhook({ secret, headers, body })).toEqual({ ok: false, code: 'no-message' });
  });

  // From the specification of Standard Webhooks, so that receivers may use any library for it.
  test('agrees with the example of the specification', () => {
    const headers = {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    };
    const verified = verifyWebhook({
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      headers,
      body: '{"test": 2432232314}',
      now: new Date(1_614_265_330_000),
    });
    expect(verified).toEqual({ ok: false, code: 'no-message' });
  });
});

test.each([
  { secret: 'short' },
  { secret: [] },
  { secret: 'whsec_c2hvcnQ=' },
  { url: 'push.example.com' },
  { headers: { 'x-token': 'ключ' } },
  { url: 'https://user:password@push.example.com' },
])('options that cannot work are refused at once: %j', (wrong) => {
  const make = () => webhook({ url: 'https://push.example.com', secret, ...wrong });
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
});

describe('receipts that a receiver posts back', () => {
  const secret = 'a-webhook-secret-of-32-bytes-0001';
  const now = new Date('2040-03-08T10:00Z');
  const transport = webhook({ url: 'https://push.example.com/messages', secret, clock: { now: () => now } });
  const read = async (payload: unknown) => transport.readReceipt?.(payload);
  const posted = (content: unknown, by = secret, at = now) => {
    const body = JSON.stringify(content);
    return { body, headers: signWebhook({ secret: by, id: 'r-1', body, now: at }) };
  };
  const receipt = { type: 'receipt', data: { id: 'job-1', state: 'delivered' } };

  test('are read where they are signed with the secret', async () => {
    expect(await read(posted(receipt))).toEqual([{ id: 'job-1', state: 'delivered', word: 'delivered', time: undefined }]);
    const several = { type: 'receipt', data: [receipt.data, { id: 'job-2', state: 'rejected', word: 'blocked', time: 'noon' }] };
    expect(await read(posted(several))).toMatchObject([{ id: 'job-1' }, { id: 'job-2', word: 'blocked', time: 'noon' }]);
    const { body, headers } = posted(receipt);
    expect(await read(new Request('https://shop.example.com/receipts', { method: 'POST', body, headers }))).toHaveLength(1);
  });

  test.each([
    ['another secret', posted(receipt, 'a-webhook-secret-of-32-bytes-0002'), 'wrong-signature'],
    ['another body', { ...posted(receipt), body: '{}' }, 'wrong-signature'],
    ['no headers', { body: JSON.stringify(receipt) }, 'missing-header'],
    ['an old signature', posted(receipt, secret, new Date('2040-03-08T09:00Z')), 'too-old'],
  ])('are refused with %s', async (_what, payload, why) => {
    expect(await errorOf(read(payload))).toMatchObject({ code: 'receipt-forged', message: expect.stringContaining(why) });
  });

  test.each([
    [{ type: 'message', data: receipt.data }],
    [{ ...receipt, data: [] }],
    [{ ...receipt, data: { id: 'job-1', state: 'eaten' } }],
    [null],
  ])('that say nothing cannot be read: %j', async (content) => {
    expect(await errorOf(read(posted(content)))).toMatchObject({ code: 'receipt-invalid' });
  });
});
