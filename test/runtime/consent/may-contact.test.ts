import { expect, test } from 'vitest';
import type { ContactContext } from '../../../src/runtime/consent/consent-options.js';
import { aClub, member } from '../../builders/club.js';

test('mayContact is asked of each message when it is due, transactional ones too, with what it needs to know', async () => {
  const asked: (ContactContext & { readonly name: string | undefined })[] = [];
  const club = aClub({
    mayContact: ({ name }, context) => {
      asked.push({ name, ...context });
      return true;
    },
  });
  await club.join();
  expect(asked).toEqual([]);
  await club.notifier.tick();
  const base = { name: 'Ann', lifecycle: 'member', site: 'hill' };
  expect(asked).toHaveLength(3);
  expect(asked).toContainEqual({ ...base, rule: 'welcome', channel: 'email', category: 'transactional' });
  expect(asked).toContainEqual({ ...base, rule: 'offer', channel: 'email', category: 'promotional' });
  expect(asked).toContainEqual({ ...base, rule: 'code', channel: 'sms', category: 'transactional' });
});

test.each([
  ['false', () => false, 'mayContact said no'],
  ['a reason', async () => 'has not confirmed\nthe address', 'has not confirmed the address'],
  ['an empty reason', () => '', 'mayContact said no'],
])('%s skips as opted-out and says why', async (_, mayContact, why) => {
  const club = aClub({ mayContact });
  await club.join();
  await club.notifier.tick();
  expect(club.lines).toContain('skipped welcome email opted-out');
  expect(await club.notifier.history(member, 'M-1')).toContainEqual(
    expect.objectContaining({ rule: 'welcome', status: 'skipped', code: 'opted-out', why }),
  );
  expect([...club.email.attempts, ...club.sms.attempts]).toEqual([]);
});

test.each<[string, () => unknown]>([
  [
    'throws',
    () => {
      throw new TypeError('a bug');
    },
  ],
  ['rejects', () => Promise.reject(new Error('away'))],
  ['answers nothing', () => undefined],
  ['answers a number', () => 1],
])('where mayContact %s nothing is sent, and it is asked again later', async (_, answer) => {
  let isWell = false;
  // As JavaScript calls it: the answer may be anything.
  const mayContact = (() => (isWell ? true : answer())) as () => boolean;
  const club = aClub({ mayContact });
  await club.join();
  await club.notifier.tick();
  expect(club.email.attempts).toEqual([]);
  expect(club.lines).toContain('retry welcome email handler-failed');
  isWell = true;
  await club.advanceTo('2026-03-02T12:05');
  expect(club.lines).toContain('sent welcome email');
});

test('a mayContact that never answers is not waited for longer than a transport', async () => {
  let isAsked = false;
  const club = aClub({
    mayContact: (_, { rule }) => {
      if (rule !== 'code') return true;
      isAsked = true;
      return new Promise<boolean>(() => {});
    },
  });
  await club.join();
  const ticking = club.notifier.tick();
  while (!isAsked) await new Promise(setImmediate);
  await club.clock.advanceTo('2026-03-02T12:00:30');
  await ticking;
  expect(club.lines).toContain('retry code sms handler-failed');
  expect(club.sms.attempts).toEqual([]);
});

test('whoever unsubscribes while mayContact thinks is heard', async () => {
  let answer = (_: boolean) => {};
  const club = aClub({
    mayContact: (_, { rule }) =>
      rule !== 'offer' ||
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await club.join();
  const ticking = club.notifier.tick();
  while (club.lines.length < 2) await new Promise(setImmediate);
  await club.notifier.suppressions.add({ channel: 'email', address: 'ann@example.com' });
  answer(true);
  await ticking;
  expect(club.lines).toContain('skipped offer email opted-out');
});

test('a message that the host asks for itself is asked of mayContact, too', async () => {
  const club = aClub({ mayContact: (_, { rule }) => rule !== 'welcome' });
  await club.join();
  await club.notifier.tick();
  club.lines.length = 0;
  await club.notifier.send(member, 'M-1', { rule: 'welcome' });
  await club.notifier.tick();
  expect(club.lines).toEqual(['skipped welcome email opted-out']);
});
