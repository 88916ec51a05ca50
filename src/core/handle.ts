/**
 * Handling a change: from what the host says has happened to the decisions of the rules. Pure; the runtime and the simulation
 * both call it.
 * @module
 */
import type { z } from 'zod';
import { OrderbellError, unknownName } from './errors.js';
import { changedFields } from './field-change.js';
import { fingerprint } from './fingerprint.js';
import { ask, type Situation, situationOf } from './judge.js';
import { eventNamed, eventNames } from './links.js';
import type { LifecycleModel } from './model.js';
import { type Change, type Decision, plan } from './plan.js';
import { refuse } from './problems.js';
import { factsOf } from './rule-check.js';
import {
  applyEvent,
  creation,
  enteredBy,
  leftBy,
  observe,
  type Refusal,
  type Step,
  type StepContext,
  statesOf,
  unknownState,
} from './step.js';
import type { CompiledTable } from './table.js';

/** What the host says has happened. Data are not parsed yet. */
export type ChangeRequest =
  | { readonly kind: 'created'; readonly subject: unknown }
  | { readonly kind: 'moved'; readonly before: unknown; readonly subject: unknown }
  | {
      readonly kind: 'event';
      readonly before?: unknown;
      readonly subject: unknown;
      readonly event: string;
      readonly payload: unknown;
    }
  | {
      readonly kind: 'fact';
      readonly before?: unknown;
      readonly subject: unknown;
      readonly fact: string;
      readonly payload: unknown;
    }
  | { readonly kind: 'refresh'; readonly subject: unknown };

/** What is remembered of a subject between changes. */
export interface Memory {
  readonly revision: number;
  readonly fields: Readonly<Record<string, string>>;
  readonly visited: readonly string[];
  readonly silent: boolean;
  /** Whether it has come to be, or was moved: from then on it cannot come to be. Messages and facts before that are no birth. */
  readonly created: boolean;
  /** Whether it may have open jobs that go on by the row they were planned by. */
  readonly pinned: boolean;
}

/** A change that was accepted, with what the rules decide. Nothing is stored yet. */
export interface Handled {
  readonly ok: true;
  /** The parsed subject with its new states. */
  readonly subject: unknown;
  readonly step: Step;
  readonly entered: readonly string[];
  readonly left: readonly string[];
  readonly situation: Situation;
  readonly memory: Memory;
  readonly decisions: readonly Decision[];
}

