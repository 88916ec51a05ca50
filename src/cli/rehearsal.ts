/**
 * The rehearsal of a scenario: each step is tried with the pure core, so that whatever does not exist or does not fit is found
 * before anything is played.
 * @module
 */
import { type Problem, unknownName } from '../core/errors.js';
import { handle, type Memory, readSubject } from '../core/handle.js';
import { mergeTables } from '../core/merge-tables.js';
import type { LifecycleModel } from '../core/model.js';
import { factsOf } from '../core/rule-check.js';
import { type ChangeStep, type CreatedStep, mergedData, requestOfStep, type StoryStep } from '../core/story.js';
import type { CompiledTable } from '../core/table.js';
import { assertZone } from '../core/zone.js';
import { isWithin, keysIn, pathOf } from './data-paths.js';
import { placedIn, problemsOf } from './problems.js';
import type { RawStep } from './scenario-steps.js';
import { placeAt, schemaProblems } from './schema-problems.js';
import type { Setup } from './setup.js';
import { isObject } from './shown.js';

/**
 * Tries the steps of a scenario one after the other and reports what is wrong with them; yields the story, which can be played
 * where there was no problem. Without a setup, names and data are not looked at.
 *
 * Deadlines are not rehearsed: a change that is refused only because a signal came first is accepted here.
 */
export function rehearse(setup: Setup | undefined, steps: readonly RawStep[], problems: Problem[]): readonly StoryStep[] {
  const tables = mergeTables(setup?.rules.map(({ compiled }) => compiled) ?? []);
  const rehearsal = new Rehearsal(tables, problems);
  return steps.flatMap((step) => rehearsal.step(step) ?? []);
}

/** A subject that a step has created, or meant to. */
interface Known {
  /** More than one where the data are too broken to tell. */
  readonly keys: readonly string[];
  /** Undefined where its lifecycle does not exist. */
  readonly table: CompiledTable | undefined;
  data: unknown;
  memory: Memory | undefined;
  /** Something about it was wrong: what follows from that is no news. */
  isBroken: boolean;
}

class Rehearsal {
  readonly #tables: ReadonlyMap<string, CompiledTable>;
  readonly #problems: Problem[];
  readonly #subjects: Known[] = [];
  #now = 0;

  constructor(tables: ReadonlyMap<string, CompiledTable>, problems: Problem[]) {
    this.#tables = tables;
    this.#problems = problems;
  }

  step(raw: RawStep): StoryStep | undefined {
    this.#now = raw.at ?? this.#now;
    if (raw.kind === 'until') return { kind: 'until', at: this.#now };
    if (raw.kind === undefined) return undefined;
    return raw.kind === 'created' ? this.#created(raw) : this.#change(raw);
  }

  #created({ place, columns }: RawStep): CreatedStep | undefined {
    const { created: lifecycle, data } = columns;
    const table = typeof lifecycle === 'string' ? this.#tables.get(lifecycle) : undefined;
    const known = this.#remember(table, data);
    if (typeof lifecycle !== 'string' || data === undefined) return undefined;
    const step: CreatedStep = { kind: 'created', at: this.#now, lifecycle, data };
    if (table === undefined) {
      if (this.#tables.size === 0) return step;
      this.#report('unknown-lifecycle', `${place}.created`, unknownName('lifecycle', lifecycle, [...this.#tables.keys()]));
      return step;
    }
    const found = dataProblems(table, data, `${place}.data`);
    this.#problems.push(...found);
    if (found.length === 0) this.#try(known, table, step, `${place}.data`);
    return step;
  }

  /** The subject that a created step means: one that is there already, or a new one. */
  #remember(table: CompiledTable | undefined, data: unknown): Known {
    const keys = keysIn(table?.model, data);
    const isSame = (one: Known) => table !== undefined && one.table === table && one.keys.join() === keys.join();
    const known = this.#subjects.find(isSame) ?? { keys, table, data, memory: undefined, isBroken: true };
    if (!this.#subjects.includes(known)) this.#subjects.push(known);
    return known;
  }

  #change({ place, columns }: RawStep): ChangeStep | undefined {
    const { subject, change } = columns;
    if (typeof subject !== 'string') return undefined;
    const candidates = this.#subjects.filter(({ keys }) => keys.includes(subject));
    if (candidates.length === 0) this.#unknownSubject(`${place}.subject`, subject);
    const event = this.#named('event', candidates, place, columns);
    const fact = this.#named('fact', candidates, place, columns);
    const fits = ({ table }: Known) =>
      table !== undefined &&
      (event === undefined || eventsOf(table.model).includes(event)) &&
      (fact === undefined || table.model.facts.has(fact));
    const [known, ...others] = candidates.filter(fits);
    if (others.length > 0) {
      const message = `two lifecycles have a subject '${subject}', and this step fits both. Give one of them another key.`;
      this.#report('invalid-value', `${place}.subject`, message);
    }
    if (known?.table === undefined) return undefined;
    const { payload, actor } = columns;
    const base: ChangeStep = { kind: 'change', at: this.#now, lifecycle: known.table.model.name, subject, event, fact, payload };
    const step = { ...base, ...(isObject(change) && { change }), ...(typeof actor === 'string' && { actor }) };
    this.#tryChange(known, known.table, step, place);
    return step;
  }

  /** The name of a step's event or fact, where one of the lifecycles has it; where none has, that is reported. */
  #named(column: 'event' | 'fact', candidates: readonly Known[], place: string, columns: RawStep['columns']): string | undefined {
    const name = columns[column];
    if (typeof name !== 'string') return undefined;
    const own = candidates.flatMap(({ table }) => table?.model ?? []);
    const models = own.length > 0 ? own : [...this.#tables.values()].map(({ model }) => model);
    const known = models.flatMap((model) => (column === 'event' ? eventsOf(model) : [...model.facts.keys()]));
    if (known.includes(name) || models.length === 0) return name;
    const code = column === 'event' ? 'unknown-event' : 'unknown-fact';
    const message = unknownName(`${column} of ${models.map((model) => model.name).join(' or ')}`, name, known);
    this.#report(code, `${place}.${column}`, `${message}${otherwiseKnown(column, name, models)}`);
    return undefined;
  }

  #unknownSubject(place: string, subject: string): void {
    const known = this.#subjects.flatMap(({ keys }) => (keys.length === 1 ? keys : []));
    this.#report('unknown-subject', place, `no earlier step creates it: ${unknownName('subject', subject, known)}`);
  }

  /** A change that does not fit is reported and left out, so that what comes after it is tried with data that do. */
  #tryChange(known: Known, table: CompiledTable, step: ChangeStep, place: string): void {
    const mistakes = step.change === undefined ? [] : changeProblems(known, table, step, `${place}.change`);
    this.#problems.push(...mistakes);
    const rest = mistakes.length === 0 ? step : { ...step, change: undefined };
    const isSomething = rest.change !== undefined || rest.event !== undefined || rest.fact !== undefined;
    if (isSomething && !known.isBroken) this.#try(known, table, rest, place);
  }

