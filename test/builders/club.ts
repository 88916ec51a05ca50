/** A club that tells its members of their place, and of offers: what the tests of consent tell their stories with. */
import { z } from 'zod';
import { type MemoryTransaction, memory } from '../../src/adapters/memory/index.js';
import { defineLifecycle } from '../../src/core/lifecycle.js';
import { defineMachine } from '../../src/core/machine.js';
import type { Store } from '../../src/ports/store.js';
import type { EmailMessage } from '../../src/ports/transport.js';
import { createNotifier } from '../../src/runtime/create-notifier.js';
import type { NotifierOptions, Several } from '../../src/runtime/options.js';
import { defineTemplates } from '../../src/templates/define-templates.js';
import { fakeClock } from '../../src/testing/fake-clock.js';
import { recording } from '../../src/testing/recording.js';

const schema = z.object({
  no: z.string(),
  branch: z.string(),
  status: z.enum(['new', 'joined']),
  day: z.string(),
  person: z.object({
    id: z.string().optional(),
    name: z.string(),
    email: z.string().optional(),
    phone: z.string().optional(),
    locale: z.string().optional(),
  }),
});

export type Member = z.output<typeof schema>;

export const member = defineLifecycle('member', {
  schema,
  key: (m) => m.no,
  timeZone: 'UTC',
  locale: 'en',
  site: (m) => m.branch,
  machines: { member: defineMachine({ new: { join: 'joined' }, joined: {} }) },
  states: { member: 'status' },
  dates: { birthday: (m) => m.day },
  roles: { person: (m) => m.person },
});

const told = { to: 'person' } as const;

export const rules = member.rules({
  welcome: { on: 'member.joined', ...told, by: ['email'] },
  code: { on: 'member.joined', ...told, by: ['sms'] },
  offer: { on: 'member.joined', ...told, by: ['email'], category: 'promotional' },
  birthday: { due: { on: 'birthday', at: '10:00' }, ...told, by: ['email'], category: 'promotional' },
  deal: { due: { on: 'birthday', at: '11:00' }, ...told, by: { firstOf: ['sms', 'email'] }, category: 'promotional' },
});

const text = (name: string) => ({
  email: { subject: name, text: `${name} for {{recipient.name}}{{#if unsubscribeUrl}} – end: {{unsubscribeUrl}}{{/if}}` },
  sms: name,
});

export const templates = defineTemplates(member, {
  defaultLocale: 'en',
  locales: { en: { templates: Object.fromEntries(Object.keys(rules.rows).map((name) => [name, text(name)])) } },
});

function aMember(changes: Partial<Member> = {}): Member {
  return {
    no: 'M-1',
    branch: 'hill',
    status: 'new',
    day: '2026-03-05',
    person: { id: 'P-1', name: 'Ann', email: 'Ann@Example.com', phone: '0912-345-678' },
    ...changes,
  };
}

export const keys = ['the first key of the club, which is long enough'];
export const unsubscribe = { url: 'https://club.example/u?from=mail', keys };

type Options = NotifierOptions<Several<typeof rules>, MemoryTransaction>;

export interface ClubParts extends Partial<Pick<Options, 'mayContact' | 'suppressions' | 'unsubscribe' | 'retry' | 'limits'>> {
  /** Whether `unsubscribe` is given at all; yes unless told otherwise. */
  readonly hasLinks?: boolean;
  readonly wrap?: (store: Store<MemoryTransaction>) => Store<MemoryTransaction>;
}

/** A notifier of the club, with links to unsubscribe unless told otherwise. Its clock shows noon of Monday 2 March 2026. */
export function aClub({ wrap = (store) => store, hasLinks = true, ...options }: ClubParts = {}) {
  const clock = fakeClock('2026-03-02T12:00');
  const email = recording<EmailMessage>('smtp');
  const sms = recording('gateway');
  const database = memory();
  const store = wrap(database);
  const lines: string[] = [];
  const errors: unknown[] = [];
  const notifier = createNotifier({
    ...(hasLinks && { unsubscribe }),
    ...options,
    rules: [rules],
    templates: [templates],
    transports: { email, sms },
    store,
    clock,
  });
  notifier.on('error', ({ error }) => errors.push(error));
  for (const event of ['sent', 'skipped', 'retry', 'failed', 'unknown'] as const)
    notifier.on(event, ({ job, channel, code }) => {
      lines.push([event, job.rule, channel, code].filter((part) => part !== undefined).join(' '));
    });
  const join = async (changes: Partial<Member> = {}) => {
    const created = aMember(changes);
    await notifier.handleTransition(member, { created });
    return notifier.handleTransition(member, { subject: created, event: 'member.join' });
  };
  const advanceTo = async (instant: string) => {
    await clock.advanceTo(instant);
    return notifier.tick();
  };
  return { notifier, clock, email, sms, database, lines, errors, join, advanceTo };
}
