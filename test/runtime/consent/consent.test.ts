import { expect, test, vi } from 'vitest';
import { PermanentDeliveryError, RetryableDeliveryError } from '../../../src/core/errors.js';
import { unsubscribeTokens } from '../../../src/runtime/consent/unsubscribe-token.js';
import { aClub, keys, member, unsubscribe } from '../../builders/club.js';
import { storeWith } from '../../builders/studio.js';

const email = 'ann@example.com';
const tokenIn = (url: string | undefined) => new URL(url ?? '').searchParams.get('token') ?? '';

test('a job that waits when its person unsubscribes is skipped as opted-out, and transactional messages still go', async () => {
  const club = aClub({ suppressions: {} });
  await club.join();
  await club.notifier.tick();
  expect(club.lines.splice(0).sort()).toEqual(['sent code sms', 'sent offer email', 'sent welcome email']);

  await club.notifier.suppressions.unsubscribe(
    tokenIn(club.email.messages.find(({ rule }) => rule === 'offer')?.unsubscribe?.url),
  );
  await club.join({ no: 'M-2' });
  await club.advanceTo('2026-03-05T10:00');
  expect(club.lines.sort()).toEqual([
    'sent code sms',
    'sent welcome email',
    'skipped birthday email opted-out',
    'skipped birthday email opted-out',
    'skipped offer email opted-out',
  ]);
  const why = 'the email address has unsubscribed from promotional messages (2026-03-02)';
  expect(await club.notifier.history(member, 'M-1')).toContainEqual(
    expect.objectContaining({ rule: 'birthday', status: 'skipped', code: 'opted-out', why }),
  );
  expect(await club.notifier.explain(member, 'M-1')).toContainEqual(
    expect.objectContaining({ rule: 'birthday', outcome: 'skipped', code: 'opted-out', why }),
  );
});

test('whoever unsubscribes between two attempts gets no second one', async () => {
  const club = aClub();
  club.email.failFor(({ rule }) => rule === 'offer', new RetryableDeliveryError('busy'));
  await club.join();
  await club.notifier.tick();
  expect(club.lines).toContain('retry offer email delivery-retryable');
  await club.notifier.suppressions.add({ channel: 'email', address: ' ANN@example.com', reason: 'complained' });
  await club.advanceTo('2026-03-02T12:05');
  expect(club.lines).toContain('skipped offer email opted-out');
  expect(club.email.attempts.filter(({ rule }) => rule === 'offer')).toHaveLength(1);
});

test('a channel that is closed by the list leaves the next one its chance', async () => {
  const club = aClub({ suppressions: { countryCode: '886' } });
  await club.notifier.suppressions.inbound({ channel: 'sms', from: '+886 912 345 678', text: '退訂' });
  await club.join();
  await club.advanceTo('2026-03-05T11:00');
  expect(club.lines).toContain('sent deal email');
  // STOP ends everything on its channel: the code, which is transactional, too.
  expect(club.lines).toContain('skipped code sms opted-out');
  expect(club.sms.attempts).toEqual([]);
});

