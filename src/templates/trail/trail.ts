/**
 * The trail of one subject: which stages it has passed, where it is, and what comes.
 * @module
 */
import type { LifecycleModel } from '../../core/model.js';
import { openStateSet } from '../../core/state-set.js';
import { bag } from '../../core/untyped.js';
import { localeChain } from '../locale-chain.js';
import {
  type Stage,
  type StageStatus,
  stagesOf,
  type TrailDefinition,
  type TrailLabels,
  type TrailStage,
} from './trail-definition.js';

/** What of a set the trail needs. */
export interface TrailSet {
  readonly defaultLocale: string;
  readonly locales: Readonly<Record<string, { readonly trails?: TrailLabels | undefined }>>;
  readonly trails?: Readonly<Record<string, TrailDefinition | undefined>> | undefined;
}

/** Labels of one machine, by stage. */
export type Labels = Readonly<Record<string, string>>;

/**
 * The stages of a subject, in their order; undefined where it has no trail: in a hidden state, and in one that no stage names.
 *
 * A state is at the last stage that it belongs to, of those that the subject has. Stages before the present one are passed, or skipped
 * where it is known that the subject never was in them; stages after it are still to come, even if it was in them before: whoever
 * is sent back goes through them again.
 *
 * Functions are asked of the whole subject, as those of rules are; a path to the visited states leads through what the reader may see.
 */
function trailOf(
  model: LifecycleModel,
  machineName: string,
  definition: TrailDefinition,
  seen: unknown,
  subject: unknown,
): readonly { readonly name: string; readonly status: StageStatus }[] | undefined {
  const found = model.machines.get(machineName);
  if (found === undefined) return undefined;
  const { machine } = found;
  const state = found.read(subject);
  const isIn = (states: readonly string[], one: string) => openStateSet(machine, states, false).has(one, subject);
  if (isIn(definition.hidden ?? [], state)) return undefined;
  const all = stagesOf(definition);
  const view = { subject, item: undefined, payload: undefined };
  const has = (stage: Stage) => stage.if === undefined || model.root.conditions.get(stage.if)?.(view) === true;
  const stageOf = (one: string) => {
    const stages = all.filter(({ states }) => isIn(states, one));
    return stages.findLast(has) ?? stages.at(-1);
  };
  const present = stageOf(state);
  if (present === undefined) return undefined;
  const visited = visitedBy(definition, seen, subject)?.map(stageOf);
  const at = all.indexOf(present);
  const statusOf = (stage: Stage, index: number): StageStatus | undefined => {
    if (index === at) return 'current';
    if (index < at && visited?.includes(stage)) return 'passed';
    if (!has(stage)) return undefined;
    return index > at ? 'later' : visited === undefined ? 'passed' : 'skipped';
  };
  return all.flatMap((stage, index) => {
    const status = statusOf(stage, index);
    return status === undefined ? [] : [{ name: stage.name, status }];
  });
}

/** The states that a subject has been in; undefined where that is not known. */
function visitedBy({ visited }: TrailDefinition, seen: unknown, subject: unknown): readonly string[] | undefined {
  const value =
    typeof visited === 'string' ? visited.split('.').reduce<unknown>((part, key) => bag(part)[key], seen) : visited?.(subject);
  const states = value instanceof Set ? [...value] : value;
  return Array.isArray(states) ? states.map(String) : undefined;
}

/** The labels of a machine in a language: its own, then those of its shorter tags (`zh-Hant`, `zh`), and never another language's. */
export function labelsIn({ locales }: TrailSet, locale: string, machine: string): Labels {
  const tags = localeChain(Object.keys(locales), [locale], locale);
  return Object.assign({}, ...[...tags].reverse().map((tag) => locales[tag]?.trails?.[machine]));
}

/**
 * The stages of a subject with labels; the machine may be left out where there is one trail only. `whole` is all of the subject, where
 * `subject` is without what is internal.
 */
export function labelledTrail(
  model: LifecycleModel | undefined,
  set: TrailSet,
  locale: string,
  machine: string | undefined,
  subject: unknown,
  whole: unknown = subject,
): readonly TrailStage[] | undefined {
  const name = machine ?? Object.keys(set.trails ?? {})[0];
  const definition = name === undefined ? undefined : set.trails?.[name];
  if (model === undefined || name === undefined || definition === undefined) return undefined;
  const labels = labelsIn(set, locale, name);
  return trailOf(model, name, definition, subject, whole)?.map((stage) => ({
    ...stage,
    label: labels[stage.name] ?? stage.name,
    passed: stage.status === 'passed',
    current: stage.status === 'current',
    later: stage.status === 'later',
    skipped: stage.status === 'skipped',
  }));
}
