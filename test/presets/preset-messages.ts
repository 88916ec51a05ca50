/**
 * Renders every message that a preset can send for its sample subjects: each rule, recipient, channel and locale.
 */
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CompiledRule } from '../../src/core/compile-rule.js';
import { fingerprint } from '../../src/core/fingerprint.js';
import { readsInternal } from '../../src/core/internal.js';
import { type Recipient, recipientsOf, type Situation, situationOf, viewsOf } from '../../src/core/judge.js';
import type { View } from '../../src/core/model.js';
import { redacted } from '../../src/core/redaction.js';
import type { AnyTable } from '../../src/runtime/options.js';
import type { RenderedMessage, Templates } from '../../src/templates/engine.js';
import { root } from '../house/sources.js';

/** What a preset is tried with, in `samples/NAME.ts`, exported as `samples`. */
export interface PresetSamples {
  /** The preset, made as most shops would make it. */
  readonly preset: {
    readonly rules: Readonly<Record<string, AnyTable>>;
    readonly templates: Readonly<Record<string, Templates>>;
  };
  readonly locales: readonly string[];
  /** Subjects as a host hands them over: by lifecycle, and by a name that says what is special about each. */
  readonly subjects: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What the event or fact of a rule carries, by rule; nothing for those that are left out. */
  readonly payloads?: Readonly<Record<string, readonly unknown[]>>;
  /** Russian nouns that its texts count, as they stand behind 1, 2 and 5. */
  readonly counted: readonly (readonly [one: string, few: string, many: string])[];
  /** Rules whose text may be empty for some subjects, which cancels the message. */
  readonly mayBeEmpty?: readonly string[];
}

/** A rule of a preset that sends something. */
export interface PresetText {
  readonly lifecycle: string;
  readonly rule: string;
  readonly channel: string;
  readonly compiled: CompiledRule;
}

/** A message, and the subject it is about. */
export interface SampleMessage extends RenderedMessage {
  readonly sample: string;
  readonly role: string | undefined;
}

/** The presets that the library has: folders with an index. */
export const presetNames: readonly string[] = readdirSync(resolve(root, 'src/presets'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /^[^/]+\/index\.ts$/.test(path))
  .map((path) => path.slice(0, path.indexOf('/')))
  .sort();

/** The samples of a preset. */
export async function samplesOf(name: string): Promise<PresetSamples> {
  // Every preset brings a file of its own name, which says of what type its samples are.
  return ((await import(`./samples/${name}.ts`)) as { readonly samples: PresetSamples }).samples;
}

/** Every text that the rules of a preset send. */
export function textsOf({ preset }: PresetSamples): readonly PresetText[] {
  return Object.values(preset.rules).flatMap(({ compiled }) =>
    compiled.rules
      .filter(({ signal }) => signal === undefined)
      .flatMap((rule) =>
        [...new Set(rule.sends.flat())].map((channel) => ({
          lifecycle: compiled.model.name,
          rule: rule.name,
          channel,
          compiled: rule,
        })),
      ),
  );
}

/** Renders a text for every sample that its rule would tell somebody about. What is empty, and may be, is left out. */
export function messagesOf(samples: PresetSamples, text: PresetText, locale: string): readonly SampleMessage[] {
  const { lifecycle, compiled: rule } = text;
  const table = Object.values(samples.preset.rules).find(({ compiled }) => compiled.model.name === lifecycle);
  if (table === undefined) throw new Error(`no rules of '${lifecycle}'`);
  const { model } = table.compiled;
  return Object.entries(samples.subjects[lifecycle] ?? {}).flatMap(([sample, given]) =>
    subjectsOf(rule, model.schema.parse(given), model.machines).flatMap((subject) => {
      const situation = situationOf(model, model.key(subject), subject, false);
      const payloads = samples.payloads?.[rule.name] ?? [undefined];
      const views = payloads.flatMap((payload) => viewsOf(rule, situation, payload).map(({ view }) => view));
      return views
        .filter((view) => holds(rule, situation, view) && isAsAsked(rule, situation, subject))
        .flatMap((view) => recipientsOf(rule, situation, view).map((recipient) => ({ view, recipient })))
        .filter(({ recipient }) => text.channel !== 'email' || recipient.contact.email != null)
        .flatMap((one) => render(samples, text, locale, situation, one).map((message) => ({ ...message, sample })));
    }),
  );
}

/** The subject in each of the states that set the rule off; as it is where none does. */
function subjectsOf(rule: CompiledRule, subject: unknown, machines: Situation['model']['machines']): readonly unknown[] {
  const entered = rule.triggers.flatMap((trigger) => {
    const [machine = '', state = ''] = trigger.split('.');
    const known = machines.get(machine);
    return known !== undefined && (known.machine.states as readonly string[]).includes(state)
      ? [known.write(subject, state)]
      : [];
  });
  return entered.length === 0 ? [subject] : entered;
}

function holds(rule: CompiledRule, { states }: Situation, view: View): boolean {
  return (
    rule.if.every((condition) => condition.holds(view)) &&
    !rule.unless.some((condition) => condition.holds(view)) &&
    rule.while.every(({ machine, states: allowed }) => allowed.has(states[machine] ?? '', view.subject))
  );
}

/** Whether the field that a rule watches has a value that it asks for now. */
function isAsAsked({ field = '', is }: CompiledRule, { model }: Situation, subject: unknown): boolean {
  const read = model.fields.get(field);
  return read === undefined || is === undefined || is(fingerprint(read(subject)));
}

function render(
  samples: PresetSamples,
  { lifecycle, channel, compiled: rule }: PresetText,
  locale: string,
  { model, zone }: Situation,
  { view, recipient }: { readonly view: View; readonly recipient: Recipient },
): readonly Omit<SampleMessage, 'sample'>[] {
  const { role, contact } = recipient;
  const all = { ...view, recipient: contact };
  const isInsider = model.internal === undefined || readsInternal(model.internal, role, contact);
  const visible = isInsider ? all : redacted(model, all, rule.items);
  const templates = Object.values(samples.preset.templates).find((set) => set.lifecycle === lifecycle);
  const result = templates?.render({
    template: rule.template,
    channel,
    locales: [locale],
    timeZone: zone,
    data: visible.subject,
    extra: {
      item: visible.item,
      recipient: visible.recipient,
      payload: visible.payload,
      due: { at: new Date('2026-03-04T02:00:00Z'), day: '2026-03-04' },
      rule: { name: rule.name },
      unsubscribeUrl: rule.category === 'promotional' ? 'https://shop.example/u/1' : undefined,
    },
    fitting: channel === 'sms' ? rule.fitting : undefined,
  });
  if (result?.kind === 'message') return [{ ...result, role }];
  if (result?.kind === 'empty' && samples.mayBeEmpty?.includes(rule.name)) return [];
  throw new Error(`${rule.name} by ${channel} in ${locale}: ${JSON.stringify(result)}`);
}

/** Every e-mail that the rules of a preset send for its samples, in every language, to be looked at. */
export function mailsOf(
  samples: PresetSamples,
): readonly { readonly name: string; readonly locale: string; readonly html: string }[] {
  return textsOf(samples)
    .filter(({ channel }) => channel === 'email')
    .flatMap((text) =>
      samples.locales.flatMap((locale) =>
        messagesOf(samples, text, locale).map(({ sample, html = '' }, index) => ({
          name: `${text.lifecycle}.${text.rule}.${locale}.${sample}.${index + 1}`,
          locale,
          html,
        })),
      ),
    );
}
