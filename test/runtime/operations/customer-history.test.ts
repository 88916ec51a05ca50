import { describe, expect, test } from 'vitest';
import { PermanentDeliveryError, RetryableDeliveryError, UnknownOutcomeError } from '../../../src/core/errors.js';
import { aSpa, aVisit, type SpaParts, visit, visitRules } from '../../builders/visits.js';

const titles = {
  en: { confirmed: 'Your visit is confirmed', reminder: 'A reminder of your visit' },
  ru: { confirmed: 'Визит подтверждён' },
};

/** A spa that has confirmed Gina's visit. */
async function confirmed(parts: SpaParts = {}, visitOf = aVisit({ status: 'confirmed' })) {
  const spa = aSpa({ titles, ...parts });
  await spa.notifier.handleTransition(visit, { created: visitOf });
  await spa.notifier.tick();
  return spa;
}

const guest = { roles: ['guest'] } as const;

describe('customerHistory', () => {
  test('shows what was sent, when, by which channel, where to and what about; with planned what is to come', async () => {
    const { notifier, advanceTo } = await confirmed();
    expect(await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true })).toEqual([
      {
        id: 'sent-1772452800000-0',
        at: new Date('2026-03-02T12:00:00Z'),
        state: 'sent',
        channel: 'email',
        role: 'guest',
        address: 'g***@example.com',
        rule: 'confirmed',
        title: 'Your visit is confirmed',
      },
      {
        id: 'planned-1772618400000-0',
        at: new Date('2026-03-04T10:00:00Z'),
        state: 'planned',
        channel: 'sms',
        role: 'guest',
        address: '+1 *** *** 01 01',
        rule: 'reminder',
        title: 'A reminder of your visit',
      },
    ]);
    expect(await notifier.customerHistory(visit, 'V-1', guest)).toHaveLength(1);
    await advanceTo('2026-03-04T10:00');
    const later = await notifier.customerHistory(visit, 'V-1', guest);
    expect(later.map(({ rule, state }) => [rule, state])).toEqual([
      ['confirmed', 'sent'],
      ['reminder', 'sent'],
    ]);
  });

  test('is in the order of sending, not of planning', async () => {
    const { notifier, advanceTo } = await confirmed();
    await advanceTo('2026-03-03T09:00');
    await notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['email'] });
    await notifier.tick();
    await advanceTo('2026-03-04T10:00');
    const rules = async () => (await notifier.customerHistory(visit, 'V-1', guest)).map(({ rule }) => rule);
    expect(await rules()).toEqual(['confirmed', 'note', 'reminder']);
    expect((await notifier.history(visit, 'V-1')).filter(({ role }) => role === 'guest').at(-1)?.rule).toBe('note');
  });

  test('never shows what others were told: other roles, contacts of rows, contacts that the host named, signals', async () => {
    const { notifier, advanceTo } = await confirmed();
    await notifier.send(visit, 'V-1', { template: 'note', to: { name: 'Eve', email: 'eve@example.com' }, by: ['email'] });
    await advanceTo('2026-03-04T10:00');
    await advanceTo('2026-03-05T15:00');
    const all = await notifier.history(visit, 'V-1');
    expect(all.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['desk-told', 'companion-confirmed', 'prepare', 'note']));
    const shown = await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true });
    expect(shown.map(({ rule }) => rule)).toEqual(['confirmed', 'reminder']);
    const both = await notifier.customerHistory(visit, 'V-1', { roles: ['guest', 'companion'] });
    expect(both.map(({ role, address }) => [role, address])).toEqual([
      ['guest', 'g***@example.com'],
      ['companion', '+1 *** *** 01 02'],
      ['guest', '+1 *** *** 01 01'],
    ]);
  });

  test('shows one of several people what that one was told', async () => {
    const companions = ['Carl', 'Dora'].map((name, i) => ({
      no: `C-${i}`,
      who: { id: `G-${i + 2}`, name, phone: `+1555010100${i}` },
    }));
    const { notifier } = await confirmed({}, aVisit({ status: 'confirmed', companions }));
    const options = { roles: ['companion'] } as const;
    expect(await notifier.customerHistory(visit, 'V-1', options)).toHaveLength(2);
    for (const recipient of ['G-3', { id: 'G-3', name: 'Dora' }]) {
      const shown = await notifier.customerHistory(visit, 'V-1', { ...options, recipient });
      expect(shown.map(({ address }) => address)).toEqual(['+1 *** *** 10 01']);
    }
  });

  test('does not tell what was not sent: skipped, withdrawn, given up or set aside', async () => {
    const { notifier, email } = await confirmed({}, aVisit({ guest: { id: 'G-1', name: 'Gina', phone: '+15550101234' } }));
    email.failFor(() => true, new PermanentDeliveryError('5.1.1 no such mailbox gina@example.com'));
    await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.confirm' });
    await notifier.tick();
    await notifier.handleTransition(visit, { subject: 'V-1', event: 'visit.cancel', payload: { reason: 'secret reason' } });
    await notifier.tick();
    const statuses = (await notifier.history(visit, 'V-1')).map(({ rule, status }) => `${rule} ${status}`);
    expect(statuses).toEqual(expect.arrayContaining(['confirmed skipped', 'reminder withdrawn', 'desk-told failed']));
    expect(await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true })).toEqual([]);
  });

  test('tells that a message may or may not have gone out, and shows one that is tried again as planned', async () => {
    const rules = visit.rules({ ...visitRules.rows, confirmed: { ...visitRules.rows.confirmed, delivery: 'at-most-once' } });
    const { notifier, email, sms, clock } = aSpa({ rules });
    email.failNext(new UnknownOutcomeError('connection lost after DATA to gina@example.com'));
    sms.failFor(({ text }) => text.startsWith('Code'), new RetryableDeliveryError('gateway +15550101 is busy'));
    await notifier.handleTransition(visit, { created: aVisit({ status: 'confirmed' }) });
    await notifier.handleTransition(visit, { subject: 'V-1', fact: 'code.asked', payload: { code: '482913' } });
    await notifier.tick();
    const shown = await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true });
    expect(shown.map(({ rule, state }) => [rule, state])).toEqual([
      ['confirmed', 'unclear'],
      ['code', 'planned'],
      ['reminder', 'planned'],
    ]);
    expect(shown[1]?.at.getTime()).toBeGreaterThan(clock.now().getTime());
    expect(JSON.stringify(shown)).not.toMatch(/connection|busy|482913|DATA/);
  });

  test.each([
    ['underway', 'sent'],
    ['partly-delivered', 'sent'],
    ['delivered', 'delivered'],
    ['undelivered', 'undelivered'],
    ['expired', 'undelivered'],
    ['rejected', 'undelivered'],
  ])('says of a message whose receipt is %s that it is %s, not in the words of the provider', async (heard, state) => {
    const { notifier, sms, advanceTo } = await confirmed();
    await advanceTo('2026-03-04T10:00');
    const last = (await notifier.history(visit, 'V-1')).find(({ rule }) => rule === 'reminder');
    await notifier.receipt(sms.name, { id: last?.providerId, state: heard, word: 'SPAM-LIST' });
    const shown = await notifier.customerHistory(visit, 'V-1', guest);
    expect(shown.map((message) => message.state)).toEqual(['sent', state]);
    expect(JSON.stringify(shown)).not.toContain('SPAM');
    await notifier.forget(visit, 'V-1');
    // What is forgotten takes its receipt along.
    expect((await notifier.customerHistory(visit, 'V-1', guest))[1]?.state).toBe('sent');
  });

  test('has no name, address, key, payload, text, note, id of a provider and error in it, however hostile the data', async () => {
    const evil = `<img src=x onerror="alert('gina')">`;
    const visitOf = aVisit({
      status: 'confirmed',
      room: evil,
      guest: { id: `gina@secret.example${evil}`, name: evil, email: `${evil}@<script>`, phone: `+1555 0101\u202e${evil}` },
    });
    const { notifier, sms } = await confirmed({ keepContent: true }, visitOf);
    await notifier.handleTransition(visit, { subject: 'V-1', fact: 'code.asked', payload: { code: '482913' } });
    await notifier.tick();
    expect(sms.messages.map(({ text }) => text)).toContain('Code 482913');
    const [job] = (await notifier.history(visit, 'V-1')).filter(({ rule, status }) => rule === 'code' && status === 'sent');
    if (job === undefined) throw new Error('the code was not sent');
    await notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['sms'], payload: { note: 'a note by hand' } });
    await notifier.tick();
    const shown = await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true });
    expect(shown.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['code', 'note', 'reminder']));
    const text = JSON.stringify(shown);
    expect(text).not.toMatch(/gina|secret|482913|Code |by hand|<|onerror|\u202e/i);
    if (job.providerId !== undefined) expect(text).not.toContain(job.providerId);
    // Control: the full history does hold these.
    expect(JSON.stringify(await notifier.history(visit, 'V-1'))).toMatch(/gina.*482913/s);
  });

  test('shows where a kept message went, though the person has another address now', async () => {
    const moved = { id: 'G-1', name: 'Gina', email: 'new@example.org', phone: '+15550101999' };
    for (const [keepContent, address] of [
      [true, 'g***@example.com'],
      [false, 'n***@example.org'],
    ] as const) {
      const { notifier } = await confirmed({ keepContent });
      await notifier.refresh(visit, aVisit({ status: 'confirmed', guest: moved }));
      expect((await notifier.customerHistory(visit, 'V-1', guest))[0]?.address).toBe(address);
    }
  });

  test('works after forget: that something was sent remains, and nothing of the person', async () => {
    const { notifier } = await confirmed({ keepContent: true });
    await notifier.forget(visit, 'V-1');
    expect(await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true })).toEqual([
      {
        id: 'sent-1772452800000-0',
        at: new Date('2026-03-02T12:00:00Z'),
        state: 'sent',
        channel: 'email',
        role: 'guest',
        address: undefined,
        rule: 'confirmed',
        title: 'Your visit is confirmed',
      },
    ]);
    expect(await notifier.customerHistory(visit, 'V-1', { ...guest, recipient: 'G-1' })).toEqual([]);
  });

  test('works where the host has deleted the subject, and for one that never was', async () => {
    let kept: ReturnType<typeof aVisit> | null = aVisit({ status: 'confirmed' });
    const { notifier } = await confirmed({ load: { visit: async () => kept } });
    kept = null;
    expect(await notifier.customerHistory(visit, 'V-1', guest)).toMatchObject([{ rule: 'confirmed', address: undefined }]);
    expect(await notifier.customerHistory(visit, 'V-9', guest)).toEqual([]);
  });

  test('comes in pages that join without gap or repeat, ties included, and go on after a forget', async () => {
    const { notifier, advanceTo } = await confirmed();
    for (let turn = 0; turn < 5; turn += 1)
      await notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['email', 'sms'] });
    await notifier.tick();
    await advanceTo('2026-03-03T08:00');
    const whole = await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true });
    expect(whole).toHaveLength(12);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(12);
    const pages: (typeof whole)[number][] = [];
    for (let after: string | undefined; ; after = pages.at(-1)?.id) {
      const page = await notifier.customerHistory(visit, 'V-1', { ...guest, planned: true, limit: 5, ...(after && { after }) });
      pages.push(...page);
      if (page.length < 5) break;
    }
    expect(pages).toEqual(whole);
    await notifier.forget(visit, 'V-1');
    const rest = await notifier.customerHistory(visit, 'V-1', { ...guest, after: whole[5]?.id ?? '' });
    expect(rest.map(({ id }) => id)).toEqual(whole.slice(6, 11).map(({ id }) => id));
  });

  test('is titled in the language that is asked for, else in the default one, and not where there is no title', async () => {
    const { notifier, advanceTo } = await confirmed();
    await notifier.send(visit, 'V-1', { template: 'note', to: 'guest', by: ['email'] });
    await notifier.tick();
    await advanceTo('2026-03-04T10:00');
    const titled = async (locale: string) =>
      (await notifier.customerHistory(visit, 'V-1', { ...guest, locale })).map(({ title }) => title);
    expect(await titled('ru-RU')).toEqual(['Визит подтверждён', undefined, 'A reminder of your visit']);
    expect(await titled('xx"><script>')).toEqual(['Your visit is confirmed', undefined, 'A reminder of your visit']);
  });

  test.each([
    [
      {},
      'invalid-argument',
      "'visit' has several roles. Say whose messages the customer may see, such as { roles: ['guest'] }. Known: guest, companion.",
    ],
    [
      { roles: [] },
      'invalid-argument',
      "'roles' is no list of roles. Say whose messages the customer may see, such as { roles: ['guest'] }.",
    ],
    [{ roles: 'guest' }, 'invalid-argument', "'roles' is no list of roles."],
    [{ roles: ['gest'] }, 'unknown-role', "unknown role 'gest'. Did you mean 'guest'?"],
    [{ ...guest, after: "V-1' or 1=1" }, 'invalid-argument', "'after' is not the id of a message"],
    [{ ...guest, limit: 0 }, 'invalid-argument', "'limit' is 0"],
    [{ ...guest, recipient: '' }, 'invalid-argument', "'recipient' is empty"],
    [{ ...guest, recipient: {} }, 'invalid-argument', "'recipient' is empty"],
  ])('refuses %j', async (options, code, message) => {
    const { notifier } = await confirmed();
    const history = notifier.customerHistory(visit, 'V-1', options as typeof guest);
    await expect(history).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
