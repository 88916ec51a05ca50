import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError, UnknownOutcomeError } from '../../../src/core/errors.js';
import { aSpa, aVisit, type SpaParts, visit, visitRules } from '../../builders/visits.js';

/** A spa whose confirmation to Gina could not be delivered; what else a confirmation sends has been sent. */
async function withDeadLetter(parts: SpaParts = {}) {
  const spa = aSpa(parts);
  spa.email.failNext(new PermanentDeliveryError('no such mailbox'));
  await spa.notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) });
  await spa.notifier.tick();
  const [job] = (await spa.notifier.deadLetters()).jobs;
  if (job === undefined) throw new Error('there is no dead letter');
  spa.lines.length = 0;
  return { ...spa, job };
}

const jobOf = async ({ notifier }: Pick<ReturnType<typeof aSpa>, 'notifier'>, rule: string) => {
  const job = (await notifier.history(visit, 'V-1')).find((one) => one.rule === rule);
  if (job === undefined) throw new Error(`there is no job of '${rule}'`);
  return job;
};

describe('retry', () => {
  test('a job that was given up is sent, with the note in its history', async () => {
    const { notifier, job, lines } = await withDeadLetter();
    await notifier.retry(job, { note: 'mailbox is back' });
    await notifier.tick();
    expect(lines).toEqual(['03-02 12:00 sent confirmed Gina']);
    expect(await jobOf({ notifier }, 'confirmed')).toMatchObject({ status: 'sent', note: 'mailbox is back' });
    expect((await notifier.deadLetters()).jobs).toEqual([]);
  });

  test('it is found by its key, wakes the loop of a started notifier, and has all its attempts before it', async () => {
    const { notifier, job, email, clock, lines } = await withDeadLetter({ retry: { attempts: 2, delay: () => 60_000 } });
    notifier.start();
    await clock.advanceBy({ minutes: 1 });
    email.failNext(new UnknownOutcomeError('no answer'), 1);
    await notifier.retry(job.key);
    await clock.advanceBy({ minutes: 5 });
    await notifier.stop();
    expect(lines).toEqual(['03-02 12:01 retry confirmed Gina delivery-unknown', '03-02 12:02 sent confirmed Gina']);
  });

  test('everything is checked again, but a deadline is not too late because it was given up for days', async () => {
    const { notifier, sms, lines, advanceTo } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit() });
    sms.failNext(new PermanentDeliveryError('no credit'));
    await advanceTo('2026-03-04T10:00');
    await advanceTo('2026-03-05T09:00');
    await notifier.retry(await jobOf({ notifier }, 'reminder'));
    await notifier.tick();
    expect(lines).toEqual(['03-04 10:00 failed reminder Gina delivery-permanent', '03-05 09:00 sent reminder Gina']);
    await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.cancel', payload: { reason: 'ill' } });
  });

  test('a retry that the host rolls back never happened', async () => {
    const { notifier, store, job } = await withDeadLetter();
    const rolledBack = store.transaction(async (tx) => {
      await notifier.retry(job, { tx });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect((await notifier.deadLetters()).jobs).toHaveLength(1);
  });

  test('a job that was sent, one that does not exist, and what is no key are refused', async () => {
    const { notifier } = await withDeadLetter();
    const sent = await jobOf({ notifier }, 'desk-told');
    await expect(notifier.retry(sent)).rejects.toMatchObject({ code: 'wrong-status' });
    await expect(notifier.retry('visit/V-1/x/-/-/-/c1')).rejects.toMatchObject({ code: 'unknown-job' });
    await expect(notifier.retry('V-1')).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(notifier.retry('visti/V-1/x/-/-/-/c1')).rejects.toMatchObject({ code: 'unknown-lifecycle' });
  });
});

describe('discard', () => {
  test('a job that is set aside leaves the dead letters and is not planned again', async () => {
    const { notifier, sms, lines, advanceTo } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit() });
    sms.failNext(new PermanentDeliveryError('no credit'));
    await advanceTo('2026-03-04T10:00');
    await notifier.discard(await jobOf({ notifier }, 'reminder'), { note: 'told by phone' });
    await notifier.refresh(visit, aVisit());
    await advanceTo('2026-03-04T11:00');
    expect(lines).toEqual(['03-04 10:00 failed reminder Gina delivery-permanent']);
    expect((await notifier.deadLetters()).jobs).toEqual([]);
    const discarded = await notifier.deadLetters({ status: 'discarded' });
    expect(discarded.jobs).toMatchObject([{ rule: 'reminder', note: 'told by phone', code: 'delivery-permanent' }]);
    await expect(notifier.retry(discarded.jobs[0]?.key ?? '')).rejects.toMatchObject({ code: 'wrong-status' });
  });
});

