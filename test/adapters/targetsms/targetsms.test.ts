import { describe, expect, test } from 'vitest';
import { targetsms } from '../../../src/adapters/targetsms/index.js';
import { errorOf, gatewaySuite, withGateway } from '../gateway-suite.js';
import { aText } from '../messages.js';

gatewaySuite({
  provider: 'targetsms',
  make: (gateway, options = {}) => targetsms({ ...gateway.options, ...options }),
  refusal: 'Номер телефона присутствует в стоп-листе.',
  secrets: ['targetsms-token'],
  lost: 'delivery-retryable',
  failed: 'delivery-retryable',
  skip: [
    {
      case: 'an answer that is lost throws an UnknownOutcomeError',
      reason: 'the gateway honours keys, so asking twice does no harm',
    },
  ],
});

test('a message whose answer was lost is sent again under the same key, and reaches the phone once', async () => {
  await withGateway('targetsms', async (gateway) => {
    const transport = targetsms(gateway.options);
    gateway.misbehave('drop-after');
    expect(await errorOf(transport.send(aText()))).toMatchObject({ code: 'delivery-retryable' });
    expect(await transport.send(aText({ attempt: 2 }))).toEqual({ id: '1' });
    expect(gateway.messages).toMatchObject([{ to: '886912345678', from: 'STUDIO', key: expect.stringMatching(/^\d{10,16}$/) }]);
    expect(Number.isSafeInteger(Number(gateway.messages[0]?.key))).toBe(true);
    await transport.send(aText({ key: 'another job' }));
    expect(gateway.messages.length).toBe(2);
  });
});

test("a message's own sender wins over the one of the options", async () => {
  await withGateway('targetsms', async (gateway) => {
    const transport = targetsms(gateway.options);
    await transport.send(aText({ key: '1', sender: { name: 'HILL' } }));
    await transport.send(aText({ key: '2', sender: { name: 'Hill', from: '79990000000' } }));
    await transport.send(aText({ key: '3', sender: { from: 'mail@hill.example' } }));
    expect(gateway.messages.map(({ from }) => from)).toEqual(['HILL', '79990000000', 'STUDIO']);
  });
});

test.each(['A name too long', '山丘', '', '1234567890123456', 'A\nB', '...'])('%j is no sender of an SMS', async (name) => {
  await withGateway('targetsms', async (gateway) => {
    const error = await errorOf(targetsms(gateway.options).send(aText({ sender: { name } })));
    expect(error).toMatchObject({
      code: 'delivery-permanent',
      message: expect.stringContaining('cannot be the sender of an SMS'),
    });
    expect(gateway.requests).toEqual([]);
  });
});

test('login and password go into the body, a token into a header', async () => {
  await withGateway('targetsms', async (gateway) => {
    const { baseUrl, sender } = gateway.options;
    await targetsms({ baseUrl, sender, login: 'studio', password: 'targetsms-password' }).send(aText());
    await targetsms(gateway.options).send(aText({ key: 'another job' }));
    expect(gateway.messages.length).toBe(2);
    const [first, second] = gateway.requests;
    expect(JSON.parse(first?.body ?? '')).toMatchObject({ security: { login: 'studio', password: 'targetsms-password' } });
    expect(second).toMatchObject({
      headers: { authorization: 'Bearer targetsms-token' },
      body: expect.not.stringContaining('security'),
    });
    const error = await errorOf(targetsms({ baseUrl, sender, login: 'studio', password: 'wrong-password' }).send(aText()));
    expect(error).toMatchObject({ code: 'delivery-permanent' });
    expect(error.message).not.toContain('wrong-password');
  });
});

test.each([
  ['+7 (912) 345-67-89', {}, '79123456789'],
  ['886912345678', {}, '886912345678'],
  ['0912345678', { countryCode: '886' }, '886912345678'],
])('%s with %j is sent to %s', async (address, options, to) => {
  await withGateway('targetsms', async (gateway) => {
    await targetsms({ ...gateway.options, ...options }).send(aText({ address }));
    expect(gateway.messages).toMatchObject([{ to }]);
  });
});

test('a local number is refused where no country code is given', async () => {
  await withGateway('targetsms', async (gateway) => {
    const error = await errorOf(targetsms(gateway.options).send(aText({ address: '0912345678' })));
    expect(error).toMatchObject({ code: 'delivery-permanent', message: expect.stringContaining('countryCode') });
  });
});

