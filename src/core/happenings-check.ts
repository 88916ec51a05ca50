/**
 * The check of what can happen to a lifecycle's subjects: links, payloads, facts, silence.
 * @module
 */
import type { z } from 'zod';
import { unknownName } from './errors.js';
import { eventNamed, eventNames, findLinkCycle, parseName, stateNames } from './links.js';
import type { EventRef, LifecycleModel, MachineModel } from './model.js';
import { isSchema } from './schema-fields.js';
import { type Bag, bag, kindOf, list, type Report } from './untyped.js';

type Machines = ReadonlyMap<string, MachineModel>;

/** The parts of a model that say what can happen, read from a definition that may be anything. */
export function readHappenings(
  definition: Bag,
  machines: Machines,
  report: Report,
): Pick<LifecycleModel, 'links' | 'payloads' | 'facts' | 'silentAfter'> {
  return {
    links: readLinks(definition, machines, report),
    payloads: readPayloads(definition, machines, report),
    facts: readFacts(definition, machines, report),
    silentAfter: readSilence(definition, machines, report),
  };
}

function readLinks(definition: Bag, machines: Machines, report: Report): ReadonlyMap<string, readonly EventRef[]> {
  const links = new Map<string, readonly EventRef[]>();
  for (const [state, events] of Object.entries(bag(definition['links']))) {
    const place = `links['${state}']`;
    checkState(machines, state, place, report);
    const refs = list(events).flatMap((event) => eventsNamed(machines, String(event), place, report));
    for (const { machine, event } of refs) {
      const payload = bag(definition['payloads'])[`${machine}.${event}`];
      if (!isSchema(payload) || payload.safeParse(undefined).success) continue;
      const message = `a linked event carries no payload, but '${machine}.${event}' requires one. Make its schema .optional().`;
      report('invalid-value', place, message);
    }
    links.set(state, refs);
  }
  const cycle = findLinkCycle(links, machines);
  if (cycle !== undefined) {
    report('link-cycle', 'links', `these set each other off for ever: ${cycle.join(' -> ')}. Remove one of them.`);
  }
  return links;
}

function readPayloads(definition: Bag, machines: Machines, report: Report): ReadonlyMap<string, z.ZodType> {
  for (const event of Object.keys(bag(definition['payloads']))) eventsNamed(machines, event, `payloads['${event}']`, report);
  return readSchemas(definition, 'payloads', report);
}

function readFacts(definition: Bag, machines: Machines, report: Report): ReadonlyMap<string, z.ZodType> {
  const fields = Object.keys(bag(definition['fields']));
  for (const fact of Object.keys(bag(definition['facts']))) {
    const place = `facts['${fact}']`;
    const [head, tail] = parseName(fact);
    if (tail === undefined) report('invalid-value', place, `a fact is named 'thing.happened', such as 'partner.assigned'.`);
    else if (machines.has(head)) {
      const message = `'${head}' is a machine, so '${fact}' would read as a state of it. Choose another name.`;
      report('duplicate-name', place, message);
    } else if (tail === 'changed' && fields.includes(head)) {
      report('duplicate-name', place, `the field '${head}' gives this fact already.`);
    }
  }
  return readSchemas(definition, 'facts', report);
}

function readSilence(definition: Bag, machines: Machines, report: Report): readonly string[] {
  const states = list(definition['silentAfter']).map(String);
  for (const state of states) checkState(machines, state, 'silentAfter', report);
  return states;
}

function readSchemas(definition: Bag, part: string, report: Report): ReadonlyMap<string, z.ZodType> {
  const schemas = new Map<string, z.ZodType>();
  for (const [name, schema] of Object.entries(bag(definition[part]))) {
    if (isSchema(schema)) schemas.set(name, schema);
    else report('invalid-value', `${part}['${name}']`, `expected a zod schema, got ${kindOf(schema)}.`);
  }
  return schemas;
}

function checkState(machines: Machines, name: string, place: string, report: Report): void {
  const known = stateNames(machines);
  if (!known.includes(name)) report('unknown-state', place, unknownName('state', name, known));
}

function eventsNamed(machines: Machines, name: string, place: string, report: Report): EventRef[] {
  const event = eventNamed(machines, name);
  if (event !== undefined) return [event];
  report('unknown-event', place, unknownName('event', name, eventNames(machines)));
  return [];
}
