import { describe, expect, test } from 'vitest';
import { twsms } from '../../../src/adapters/twsms/index.js';
import { errorOf, gatewaySuite, withGateway } from '../gateway-suite.js';
import { aText } from '../messages.js';

gatewaySuite({
  provider: 'twsms',
  make: (gateway, options = {}) => twsms({ ...gateway.options, ...options }),
  refusal: '00100',
  secrets: ['twsms-password'],
  lost: 'delivery-unknown',
  failed: 'delivery-retryable',
  skip: [
    { case: 'text in any script arrives as it is', reason: 'the provider refuses emoji (00180); a test below has other scripts' },
  ],
});

/** Every code of the provider's documents, and what it means for a message. */
const codes: readonly (readonly [code: string, meaning: string])[] = [
  ...['00001', '00010', '00011', '00012', '00030', '00031', '00040', '00041', '00050', '00060', '00100', '00110'].map(
    (code) => [code, 'delivery-permanent'] as const,
  ),
  ...['00120', '00130', '00140', '00150', '00170', '00180', '00300', '00310'].map(
    (code) => [code, 'delivery-permanent'] as const,
  ),
  ['00020', 'delivery-retryable'],
  ['99998', 'delivery-retryable'],
  ['99999', 'delivery-retryable'],
  ['12345', 'delivery-permanent'],
];

describe('codes', () => {
  test.each(codes)('%s becomes %s', async (code, meaning) => {
    await withGateway('twsms', async (gateway) => {
      gateway.misbehave({ code });
      const error = await errorOf(twsms(gateway.options).send(aText()));
      expect(error.code).toBe(meaning);
      if (code !== '00020') expect(error.message).toMatch(new RegExp(`^twsms: ${code}, [a-z]`));
    });
  });

  test('an account without credit is told from a gateway that is busy, and sends again when it is topped up', async () => {
    await withGateway('twsms', async (gateway) => {
      const transport = twsms(gateway.options);
      gateway.setBalance(0);
      expect(await errorOf(transport.send(aText()))).toMatchObject({
        code: 'delivery-retryable',
        reason: 'no-credit',
        retryAfter: 900_000,
        message: expect.stringContaining('out of credit'),
      });
      gateway.misbehave({ code: '99999' });
      expect(await errorOf(transport.send(aText()))).toMatchObject({ reason: undefined });
      gateway.setBalance(1);
      expect(await transport.send(aText())).toEqual({ id: '1' });
      expect(await transport.balance()).toEqual({ amount: 0, unit: 'messages' });
    });
  });

  test('a wrong password is final, and not shown', async () => {
    await withGateway('twsms', async (gateway) => {
      const error = await errorOf(twsms({ ...gateway.options, password: 'wrong-password' }).send(aText()));
      expect(error).toMatchObject({ code: 'delivery-permanent', message: expect.stringContaining('00010') });
      expect(error.message).not.toContain('wrong-password');
    });
  });
});

describe('what is sent', () => {
  test('is a form, by POST, without credentials in the URL', async () => {
    await withGateway('twsms', async (gateway) => {
      await twsms(gateway.options).send(aText({ text: '您的預約已確認 1 < 2 & 3' }));
      expect(gateway.messages).toMatchObject([{ to: '0912345678', text: '您的預約已確認 1 < 2 & 3' }]);
      expect(gateway.requests).toMatchObject([{ method: 'POST', path: '/json/sms_send.php' }]);
      expect(Object.fromEntries(new URLSearchParams(gateway.requests[0]?.body))).toEqual({
        username: 'studio',
        password: 'twsms-password',
        mobile: '0912345678',
        message: '您的預約已確認 1 < 2 & 3',
      });
    });
  });

  test.each([
    ['+886912345678', '0912345678'],
    ['+886 912-345-678', '0912345678'],
    ['00886912345678', '0912345678'],
    ['886912345678', '0912345678'],
    ['+8860912345678', '0912345678'],
    ['0912 345 678', '0912345678'],
    ['(0912) 345-678', '0912345678'],
    ['+81 90 1234 5678', '819012345678'],
    ['+79123456789', '79123456789'],
  ])('%s is sent to %s', async (address, to) => {
    await withGateway('twsms', async (gateway) => {
      await twsms(gateway.options).send(aText({ address }));
      expect(gateway.messages.map((message) => message.to)).toEqual([to]);
    });
  });

  test.each(['', 'Ann', '09', '+', '0912345678, 0922345678', '0912345678 0922345678', '٠٩١٢٣٤٥٦٧٨'])(
    '%j is no phone number, and nothing is asked of the gateway',
    async (address) => {
      await withGateway('twsms', async (gateway) => {
        expect(await errorOf(twsms(gateway.options).send(aText({ address })))).toMatchObject({ code: 'delivery-permanent' });
        expect(gateway.requests).toEqual([]);
      });
    },
  );
});