  /** Hands a step whose data fit to the core, and reports what it throws. A refusal is business as usual. */
  #try(known: Known, table: CompiledTable, step: CreatedStep | ChangeStep, place: string): void {
    const actor = step.kind === 'change' ? step.actor : undefined;
    try {
      const request = requestOfStep(step, known.data);
      const { key, subject } = readSubject(table.model, request.subject);
      const handled = handle(table, key, { ...request, subject }, known.memory, { actor, now: this.#now });
      known.isBroken = false;
      if (!handled.ok) return;
      known.data = handled.subject;
      known.memory = handled.memory;
    } catch (error) {
      const problems = problemsOf(error);
      if (problems.length === 0) throw error;
      this.#problems.push(...placedIn(place, problems));
      known.isBroken = true;
    }
  }

  #report(code: Problem['code'], place: string, message: string): void {
    this.#problems.push({ code, place, message });
  }
}

/** A hint where a name is known after all, but not as what the step says it is. */
function otherwiseKnown(column: 'event' | 'fact', name: string, models: readonly LifecycleModel[]): string {
  if (column === 'event')
    return models.some(({ facts }) => facts.has(name)) ? ' It is a fact: write "fact" instead of "event".' : '';
  if (models.some((model) => eventsOf(model).includes(name))) return ' It is an event: write "event" instead of "fact".';
  return models.some((model) => factsOf(model).includes(name)) ? ' It happens by itself when the field changes.' : '';
}

function eventsOf(model: LifecycleModel): readonly string[] {
  return [...model.machines].flatMap(([name, { machine }]) => machine.events.map((event) => `${name}.${event}`));
}

/** What is wrong with the data of a new subject. */
function dataProblems({ model }: CompiledTable, data: unknown, place: string): readonly Problem[] {
  const parsed = model.schema.safeParse(data);
  return parsed.success ? zoneProblems(model, parsed.data, data, place) : schemaProblems(model.schema, data, place);
}

/** What is wrong with the change of a step. What was wrong with a broken subject before has been reported. */
function changeProblems(known: Known, { model }: CompiledTable, step: ChangeStep, place: string): readonly Problem[] {
  const merged = mergedData(known.data, step.change);
  const found = schemaProblems(model.schema, merged, place);
  if (known.isBroken) return found.filter(({ path }) => isWithin(step.change, path));
  if (found.length > 0) return found;
  const { key, subject } = readSubject(model, merged);
  if (key === step.subject) return zoneProblems(model, subject, step.change, place);
  const message = `it makes '${key}' of '${step.subject}'. The key of a subject never changes; create another one.`;
  return [{ code: 'invalid-value', place, message }];
}

/** Every subject's zone is looked at, whether or not a rule asks for it: here its place in the file is known. */
function zoneProblems(model: LifecycleModel, subject: unknown, given: unknown, place: string): readonly Problem[] {
  const zone = model.timeZone(subject) ?? '';
  try {
    assertZone(zone);
    return [];
  } catch (error) {
    return placedIn(placeAt(place, pathOf(zone, given) ?? []), problemsOf(error));
  }
}
