/** Rules that change while jobs wait: `inflight: 'follow' | 'pin' | 're-plan'`, and rules that are removed. */
import { describe, expect, test } from 'vitest';
import { aSpa, aVisit, visit, visitLifecycle, visitRules } from '../../builders/visits.js';

const { reminder, confirmed } = visitRules.rows;

/** Yesterday's spa with the visit V-1, and today's: the same database with another table. */
async function deployed(before: Parameters<typeof visit.rules>[0], after: Parameters<typeof visit.rules>[0], changes = {}) {
  const earlier = aSpa({ rules: visit.rules(before) });
  await earlier.notifier.handleTransition(visit, { created: aVisit(changes) });
  const { store, clock } = earlier;
  return { earlier, ...aSpa({ rules: visit.rules(after), store, clock }) };
}

describe('follow', () => {
  test('a waiting job is judged and written by the new row', async () => {
    const { sms, lines, advanceTo, notifier } = await deployed({ reminder }, { reminder: { ...reminder, template: 'fresh' } });
    await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', room: 'garden' }) });
    await advanceTo('2026-03-04T10:00');
    expect(sms.messages.map(({ text }) => text)).toEqual(['fresh', 'fresh']);
    expect(lines).toHaveLength(2);
  });

  test('a condition that the new row adds holds it back', async () => {
    const { lines, advanceTo } = await deployed({ reminder }, { reminder: { ...reminder, if: 'in the garden' } });
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 skipped reminder Gina if']);
  });
});

describe('a rule that was removed', () => {
  test('a waiting deadline is withdrawn with the reason, when it is due and when its subject is planned anew', async () => {
    const { notifier, lines, advanceTo } = await deployed({ reminder }, { confirmed });
    await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2' }) });
    await notifier.refresh(visit, aVisit());
    expect(lines).toEqual(['03-02 12:00 withdrawn reminder Gina withdrawn']);
    const [job] = await notifier.history(visit, 'V-1');
    expect(job?.why).toBe("the rule 'reminder' was removed");
    const second = await deployed({ reminder }, { confirmed });
    await second.advanceTo('2026-03-04T10:00');
    expect(second.lines).toEqual(['03-04 10:00 withdrawn reminder Gina withdrawn']);
    await advanceTo('2026-03-05T00:00');
  });

  test('so is the message of a change that waits for its window', async () => {
    const { earlier, notifier, lines } = await deployed({ reminder, confirmed }, { reminder }, { status: 'confirmed' });
    await notifier.refresh(visit, aVisit({ status: 'confirmed' }));
    expect(lines).toEqual(['03-02 12:00 withdrawn confirmed Gina withdrawn']);
    expect((await earlier.notifier.history(visit, 'V-1')).find(({ rule }) => rule === 'confirmed')?.why).toBe(
      "the rule 'confirmed' was removed",
    );
    const second = await deployed({ reminder, confirmed }, { reminder }, { status: 'confirmed' });
    await second.notifier.tick();
    expect(second.lines).toEqual(['03-02 12:00 withdrawn confirmed Gina withdrawn']);
  });

  test('a message that the host asked for itself is no rule’s', async () => {
    const { earlier, notifier, lines } = await deployed({ reminder }, { confirmed });
    await earlier.notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['sms'] });
    await notifier.refresh(visit, aVisit());
    await notifier.tick();
    expect(lines).toEqual(['03-02 12:00 withdrawn reminder Gina withdrawn', '03-02 12:00 sent note Gina']);
  });
});

