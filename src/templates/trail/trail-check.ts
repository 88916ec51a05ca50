/**
 * The check of trails: of how a set declares and labels them, and of where its texts show them.
 * @module
 */
import { type ErrorCode, type Problem, unknownName } from '../../core/errors.js';
import { type Machine, stateAndGroupNames, statesNamed } from '../../core/machine.js';
import type { LifecycleModel } from '../../core/model.js';
import { type Bag, bag, kindOf, listOf } from '../../core/untyped.js';
import { extentOfText, widest } from '../extent.js';
import { placeOf } from '../place.js';
import { viewOf } from '../schema-walk.js';
import { secretOn, withSecrets } from '../secret.js';
import type { Block } from '../syntax.js';
import type { TemplateSet } from '../template-set.js';
import { kindsIn } from '../unknown-path.js';
import { elementsOf, type ListLeaf, overlay, plainView, type View, walkPath } from '../view.js';
import { labelsIn } from './trail.js';

/** The trails that a text may show: machine to its stages, with their labels in the language of the text. */
export interface TrailScope {
  readonly locale: string;
  readonly trails: ReadonlyMap<string, readonly string[]>;
  readonly labels: (machine: string, stage: string) => string | undefined;
}

/** The trails of a set for the texts of one language. What is not as it should be is left to {@link trailProblems}. */
export function trailScope(set: TemplateSet, locale: string): TrailScope {
  const trails = Object.entries(bag(set.trails)).map(([machine, trail]) => [machine, namesOf(trail)] as const);
  return {
    locale,
    trails: new Map(trails),
    labels: (machine, stage) => {
      const label: unknown = labelsIn(set, locale, machine)[stage];
      return typeof label === 'string' ? label : undefined;
    },
  };
}

/** What `{{#trail}}` goes through; `undefined` where the call was found at fault, with what is wrong. */
export interface CheckedTrail {
  readonly view: View | undefined;
  readonly problems: readonly { readonly code: ErrorCode; readonly message: string }[];
}

/** Checks one `{{#trail}}`: which machine it names, and that each of its stages has a label in the language of the text. */
export function checkTrailCall({ params, hash }: Block, { locale, trails, labels }: TrailScope): CheckedTrail {
  const fault = (code: ErrorCode, message: string): CheckedTrail => ({ view: undefined, problems: [{ code, message }] });
  const [name] = params;
  const machines = [...trails.keys()];
  if (params.length > 1 || hash !== undefined) return fault('invalid-argument', says.oneName);
  if (name !== undefined && name.type !== 'StringLiteral') return fault('invalid-template', says.dynamic);
  if (machines.length === 0) return fault('missing-value', says.none);
  if (name === undefined && machines.length > 1) return fault('invalid-argument', says.several(machines));
  const machine = name?.type === 'StringLiteral' ? String(name.value) : (machines[0] ?? '');
  const stages = trails.get(machine);
  if (stages === undefined) return fault('unknown-machine', `{{#trail}}: ${unknownName('trail', machine, machines)}`);
  const missing = stages.filter((stage) => labels(machine, stage) === undefined);
  const problems = missing.map((stage) => ({
    code: 'missing-value' as const,
    message: `{{#trail}}: locale '${locale}' has no label for '${stage}' of '${machine}'. Add trails: { ${machine}: { '${stage}': '...' } } to it.`,
  }));
  return {
    view: trailView(
      stages.map((stage) => labels(machine, stage) ?? stage),
      stages,
    ),
    problems,
  };
}

/** The view of a trail: a list of stages. */
function trailView(labels: readonly string[], names: readonly string[]): View {
  const text = (texts: readonly string[]): View => [{ kind: 'string', extent: widest(texts.map(extentOfText)) }];
  const flag = plainView('boolean');
  const status = text(['passed', 'current', 'later', 'skipped']);
  const stage = overlay([], {
    name: text(names),
    label: text(labels),
    status,
    passed: flag,
    current: flag,
    later: flag,
    skipped: flag,
  });
  const list: ListLeaf = { kind: 'list', element: () => stage, at: () => stage, isIndexed: true, most: names.length };
  return [list];
}

