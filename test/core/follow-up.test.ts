import { expect, test } from 'vitest';
import { followUpOf, judgeFollowUp } from '../../src/core/follow-up.js';
import type { StoredJob } from '../../src/core/job.js';
import type { JobReceipt } from '../../src/core/receipt.js';
import { aJob, noon } from '../../src/testing/store-cases/samples.js';

const until = { within: { hours: 1 } };
const hour = 3_600_000;
const first = aJob('c1', { channels: ['push', 'sms', 'email'], key: 'first' });
const delivered: JobReceipt = { state: 'delivered', word: 'DELIVRD', at: noon };
const lost: JobReceipt = { state: 'undelivered', word: 'UNDELIV', at: noon };

function next(job: StoredJob, channel: string): StoredJob {
  const found = followUpOf(job, channel, until, noon);
  if (found === undefined) throw new Error('nothing follows');
  return found;
}

test('each channel is followed by those behind it, and the last by nothing', () => {
  const second = next(first, 'push');
  expect(second).toMatchObject({ channels: ['sms', 'email'], dueAt: noon, runAt: noon + hour, status: 'scheduled', attempts: 0 });
  const third = next({ ...second, dueAt: noon }, 'sms');
  expect(third.channels).toEqual(['email']);
  // Whichever way it was come to: the message by e-mail is one job.
  expect(next(first, 'sms').key).toBe(third.key);
  expect(followUpOf(third, 'email', until, noon)).toBeUndefined();
});

test.each<readonly [string, Partial<StoredJob>, object]>([
  ['is accepted and nothing was heard', { status: 'sent', channel: 'push' }, { kind: 'go' }],
  ['is lost', { status: 'sent', channel: 'push', receipt: lost }, { kind: 'go' }],
  ['may have been accepted', { status: 'unknown' }, { kind: 'go' }],
  [
    'has arrived',
    { status: 'sent', channel: 'push', receipt: delivered },
    { kind: 'withdraw', why: 'the message by push was delivered' },
  ],
  ['went by a channel of its own', { status: 'sent', channel: 'sms' }, { kind: 'withdraw', why: 'it was sent by sms already' }],
  ['failed, its own channels included', { status: 'failed' }, { kind: 'withdraw', why: 'the message before it is failed' }],
  ['is being delivered', { status: 'in-flight', leaseUntil: noon + 60_000 }, { kind: 'wait', until: noon + 60_000 + hour }],
  ['waits for its provider', { status: 'scheduled', runAt: noon + 2 * hour }, { kind: 'wait', until: noon + 3 * hour }],
])('a job whose predecessor %s', (_what, earlier, verdict) => {
  expect(judgeFollowUp(next(first, 'push'), [{ ...first, ...earlier }], until, noon)).toEqual(verdict);
});

test('a job follows no other recipient, item, rule or occurrence', () => {
  const job = next(first, 'push');
  const arrived = { ...first, status: 'sent', channel: 'push', receipt: delivered } as const;
  for (const other of [
    { recipient: 'bob' },
    { item: 'S-2' },
    { rule: 'other' },
    { occurrence: 'c2' },
    { channels: ['email', 'sms'] },
  ])
    expect(judgeFollowUp(job, [{ ...arrived, ...other }], until, noon)).toMatchObject({
      kind: 'withdraw',
      why: 'the message before it is gone',
    });
  // Nor where its rule does not wait any more, and planned it by these channels itself.
  expect(judgeFollowUp(job, [], undefined, noon)).toEqual({ kind: 'go' });
});