describe('pin', () => {
  const old = { ...reminder, inflight: 'pin', template: 'old' } as const;
  const strict = {
    ...reminder,
    if: 'in the garden',
    template: 'fresh',
    due: { before: 'visit.start', days: 2, at: '09:00' },
  } as const;

  test('a waiting job goes on by the row that planned it: text, conditions and instant', async () => {
    const { sms, lines, advanceTo } = await deployed({ reminder: old }, { reminder: strict });
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 sent reminder Gina']);
    expect(sms.last?.text).toBe('old');
  });

  test('a due date that moves takes it along, and the new row sends nothing beside it', async () => {
    const { notifier, sms, lines, advanceTo } = await deployed({ reminder: old }, { reminder: strict });
    await notifier.refresh(visit, aVisit({ room: 'garden', start: new Date('2026-03-06T15:00Z') }));
    await advanceTo('2026-03-04T12:00');
    await advanceTo('2026-03-05T10:00');
    expect(lines).toEqual(['03-02 12:00 withdrawn reminder Gina superseded', '03-05 10:00 sent reminder Gina']);
    expect(sms.messages.map(({ text }) => text)).toEqual(['old']);
  });

  test('it is withdrawn for the reasons of its own row', async () => {
    const { notifier, lines } = await deployed({ reminder: old }, { reminder: strict });
    await notifier.handleTransition(visit, { subject: aVisit(), event: 'visit.cancel', payload: { reason: 'ill' } });
    expect(lines).toEqual(['03-02 12:00 withdrawn reminder Gina withdrawn']);
  });

  test('with its last open job the row is forgotten, and the table decides again', async () => {
    const { notifier, store, sms, advanceTo } = await deployed({ reminder: old }, { reminder: strict });
    const ref = { lifecycle: 'visit', subject: 'V-1' };
    expect((await store.subject(ref))?.pinned).toBe(true);
    await advanceTo('2026-03-04T10:00');
    await notifier.refresh(visit, aVisit({ room: 'garden', start: new Date('2026-03-10T15:00Z') }));
    expect((await store.subject(ref))?.pinned).toBe(false);
    await advanceTo('2026-03-08T09:00');
    expect(sms.messages.map(({ text }) => text)).toEqual(['old', 'fresh']);
  });

  test('a job of a rule that was removed goes on, and moves with its date', async () => {
    const { notifier, lines, advanceTo } = await deployed({ reminder: old }, { confirmed });
    await notifier.refresh(visit, aVisit({ start: new Date('2026-03-05T16:00Z') }));
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 sent reminder Gina']);
  });

  test('the message of a change goes on by its row, too', async () => {
    const row = { ...confirmed, inflight: 'pin' } as const;
    const { email, advanceTo } = await deployed({ confirmed: row }, { reminder }, { status: 'confirmed' });
    await advanceTo('2026-03-02T12:01');
    expect(email.last?.text).toBe('confirmed');
  });

  test('a new subject is planned by the new row', async () => {
    const { notifier, sms, advanceTo } = await deployed({ reminder: old }, { reminder: strict });
    await notifier.handleTransition(visit, { created: aVisit({ no: 'V-2', room: 'garden' }) });
    await advanceTo('2026-03-03T09:00');
    expect(sms.messages.map(({ text, subject }) => [text, subject])).toEqual([['fresh', 'V-2']]);
  });

  test('a job whose row names what the lifecycle no longer has fails and says so; planning leaves it alone', async () => {
    const before = visitLifecycle({ 'likes steam': () => true });
    const earlier = aSpa({
      rules: before.rules({
        reminder: {
          due: { before: 'visit.start', days: 1, at: '10:00' },
          to: 'guest',
          by: ['sms'],
          if: 'likes steam',
          inflight: 'pin',
        },
      }),
    });
    await earlier.notifier.handleTransition(before, { created: aVisit() });
    const { store, clock } = earlier;
    const { notifier, lines, advanceTo } = aSpa({ rules: visit.rules({ reminder }), store, clock });
    await notifier.refresh(visit, aVisit());
    expect((await notifier.pending()).jobs).toHaveLength(1);
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 failed reminder Gina invalid-rules']);
    const [job] = (await notifier.deadLetters()).jobs;
    expect(job?.why).toContain("unknown condition 'likes steam'");
    expect(job?.why).toContain('is pinned to');
  });
});

describe('re-plan', () => {
  const anew = { ...reminder, inflight: 're-plan' } as const;

  test('the subject is planned by the new table before a job is sent, and what it no longer wants is withdrawn', async () => {
    const later = { ...anew, due: { before: 'visit.start', hours: 20 } } as const;
    const { notifier, lines, advanceTo } = await deployed(
      { reminder: anew },
      { reminder: later, desk: { ...confirmed, to: 'guest' } },
    );
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual([]);
    expect((await notifier.pending()).jobs).toMatchObject([{ runAt: Date.parse('2026-03-04T19:00Z') }]);
    await advanceTo('2026-03-04T19:00');
    expect(lines).toEqual(['03-04 19:00 sent reminder Gina']);
  });

  test('a message that the new row sends in another way takes its place', async () => {
    const both = { ...anew, by: { firstOf: ['sms', 'email'] } } as const;
    const { lines, advanceTo } = await deployed({ reminder: anew }, { reminder: both });
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 withdrawn reminder Gina withdrawn', '03-04 10:00 sent reminder Gina']);
  });

  test('what is still wanted is kept under the version of the new table', async () => {
    const { notifier, lines, advanceTo } = await deployed({ reminder: anew }, { reminder: { ...anew, template: 'fresh' } });
    const [before] = (await notifier.pending()).jobs;
    await notifier.refresh(visit, aVisit());
    const [after] = (await notifier.pending()).jobs;
    expect(after?.version).not.toBe(before?.version);
    expect(after).toEqual({ ...before, version: after?.version });
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 sent reminder Gina']);
  });

  test('data that cannot be read are tried again later, and nothing is sent meanwhile', async () => {
    const earlier = aSpa({ rules: visit.rules({ reminder: anew }) });
    await earlier.notifier.handleTransition(visit, { created: aVisit() });
    const { store, clock } = earlier;
    let isDown = true;
    const load = {
      visit: async () => {
        if (isDown) throw new Error('no connection');
        return aVisit();
      },
    };
    const { lines, advanceTo } = aSpa({ rules: visit.rules({ reminder: { ...anew, template: 'note' } }), store, clock, load });
    await advanceTo('2026-03-04T10:00');
    expect(lines).toEqual(['03-04 10:00 retry reminder Gina handler-failed']);
    isDown = false;
    await advanceTo('2026-03-04T11:00');
    expect(lines.slice(1)).toEqual(['03-04 11:00 sent reminder Gina']);
  });
});
