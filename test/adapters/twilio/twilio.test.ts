import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type TwilioOptions, twilio } from '../../../src/adapters/twilio/index.js';
import { errorOf, gatewaySuite, withGateway } from '../gateway-suite.js';
import { aText } from '../messages.js';

const basic = Buffer.from('AC00000000000000000000000000000001:twilio-auth-token').toString('base64');

gatewaySuite({
  provider: 'twilio',
  make: (gateway, options = {}) => twilio({ ...gateway.options, ...options }),
  refusal: '21610',
  secrets: ['twilio-auth-token', basic],
  lost: 'delivery-unknown',
  failed: 'delivery-unknown',
});

test('a message is a form under the account, with basic authentication and the hashed key of the job', async () => {
  await withGateway('twilio', async (gateway) => {
    const { id } = await twilio(gateway.options).send(aText());
    expect(id).toBe('SM00000000000000000000000000000001');
    expect(gateway.messages).toMatchObject([
      { to: '+886912345678', from: '+15005550006', key: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    const [request] = gateway.requests;
    expect(request?.path).toBe('/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages.json');
    expect(request?.headers['authorization']).toBe(`Basic ${basic}`);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      To: '+886912345678',
      From: '+15005550006',
      Body: 'See you tomorrow.',
    });
  });
});

test('a messaging service may send instead of a number', async () => {
  await withGateway('twilio', async (gateway) => {
    const { from, ...account } = gateway.options;
    await twilio({ ...account, messagingServiceSid: 'MG01' }).send(aText());
    expect(from).not.toBe('MG01');
    expect(gateway.messages).toMatchObject([{ from: 'MG01' }]);
    for (const sender of [{}, { from, messagingServiceSid: 'MG01' }]) {
      expect(() => twilio({ ...account, ...sender })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
  });
});

test("a message's own sender wins over the options, a messaging service included", async () => {
  await withGateway('twilio', async (gateway) => {
    const { from: _, ...account } = gateway.options;
    const transport = twilio({ ...account, messagingServiceSid: 'MG01' });
    await transport.send(aText({ key: '1', sender: { from: '+15005550007', name: 'HILL' } }));
    await transport.send(aText({ key: '2', sender: { name: 'HILL', replyTo: 'desk@hill.example' } }));
    await transport.send(aText({ key: '3', sender: { from: 'mail@hill.example' } }));
    expect(gateway.messages.map(({ from }) => from)).toEqual(['+15005550007', 'HILL', 'MG01']);
    expect(gateway.requests[0]?.body).not.toContain('MG01');
  });
});

test('a repeated message carries the same token', async () => {
  await withGateway('twilio', async (gateway) => {
    const transport = twilio(gateway.options);
    await transport.send(aText());
    await transport.send(aText({ attempt: 2 }));
    await transport.send(aText({ key: 'another job' }));
    const [first, second, third] = gateway.messages.map(({ key }) => key);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

test.each([
  ['0912345678', { countryCode: '886' }, '+886912345678'],
  ['+1 (500) 555-0009', {}, '+15005550009'],
])('%s with %j is sent to %s', async (address, options, to) => {
  await withGateway('twilio', async (gateway) => {
    await twilio({ ...gateway.options, ...options }).send(aText({ address }));
    expect(gateway.messages).toMatchObject([{ to }]);
  });
});

test('a refusal shows the code and the words, without the number that is in them', async () => {
  await withGateway('twilio', async (gateway) => {
    const error = await errorOf(twilio(gateway.options).send(aText({ address: '1234' })));
    expect(error).toMatchObject({
      code: 'delivery-permanent',
      message: "twilio: refused the request, HTTP 400, code 21211 («The 'To' number +… is not a valid phone number.»).",
    });
    const stranger = twilio({ ...gateway.options, authToken: 'wrong-auth-token' });
    expect(await errorOf(stranger.send(aText()))).toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining('20003'),
    });
  });
});

test('the balance is in the currency of the account', async () => {
  await withGateway('twilio', async (gateway) => {
    gateway.setBalance(12.5);
    expect(await twilio(gateway.options).balance()).toEqual({ amount: 12.5, unit: 'USD' });
  });
});

test.each([
  ['queued', 'underway'],
  ['sent', 'underway'],
  ['delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'undelivered'],
  ['canceled', 'rejected'],
])('the status %s is %s', async (word, state) => {
  await withGateway('twilio', async (gateway) => {
    const transport = twilio(gateway.options);
    const { id = '' } = await transport.send(aText());
    gateway.setState(id, word);
    const time = 'Thu, 08 Mar 2040 02:00:05 +0000';
    expect(await transport.receipt({ id, address: '+886912345678' })).toEqual({ id, state, word, time });
  });
});

test('an id that would lead to another path is asked for nowhere', async () => {
  await withGateway('twilio', async (gateway) => {
    const transport = twilio(gateway.options);
    expect(await errorOf(transport.receipt({ id: '../Balance', address: '' }))).toMatchObject({ code: 'invalid-argument' });
    expect(await errorOf(transport.receipt({ id: 'SM404', address: '' }))).toMatchObject({
      message: expect.stringContaining('20404'),
    });
    expect(gateway.requests.length).toBe(1);
  });
});

describe('status callbacks', () => {
  // The address and fields of the example that the provider's own libraries are tested with.
  const url = 'https://mycompany.com/myapp.php?foo=1&bar=2';
  const example = {
    CallSid: 'CA1234567890ABCDE',
    Digits: '1234',
    From: '+14158675309',
    To: '+18005551212',
    Caller: '+14158675309',
  };
  const account = { accountSid: 'AC01', authToken: '12345', from: '+15005550006' };

  function signed(fields: Readonly<Record<string, string>>, to = url, token = account.authToken) {
    const sorted = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
    const text = to + sorted.map(([name, value]) => name + value).join('');
    const signature = createHmac('sha1', token).update(text).digest('base64');
    return { url: to, headers: { 'x-twilio-signature': signature }, body: new URLSearchParams(fields).toString() };
  }

  const delivered = { MessageSid: 'SM01', MessageStatus: 'delivered', To: '+886912345678' };
  const read = (payload: unknown, given: Partial<TwilioOptions> = {}) => twilio({ ...account, ...given }).readReceipt?.(payload);

  test('are signed as the provider signs them', () => {
    expect(signed(example).headers['x-twilio-signature']).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=');
  });

  test('are read from a Request, or from its parts', async () => {
    const receipt = { id: 'SM01', state: 'delivered', word: 'delivered' };
    const { headers, body } = signed(delivered);
    expect(await read({ url, headers, body })).toEqual(receipt);
    expect(await read({ url, headers, body: Buffer.from(body) })).toEqual(receipt);
    expect(await read(new Request(url, { method: 'POST', headers, body }))).toEqual(receipt);
  });

  test('are checked against the address that the provider was told, where a proxy has another', async () => {
    const behind = { ...signed(delivered), url: 'http://10.0.0.7/receipts' };
    expect(await errorOf(Promise.resolve(read(behind)))).toMatchObject({ code: 'receipt-forged' });
    expect(await read(behind, { statusCallback: url })).toMatchObject({ id: 'SM01' });
  });

  test.each([
    ['another token', signed(delivered, url, '54321')],
    ['another address', { ...signed(delivered), url: `${url}1` }],
    ['another body', { ...signed(delivered), body: signed({ ...delivered, MessageStatus: 'failed' }).body }],
    ['no signature', { ...signed(delivered), headers: {} }],
  ])('are refused with %s', async (_what, payload) => {
    const error = await errorOf(Promise.resolve(read(payload)));
    expect(error).toMatchObject({ code: 'receipt-forged' });
    expect(String(error)).not.toContain('12345');
  });

  test.each([[{ MessageStatus: 'delivered' }], [{ MessageSid: 'SM01', MessageStatus: 'eaten' }], [example]])(
    'that say nothing of a message cannot be read: %j',
    async (fields) => {
      expect(await errorOf(Promise.resolve(read(signed(fields))))).toMatchObject({ code: 'receipt-invalid' });
    },
  );

  test('come where the message says', async () => {
    await withGateway('twilio', async (gateway) => {
      const transport = twilio({ ...gateway.options, statusCallback: url, clock: { now: () => new Date('2040-03-08T10:00Z') } });
      await transport.send(aText({ expiresAt: new Date('2040-03-08T10:30Z') }));
      await transport.send(aText({ expiresAt: new Date('2040-03-09T10:00Z') }));
      const [first, second] = gateway.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
      expect(first).toMatchObject({ StatusCallback: url, ValidityPeriod: '1800' });
      // Longer than the provider tries at most.
      expect(second).not.toHaveProperty('ValidityPeriod');
    });
  });
});