describe('resend', () => {
  test('a message that was sent is sent once more, as a job of its own with a note', async () => {
    const { notifier, email, lines } = await withDeadLetter();
    const sent = await jobOf({ notifier }, 'desk-told');
    const job = await notifier.resend(sent, 'the desk has lost it');
    expect(job).toMatchObject({ rule: 'desk-told', recipient: 'desk', note: 'the desk has lost it', occurrence: 'c1.r2' });
    await notifier.resend(job.key, 'too early').catch((error: unknown) => expect(error).toMatchObject({ code: 'wrong-status' }));
    await notifier.tick();
    expect(lines).toEqual(['03-02 12:00 sent desk-told Desk']);
    expect(email.last).toMatchObject({ address: 'desk@example.com', key: job.key });
    const again = await notifier.resend(job, 'once more');
    expect(again.occurrence).toBe('c1.r3');
    expect(await notifier.history(visit, 'V-1')).toContainEqual(sent);
  });

  test('the message of an item goes to the same person of the same item', async () => {
    const { notifier, sms } = await withDeadLetter();
    await notifier.resend(await jobOf({ notifier }, 'companion-confirmed'), 'phone was off');
    await notifier.tick();
    expect(sms.messages.map(({ address }) => address)).toEqual(['+15550102', '+15550102']);
  });

  test('conditions are not asked again; address, switch and window are', async () => {
    const windows = { email: { from: '08:00', to: '20:00' } };
    const spa = aSpa({ windows, enabled: { sms: () => false } });
    const { notifier, clock, lines } = spa;
    await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
    await notifier.tick();
    await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.cancel', payload: { reason: 'ill' } });
    await notifier.tick();
    await clock.advanceTo('2026-03-02T21:00');
    lines.length = 0;
    await notifier.resend(await jobOf(spa, 'confirmed'), 'for their papers');
    await notifier.tick();
    expect(lines).toEqual([]);
    await clock.advanceTo('2026-03-03T08:00');
    await notifier.tick();
    expect(lines).toEqual(['03-03 08:00 sent confirmed Gina']);
  });

  test('what a rule says when it is re-planned leaves a resent reminder alone', async () => {
    const { notifier, lines, advanceTo } = aSpa({ windows: { sms: { from: '09:00', to: '20:00' } } });
    await notifier.handleTransition(visit, { created: aVisit() });
    await advanceTo('2026-03-04T10:00');
    await advanceTo('2026-03-04T21:00');
    await notifier.resend(await jobOf({ notifier }, 'reminder'), 'asked for it');
    await notifier.refresh(visit, aVisit({ start: null }));
    await notifier.tick();
    await advanceTo('2026-03-05T09:00');
    expect(lines).toEqual(['03-04 10:00 sent reminder Gina', '03-05 09:00 sent reminder Gina']);
  });

  test('a text that needs what was forgotten is refused; one that does not is sent', async () => {
    const { notifier, lines } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit() });
    await notifier.handleTransition(visit, { subject: 'V-1', fact: 'code.asked', payload: { code: '4711' } });
    await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.cancel', payload: { reason: 'ill' } });
    await notifier.tick();
    const error = await notifier.resend(await jobOf({ notifier }, 'code'), 'again').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'payload-forgotten', message: expect.stringContaining("rule: 'code'") });
    await notifier.resend(await jobOf({ notifier }, 'cancelled'), 'again');
    await notifier.tick();
    expect(lines.filter((line) => line.includes('cancelled'))).toHaveLength(2);
  });

  test('one that was given up still has what it carried, and a signal is no message', async () => {
    const { notifier, sms, advanceTo } = aSpa();
    sms.failNext(new PermanentDeliveryError('no credit'));
    await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed', companions: [] }) });
    await notifier.handleTransition(visit, { subject: 'V-1', fact: 'code.asked', payload: { code: '4711' } });
    await notifier.tick();
    await notifier.resend(await jobOf({ notifier }, 'code'), 'there is credit');
    await advanceTo('2026-03-05T14:00');
    expect(sms.messages.map(({ text }) => text)).toContain('Code 4711');
    await expect(notifier.resend(await jobOf({ notifier }, 'prepare'), 'x')).rejects.toMatchObject({ code: 'wrong-status' });
  });

  test('a rule that was removed sends nothing again', async () => {
    const { notifier, store, clock } = aSpa();
    await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) });
    await notifier.tick();
    const { 'desk-told': _, ...rows } = visitRules.rows;
    const later = aSpa({ store, clock, rules: visit.rules(rows) });
    await expect(later.notifier.resend(await jobOf({ notifier }, 'desk-told'), 'x')).rejects.toMatchObject({
      code: 'unknown-rule',
      message: expect.stringContaining("unknown rule 'desk-told'"),
    });
  });

  test('somebody who was forgotten is sent nothing', async () => {
    const { notifier } = await withDeadLetter();
    await notifier.forget(visit, 'V-1');
    const [job] = (await notifier.deadLetters()).jobs;
    if (job === undefined) throw new Error('the dead letter is gone');
    await expect(notifier.resend(job, 'x')).rejects.toMatchObject({ code: 'unknown-subject' });
    await expect(notifier.retry(job)).rejects.toMatchObject({ code: 'unknown-subject' });
    await notifier.discard(job);
    expect((await notifier.deadLetters()).jobs).toEqual([]);
  });
});