describe('delivery states', () => {
  test.each([
    ['DELIVRD', 'delivered'],
    ['EXPIRED', 'expired'],
    ['UNDELIV', 'undelivered'],
    ['ACCEPTD', 'underway'],
    ['REJECTD', 'rejected'],
    ['REJERROR', 'rejected'],
    ['REJMOBIL', 'rejected'],
  ])('%s is %s', async (word, state) => {
    await withGateway('twsms', async (gateway) => {
      const transport = twsms(gateway.options);
      const { id = '' } = await transport.send(aText());
      const sent = { id, address: '+886912345678' };
      expect(await transport.receipt(sent)).toEqual({ id, state: 'underway', word: '00001' });
      gateway.setState(id, word);
      expect(await transport.receipt(sent)).toEqual({ id, state, word, time: '2040-03-08 10:00:05' });
    });
  });

  test('a message that the gateway does not know, and a state that nobody documented, are errors', async () => {
    await withGateway('twsms', async (gateway) => {
      const transport = twsms(gateway.options);
      const sent = { id: '1', address: '0912345678' };
      expect(await errorOf(transport.receipt(sent))).toMatchObject({ message: expect.stringContaining('00300') });
      await transport.send(aText());
      gateway.setState('1', 'NEWWORD');
      expect(await errorOf(transport.receipt(sent))).toMatchObject({ code: 'delivery-retryable' });
    });
  });

  test('questions that are not answered are never unknown: nothing is sent by them', async () => {
    await withGateway('twsms', async (gateway) => {
      gateway.misbehave('drop-after', 2);
      expect(await errorOf(twsms(gateway.options).balance())).toMatchObject({ code: 'delivery-retryable' });
      const asking = twsms(gateway.options).receipt({ id: '1', address: '0912345678' });
      expect(await errorOf(asking)).toMatchObject({ code: 'delivery-retryable' });
    });
  });
});

test.each([
  [{ username: '' }, 'twsms: username'],
  [{ password: 'a\nb' }, 'twsms: password'],
  [{ baseUrl: 'sms.example.com' }, 'twsms: baseUrl'],
  [{ baseUrl: 'https://studio:secret-word@sms.example.com' }, 'twsms: baseUrl'],
  [{ timeout: 0 }, 'twsms: timeout'],
])('options that cannot work are refused at once: %j', (wrong, place) => {
  const make = () => twsms({ username: 'studio', password: 'secret-word', ...wrong });
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-argument', message: expect.stringContaining(place) }));
  expect(make).not.toThrow(/secret-word/);
});

test('a message that expires within a day is given up by the gateway then', async () => {
  await withGateway('twsms', async (gateway) => {
    const transport = twsms({ ...gateway.options, clock: { now: () => new Date('2040-03-08T10:00Z') } });
    for (const expiresAt of ['2040-03-08T10:30Z', '2040-03-08T09:59Z', '2040-03-10T10:00Z'])
      await transport.send(aText({ expiresAt: new Date(expiresAt) }));
    const times = gateway.requests.map(({ body }) => new URLSearchParams(body).get('expirytime'));
    expect(times).toEqual(['1800', '1', null]);
  });
});
