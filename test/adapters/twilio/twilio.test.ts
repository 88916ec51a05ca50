import { expect, test } from 'vitest';
import { twilio } from '../../../src/adapters/twilio/index.js';
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