/** Everything that is wrong with how a set declares its trails and labels them. */
export function trailProblems(model: LifecycleModel, set: TemplateSet): readonly Problem[] {
  const problems: Problem[] = [];
  const place = placeOf({ lifecycle: set.lifecycle });
  const report = (code: ErrorCode, at: string, message: string) => problems.push({ code, place: at, message });
  for (const [machine, trail] of Object.entries(bag(set.trails))) {
    const found = model.machines.get(machine);
    const at = `${place}, trails.${machine}`;
    if (found === undefined) report('unknown-machine', at, unknownName('machine', machine, [...model.machines.keys()]));
    else checkTrail(found.machine, model, bag(trail), at, report);
  }
  const { trails } = trailScope(set, set.defaultLocale);
  for (const [locale, texts] of Object.entries(bag(set.locales)))
    checkLabels(bag(texts)['trails'], trails, `${placeOf({ lifecycle: set.lifecycle, locale })}, trails`, report);
  return problems;
}

type Report = (code: ErrorCode, at: string, message: string) => void;

function checkTrail(machine: Machine, model: LifecycleModel, trail: Bag, at: string, report: Report): void {
  for (const option of Object.keys(trail))
    if (!options.includes(option)) report('unknown-option', at, unknownName('option', option, options));
  const known = stateAndGroupNames(machine);
  /** The states of the machine that some names stand for; each name that it does not have is told of. */
  const statesOf = (value: unknown, place: string): readonly string[] =>
    listOf<unknown>(value as unknown[]).flatMap((name) => {
      const states = typeof name === 'string' && name !== '*' ? statesNamed(machine, name) : undefined;
      if (states === undefined) report('unknown-state', place, unknownName('state or group', String(name), known));
      return states ?? [];
    });
  const { stages, hidden, visited } = trail;
  if (!Array.isArray(stages) || stages.length === 0) {
    report('missing-value', at, `expected the stages in their order: { stages: ['${machine.states.join("', '")}'] }.`);
    return;
  }
  /** State to the stage that it belongs to whatever the data say. */
  const owners = new Map<string, string>();
  const placed = new Set<string>();
  const names = new Set<string>();
  for (const [index, stage] of stages.entries()) {
    const place = `${at}, stages[${index}]`;
    const form = formOf(stage);
    if (form === undefined) {
      report('invalid-value', place, `expected a state, or { name, states }, got ${kindOf(stage)}.`);
      continue;
    }
    if (names.has(form.name))
      report('duplicate-name', place, `two stages are named '${form.name}'; labels could not tell them apart.`);
    names.add(form.name);
    for (const option of form.unknown) report('unknown-option', place, unknownName('option', option, stageOptions));
    if (form.if !== undefined && !model.root.conditions.has(String(form.if)))
      report('unknown-condition', place, unknownName('condition', String(form.if), [...model.root.conditions.keys()]));
    for (const state of statesOf(form.states, place)) {
      placed.add(state);
      if (form.if !== undefined) continue;
      const other = owners.get(state);
      if (other !== undefined && other !== form.name)
        report('duplicate-name', place, `the state '${state}' is at the stage '${other}' already; a subject is at one stage.`);
      owners.set(state, form.name);
    }
  }
  for (const state of statesOf(hidden ?? [], `${at}, hidden`)) {
    if (placed.has(state))
      report('duplicate-name', `${at}, hidden`, `the state '${state}' stands in a stage as well; leave it in one of them.`);
    placed.add(state);
  }
  const forgotten = machine.states.filter((state) => !placed.has(state));
  if (forgotten.length > 0) report('missing-value', at, says.forgotten(forgotten));
  checkVisited(visited, model, `${at}, visited`, report);
}