describe('what the gateway says', () => {
  const final = [
    'Аккаунт заблокирован.',
    'Данное направление закрыто.',
    'Текст SMS отклонен модератором.',
    'Такого отправителя нет.',
  ];
  test.each(final)('«%s» is final', async (words) => {
    await withGateway('targetsms', async (gateway) => {
      gateway.misbehave({ code: words });
      const error = await errorOf(targetsms(gateway.options).send(aText()));
      expect(error).toMatchObject({ code: 'delivery-permanent', message: `targetsms: refused the message («${words}»).` });
    });
  });

  test('an empty account waits for credit', async () => {
    await withGateway('targetsms', async (gateway) => {
      gateway.setBalance(0);
      const transport = targetsms(gateway.options);
      expect(await errorOf(transport.send(aText()))).toMatchObject({ code: 'delivery-retryable', reason: 'no-credit' });
      expect(await transport.balance()).toEqual({ amount: 0, unit: 'RUR' });
    });
  });

  test.each(['Сообщение уже отправлено.', 'already sent'])('«%s» is a yes to a repeat, without an id', async (words) => {
    await withGateway('targetsms', async (gateway) => {
      gateway.misbehave({ code: words });
      expect(await targetsms(gateway.options).send(aText({ attempt: 2 }))).toEqual({ id: undefined });
    });
  });

  test('the same request within a minute is tried again after it', async () => {
    await withGateway('targetsms', async (gateway) => {
      gateway.misbehave({ status: 200, body: { error: 'Попытка отправки более одного одинакового запроса в течение минуты' } });
      expect(await errorOf(targetsms(gateway.options).send(aText()))).toMatchObject({
        code: 'delivery-retryable',
        retryAfter: 60_000,
      });
    });
  });
});

test.each([
  ['send', 'underway'],
  ['deliver', 'delivered'],
  ['not_deliver', 'undelivered'],
  ['expired', 'expired'],
  ['partly_deliver', 'partly-delivered'],
])('the state %s is %s', async (word, state) => {
  await withGateway('targetsms', async (gateway) => {
    const transport = targetsms(gateway.options);
    const { id = '' } = await transport.send(aText());
    gateway.setState(id, word);
    expect(await transport.receipt({ id, address: '+886912345678' })).toEqual({ id, state, word, time: '2040-03-08 10:00:05' });
  });
});

test('a message that the gateway does not know has no state', async () => {
  await withGateway('targetsms', async (gateway) => {
    const asking = targetsms(gateway.options).receipt({ id: '404', address: '+886912345678' });
    expect(await errorOf(asking)).toMatchObject({ message: expect.stringContaining('a state that is documented') });
  });
});

test.each([{}, { login: 'studio' }, { token: '' }, { token: 'ключ' }])(
  'credentials that cannot work are refused at once: %j',
  (given) => {
    expect(() => targetsms({ sender: 'STUDIO', ...given })).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  },
);

test('many states are asked for at once, and one that the gateway does not know is left out', async () => {
  await withGateway('targetsms', async (gateway) => {
    const transport = targetsms(gateway.options);
    const ids: string[] = [];
    for (const key of ['one', 'two']) ids.push((await transport.send(aText({ key }))).id ?? '');
    const [first = '', second = ''] = ids;
    gateway.setState(first, 'deliver');
    const asked = gateway.requests.length;
    const receipts = await transport.receipts?.([first, '404', second].map((id) => ({ id, address: '+886912345678' })));
    expect(receipts).toMatchObject([
      { id: first, state: 'delivered', word: 'deliver' },
      { id: second, state: 'underway', word: 'send' },
    ]);
    expect(gateway.requests).toHaveLength(asked + 1);
  });
});

test('a message that expires is given up by the gateway, in the zone in which it reads times', async () => {
  await withGateway('targetsms', async (gateway) => {
    const expiresAt = new Date('2040-03-08T10:30Z');
    await targetsms({ ...gateway.options, timeZone: 'Europe/Moscow' }).send(aText({ key: 'one', expiresAt }));
    await targetsms(gateway.options).send(aText({ key: 'two', expiresAt }));
    const abonents = gateway.requests.map(({ body }) => JSON.parse(body).message[0].abonent[0]);
    expect(abonents[0]).toMatchObject({ validity_period: '2040-03-08 13:30' });
    expect(abonents[1]).not.toHaveProperty('validity_period');
  });
});

test('a zone that is none is refused at once', () => {
  expect(() => targetsms({ token: 'token', sender: 'STUDIO', timeZone: 'Moscow' })).toThrow("'Moscow' is no time zone");
});