/** Who causes the change, and when. */
export interface Occurrence {
  readonly actor: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The data of a subject as the schema yields them, and its key. */
export interface ParsedSubject {
  readonly key: string;
  readonly subject: unknown;
}

/** The key of a subject whose data are not parsed yet, with the parsed data. Throws `invalid-data`. */
export function readSubject(model: LifecycleModel, data: unknown): ParsedSubject {
  const result = model.schema.safeParse(data);
  if (!result.success) throw invalidData(model, result.error);
  const key = ask({ model, key: '?' }, 'key', model.key, result.data);
  if (typeof key !== 'string' || key === '') {
    const message = `key() yields ${JSON.stringify(key)}. Expected a text that tells one ${model.name} from another.`;
    refuse('invalid-data', `lifecycle '${model.name}'`, message);
  }
  return { key, subject: result.data };
}

/** Decides everything that a change means. Refusals are values; bad data, unknown events and facts are errors. */
export function handle(
  table: CompiledTable,
  key: string,
  request: ChangeRequest,
  memory: Memory | undefined,
  occurrence: Occurrence,
): Handled | Refusal {
  const { model } = table;
  const {
    revision = 0,
    visited = [],
    created = false,
    silent = false,
    pinned = false,
    fields: earlier,
  }: Partial<Memory> = memory ?? {};
  const context: StepContext = { actor: occurrence.actor, visited };
  const step = stepOf(model, key, request, created, context);
  if (!step.ok) return step;
  const payload =
    request.kind === 'event' || request.kind === 'fact' ? readPayload(model, request) : { ok: true as const, payload: undefined };
  if (!payload.ok) return payload;
  const subject = withStates(model, request.subject, step.states);
  const entered = enteredBy(step);
  const fields = fieldPrints(model, key, subject);
  const before = beforeOf(request);
  const changed = changedFields(fields, before === undefined ? earlier : fieldPrints(model, key, before));
  const facts = [...changed.keys()].map((name) => `${name}.changed`);
  const next: Memory = {
    revision: revision + 1,
    fields,
    visited: visitedAfter(model, visited, step),
    pinned,
    created: created || entered.length > 0 || request.kind === 'created',
    silent: silent || model.silentAfter.some((state) => entered.includes(state)),
  };
  const situation = situationOf(model, key, subject, next.silent, step.states);
  const change: Change = {
    id: `c${next.revision}`,
    transitions: step.transitions,
    facts: request.kind === 'fact' ? [request.fact, ...facts] : facts,
    fields: changed,
    payload: payload.payload,
    wasSilent: silent,
  };
  const decisions = plan(table, situation, change, occurrence.now);
  return { ok: true, subject, step, entered, left: leftBy(step), situation, memory: next, decisions };
}

function stepOf(
  model: LifecycleModel,
  key: string,
  request: ChangeRequest,
  created: boolean,
  context: StepContext,
): Step | Refusal {
  const states = readStates(model, key, request.subject);
  if (request.kind === 'created') {
    if (!created) return creation(model, states);
    const message = `${model.name} '${key}' has come to be before. Tell of changes with an event, { before, after } or refresh(); give a 'key' where a call may be repeated.`;
    return { ok: false, code: 'already-created', message, allowed: [] };
  }
  if (request.kind === 'event' && eventNamed(model.machines, request.event) === undefined) {
    refuse('unknown-event', `lifecycle '${model.name}'`, unknownName('event', request.event, eventNames(model.machines)));
  }
  const before = beforeOf(request);
  const moved = observe(model, before === undefined ? states : readStates(model, key, before), states, context);
  if (request.kind !== 'event' || !moved.ok) return moved;
  const event = applyEvent(model, moved.states, request.event, context);
  if (!event.ok) return event;
  return {
    ok: true,
    states: event.states,
    transitions: [...moved.transitions, ...event.transitions],
    ignored: [...moved.ignored, ...event.ignored],
  };
}

/** The data as they were before a change, where the host gives them. */
function beforeOf(request: ChangeRequest): unknown {
  return 'before' in request ? request.before : undefined;
}

function readStates(model: LifecycleModel, key: string, subject: unknown): Record<string, string> {
  const states = statesOf(model, subject);
  const problem = unknownState(model, states);
  if (problem !== undefined) throw new OrderbellError('unknown-state', `${model.name} '${key}', ${problem}`);
  return states;
}

function readPayload(
  model: LifecycleModel,
  request: Extract<ChangeRequest, { kind: 'event' | 'fact' }>,
): { readonly ok: true; readonly payload: unknown } | Refusal {
  const name = request.kind === 'event' ? request.event : request.fact;
  if (request.kind === 'fact' && !model.facts.has(name)) {
    const changed = factsOf(model).includes(name) ? ` '${name}' happens by itself when the field changes.` : '';
    refuse('unknown-fact', `lifecycle '${model.name}'`, unknownName('fact', name, [...model.facts.keys()]) + changed);
  }
  const schema = request.kind === 'event' ? model.payloads.get(name) : model.facts.get(name);
  const result = schema?.safeParse(request.payload);
  if (result === undefined && isNothing(request.payload)) return { ok: true, payload: undefined };
  if (result?.success === true) return { ok: true, payload: result.data };
  const message =
    result === undefined
      ? `'${name}' carries nothing, but a payload was given. Declare its schema in 'payloads', or leave it out.`
      : `the payload of '${name}' is not valid: ${issuesOf(result.error)}`;
  return { ok: false, code: 'invalid-payload', message, allowed: [] };
}

/** `{}` says as much as nothing; hosts and scenario files write it for symmetry. */
function isNothing(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return payload === undefined;
  return !Array.isArray(payload) && Object.keys(payload).length === 0;
}

/** A copy of the subject in which the machines have these states; the subject itself where they have them already. */
function withStates(model: LifecycleModel, subject: unknown, states: Readonly<Record<string, string>>): unknown {
  let copy = subject;
  for (const [name, machine] of model.machines) {
    const state = states[name] ?? '';
    if (machine.read(copy) !== state) copy = machine.write(copy, state);
  }
  return copy;
}

function fieldPrints(model: LifecycleModel, key: string, subject: unknown): Record<string, string> {
  const prints: Record<string, string> = {};
  for (const [name, read] of model.fields) prints[name] = fingerprint(ask({ model, key }, 'field', read, subject, name));
  return prints;
}

/** The states that may be entered only once, and have been. */
function visitedAfter(model: LifecycleModel, before: readonly string[], step: Step): readonly string[] {
  const visited = new Set(before);
  for (const [name, { machine }] of model.machines) {
    for (const state of machine.once) {
      const moved = step.transitions.some((each) => each.machine === name && (each.from === state || each.to === state));
      if (moved || step.states[name] === state) visited.add(`${name}.${state}`);
    }
  }
  return [...visited];
}

function invalidData(model: LifecycleModel, error: z.ZodError): OrderbellError {
  return new OrderbellError('invalid-data', `data do not fit the schema of '${model.name}': ${issuesOf(error)}`, {
    problems: error.issues.map((issue) => ({
      code: 'invalid-data',
      place: issue.path.map(String).join('.') || model.name,
      message: issue.message,
    })),
    cause: error,
  });
}

/** The issues of a schema in one line: `sessions.0.startsAt: Invalid input; no: Required`. */
function issuesOf(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.map(String).join('.') || 'the whole'}: ${issue.message}`).join('; ');
}