/** A stage as it is written; undefined where it is none. */
function formOf(stage: unknown) {
  if (typeof stage === 'string') return { name: stage, states: [stage], if: undefined, unknown: [] };
  const { name, states, if: condition } = bag(stage);
  if (typeof name !== 'string' || !Array.isArray(states) || states.length === 0) return undefined;
  const unknown = Object.keys(bag(stage)).filter((option) => !stageOptions.includes(option));
  return { name, states, if: condition, unknown };
}

function checkVisited(visited: unknown, { schema, internal }: LifecycleModel, at: string, report: Report): void {
  if (visited === undefined || typeof visited === 'function') return;
  if (typeof visited !== 'string') {
    report('invalid-value', at, `expected the path of a list in the data, or a function, got ${kindOf(visited)}.`);
    return;
  }
  const path = visited.split('.');
  const secret = internal && secretOn(withSecrets(viewOf(schema), internal.tree), path);
  if (secret !== undefined) report('internal-path', at, says.internal(secret));
  const walk = walkPath(viewOf(schema), path);
  if (walk.kind === 'unknown') report('unknown-variable', at, unknownName('field', visited, walk.known));
  if (walk.kind !== 'known') return;
  const elements = walk.view.some(({ kind }) => kind === 'list') ? elementsOf(walk.view) : undefined;
  const holdsTexts =
    elements?.some(({ kind }) => kind === 'string' || kind === 'opaque') ?? walk.view.some(({ kind }) => kind === 'opaque');
  if (!holdsTexts)
    report(
      'invalid-value',
      at,
      `expected a list of states; '${visited}' is ${kindsIn(elements ?? walk.view)}${elements === undefined ? '' : ' in a list'}. Write a function.`,
    );
}

function checkLabels(labels: unknown, trails: TrailScope['trails'], at: string, report: Report): void {
  if (labels === undefined) return;
  for (const [machine, texts] of Object.entries(bag(labels))) {
    const place = `${at}.${machine}`;
    const stages = trails.get(machine);
    if (stages === undefined) {
      report('unknown-machine', place, unknownName('trail', machine, [...trails.keys()]));
      continue;
    }
    for (const [stage, label] of Object.entries(bag(texts))) {
      if (!stages.includes(stage)) report('unknown-state', place, unknownName('stage', stage, stages));
      if (typeof label !== 'string' || label.trim() === '' || /\p{Cc}/u.test(label))
        report('invalid-value', place, `expected one line of plain text for '${stage}', got ${kindOf(label)}.`);
    }
  }
}

function namesOf(trail: unknown): readonly string[] {
  const { stages } = bag(trail);
  return (Array.isArray(stages) ? stages : []).flatMap((stage: unknown) => formOf(stage)?.name ?? []);
}

const options = ['stages', 'hidden', 'visited'];
const stageOptions = ['name', 'states', 'if'];

const says = {
  oneName: "{{#trail}} takes the name of a machine, or nothing: {{#trail 'order'}}.",
  dynamic: "a trail must be called by the name of its machine, so that it can be checked: {{#trail 'order'}}.",
  none: "{{#trail}}: this set declares no trail. Add trails: { order: { stages: ['new', 'paid'], hidden: ['cancelled'] } } beside its locales.",
  several: (machines: readonly string[]) =>
    `{{#trail}}: this set has several; write {{#trail '${machines[0]}'}}. Known: ${machines.join(', ')}.`,
  internal: (path: string) =>
    `'${path}' is internal, so messages to customers do not know it and would show every stage before the present one as passed. Keep the states that were visited in a field that is not.`,
  forgotten: (states: readonly string[]) =>
    `${states.map((state) => `'${state}'`).join(', ')} ${states.length > 1 ? 'stand' : 'stands'} in no stage. Add ${states.length > 1 ? 'them' : 'it'} to one, or to 'hidden' where no trail is shown.`,
} as const;