test('without the option suppressions the list is asked by promotional messages only', async () => {
  const asked: string[] = [];
  const club = aClub({
    wrap: (store) => {
      const { records } = store;
      if (records === undefined) throw new Error('the memory store keeps records');
      return storeWith(store, {
        records: {
          read: (ref, tx) => {
            asked.push(`${ref.kind} ${ref.key}`);
            return records.read(ref, tx);
          },
          write: (write, tx) => records.write(write, tx),
          list: (query) => records.list(query),
        },
      });
    },
  });
  await club.join();
  await club.notifier.tick();
  expect(asked).toEqual([`suppressed email ${email}`]);
  await expect(club.notifier.suppressions.add({ channel: 'email', address: email, scope: 'all' })).rejects.toMatchObject({
    code: 'invalid-argument',
    message: expect.stringContaining('Give createNotifier suppressions: {}'),
  });
  await expect(club.notifier.suppressions.inbound({ channel: 'sms', from: '+1555', text: 'STOP' })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
});

test('an entry of one site leaves the others alone, one of no site closes all', async () => {
  const club = aClub();
  await club.notifier.suppressions.add({ channel: 'email', address: email, site: 'hill' });
  await club.join();
  await club.join({ no: 'M-2', branch: 'lake' });
  await club.notifier.tick();
  expect(club.email.messages.filter(({ rule }) => rule === 'offer').map(({ subject }) => subject)).toEqual(['M-2']);
  await club.notifier.suppressions.add({ channel: 'email', address: email });
  await club.join({ no: 'M-3', branch: 'lake' });
  await club.notifier.tick();
  expect(club.email.messages.filter(({ rule }) => rule === 'offer')).toHaveLength(1);
});

test('promotional messages carry their link, in header and text; others have none', async () => {
  const club = aClub({ unsubscribe: { ...unsubscribe, mailto: 'stop@club.example' } });
  await club.join({ person: { name: 'Ann', email: 'Ann@Example.com', phone: '0912345678', locale: 'ru' } });
  await club.notifier.tick();
  const [offer] = club.email.messages.filter(({ rule }) => rule === 'offer');
  const url = offer?.unsubscribe?.url ?? '';
  expect(offer?.unsubscribe?.mailto).toBe('stop@club.example');
  expect(url).toMatch(/^https:\/\/club\.example\/u\?from=mail&token=[\w-]+$/);
  expect(offer?.text).toBe(`offer for Ann – end: ${url}`);
  expect(url.toLowerCase()).not.toContain('ann');
  expect(await unsubscribeTokens(keys).read(tokenIn(url))).toEqual({
    channel: 'email',
    address: email,
    scope: 'promotional',
    lifecycle: 'member',
    site: 'hill',
    locale: 'ru',
  });
  const [welcome] = club.email.messages.filter(({ rule }) => rule === 'welcome');
  expect(welcome).not.toHaveProperty('unsubscribe');
  expect(welcome?.text).toBe('welcome for Ann');
});

test('where the list cannot be read nothing is sent, and it is tried again', async () => {
  let isAway = true;
  const club = aClub({
    suppressions: {
      list: {
        find: async () => (isAway ? Promise.reject(new Error('away')) : []),
        add: async () => true,
        remove: async () => 0,
        list: async () => ({ suppressions: [], next: undefined }),
      },
    },
  });
  await club.join();
  await club.notifier.tick();
  expect([...club.email.attempts, ...club.sms.attempts]).toEqual([]);
  expect(club.lines).toContain('retry welcome email store-unavailable');
  isAway = false;
  await club.advanceTo('2026-03-02T12:05');
  expect(club.lines).toContain('sent welcome email');
});

test('a list of two workers is one list: what is added a hundred times at once is there once', async () => {
  const { notifier } = aClub({ suppressions: {} });
  const adding = Array.from({ length: 100 }, (_, index) =>
    notifier.suppressions.add({ channel: 'email', address: email, scope: index % 2 === 0 ? 'all' : 'promotional' }),
  );
  expect((await Promise.all(adding)).filter(Boolean)).toHaveLength(2);
  expect(await notifier.suppressions.find('email', email)).toHaveLength(2);
});

test('what the host adds in a transaction holds when that commits', async () => {
  const { notifier, database, join, lines } = aClub();
  await database.transaction(async (tx) => {
    await notifier.suppressions.add({ channel: 'email', address: email }, { tx });
    await join();
    await notifier.tick();
    expect(lines).toContain('sent offer email');
  });
  await join({ no: 'M-2' });
  await notifier.tick();
  expect(lines).toContain('skipped offer email opted-out');
});

test('an address that does not exist is suppressed for all messages where the host wants that', async () => {
  const club = aClub({ suppressions: { suppressBounces: true } });
  club.email.failNext(new PermanentDeliveryError('550 5.1.1 no such user', { reason: 'no-such-address' }));
  await club.join();
  await club.notifier.tick();
  expect(await club.notifier.suppressions.find('email', email)).toMatchObject([
    { scope: 'all', reason: 'bounced', note: '550 5.1.1 no such user' },
  ]);
  await club.join({ no: 'M-2' });
  await club.notifier.tick();
  expect(club.lines).toContain('skipped welcome email opted-out');
});

test.each([
  ['another refusal', { suppressBounces: true }, new PermanentDeliveryError('552 too big')],
  ['a bounce that the host does not want to know', {}, new PermanentDeliveryError('550', { reason: 'no-such-address' })],
])('%s suppresses nothing', async (_, suppressions, error) => {
  const club = aClub({ suppressions });
  club.email.failNext(error);
  await club.join();
  await club.notifier.tick();
  expect(await club.notifier.suppressions.find('email', email)).toEqual([]);
});

test('that a bounce cannot be noted changes nothing of what became of the message, and is an error event', async () => {
  const club = aClub({
    suppressions: {
      suppressBounces: true,
      list: {
        find: async () => [],
        add: () => Promise.reject(new Error('full')),
        remove: async () => 0,
        list: async () => ({ suppressions: [], next: undefined }),
      },
    },
  });
  club.email.failNext(new PermanentDeliveryError('550', { reason: 'no-such-address' }));
  await club.join();
  await club.notifier.tick();
  expect(club.lines.filter((line) => line.startsWith('failed'))).toHaveLength(1);
  expect(club.errors).toEqual([expect.objectContaining({ message: 'full' })]);
});

test('createNotifier warns of promotional e-mails without a link, unless it is told that something else sees to it', () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    aClub({ unsubscribe: false });
    aClub();
    expect(warn).not.toHaveBeenCalled();
    aClub({ hasLinks: false });
    expect(warn.mock.calls.map(([message]) => String(message))).toEqual([
      expect.stringMatching(
        /^createNotifier: promotional e-mails have no link to unsubscribe \('offer', 'birthday', 'deal'\).*Give unsubscribe/,
      ),
    ]);
  } finally {
    warn.mockRestore();
  }
});
