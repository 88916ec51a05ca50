/**
 * A subject of a simulation: what a store would keep of it.
 * @module
 */
import { type ChangeRequest, type Memory, readSubject } from './handle.js';
import type { StoredJob } from './job.js';
import { type Situation, situationOf } from './judge.js';
import type { CompiledTable } from './table.js';

/** A subject and everything that is remembered of it. */
export interface SimulatedSubject {
  readonly table: CompiledTable;
  readonly key: string;
  data: unknown;
  memory: Memory | undefined;
  /** By key, in the order they were planned. */
  readonly jobs: Map<string, SimulatedJob>;
}

/** A stored job with its place in the order of planning, over all subjects. */
export type SimulatedJob = StoredJob & { readonly sequence: number };

/** The request with data as the schema yields them. Throws `invalid-data`. */
export function parsedRequest({ model }: CompiledTable, request: ChangeRequest): ChangeRequest {
  const { subject } = readSubject(model, request.subject);
  if (!('before' in request) || request.before === undefined) return { ...request, subject };
  return { ...request, subject, before: readSubject(model, request.before).subject };
}

/** The subject as the rules see it now. */
export function situationOfSimulated({ table: { model }, key, data, memory }: SimulatedSubject): Situation {
  return situationOf(model, key, data, memory?.silent ?? false);
}

/** Whether the turn of one job comes before that of another: the earlier instant, else the one that was planned first. */
export function comesBefore(a: SimulatedJob, b: SimulatedJob): boolean {
  return a.runAt < b.runAt || (a.runAt === b.runAt && a.sequence < b.sequence);
}
