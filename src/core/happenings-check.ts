/**
 * The check of what can happen to a lifecycle's subjects: links, payloads, facts, silence.
 * @module
 */
import type { z } from 'zod';
import { eventNamed, eventNames, findLinkCycle, parseName, stateNames } from './links.js';
import type { EventRef, LifecycleModel, MachineModel } from './model.js';
import { expectKnown, type Report } from './problems.js';
import { isSchema } from './schema-fields.js';
import { type Bag, bag, kindOf, listOf } from './untyped.js';

type Machines = ReadonlyMap<string, MachineModel>;

/** The parts of a model that say what can happen, read from a definition that may be anything. */
export function readHappenings(
  definition: Bag,
  machines: Machines,
  report: Report,
): Pick<LifecycleModel, 'links' | 'payloads' | 'facts' | 'silentAfter'> {
  const links = readLinks(definition, machines, report);
  for (const event of Object.keys(bag(definition['payloads']))) checkEvent(machines, event, `payloads['${event}']`, report);
  const payloads = readSchemas(definition, 'payloads', report);
  for (const fact of Object.keys(bag(definition['facts']))) checkFact(definition, machines, fact, report);
  const facts = readSchemas(definition, 'facts', report);
  const silentAfter = listOf(definition['silentAfter']).map(String);
  for (const state of silentAfter) checkState(machines, state, 'silentAfter', report);
  return { links, payloads, facts, silentAfter };
}

function readLinks(definition: Bag, machines: Machines, report: Report): ReadonlyMap<string, readonly EventRef[]> {
  const links = new Map<string, readonly EventRef[]>();
  for (const [state, events] of Object.entries(bag(definition['links']))) {
    const place = `links['${state}']`;
    checkState(machines, state, place, report);
    const names = listOf(events).map(String);
    for (const event of names) {
      checkEvent(machines, event, place, report);
      const payload = bag(definition['payloads'])[event];
      if (!isSchema(payload) || payload.safeParse(undefined).success) continue;
      const message = `a linked event carries no payload, but '${event}' requires one. Make its schema .optional().`;
      report('invalid-value', place, message);
    }
    links.set(
      state,
      names.flatMap((event) => eventNamed(machines, event) ?? []),
    );
  }
  const cycle = findLinkCycle(links, machines);
  if (cycle !== undefined) {
    report('link-cycle', 'links', `these set each other off for ever: ${cycle.join(' -> ')}. Remove one of them.`);
  }
  return links;
}

function checkFact(definition: Bag, machines: Machines, fact: string, report: Report): void {
  const place = `facts['${fact}']`;
  const [head, tail] = parseName(fact);
  if (tail === undefined) report('invalid-value', place, `a fact is named 'thing.happened', such as 'partner.assigned'.`);
  else if (machines.has(head)) {
    const message = `'${head}' is a machine, so '${fact}' would read as a state of it. Choose another name.`;
    report('duplicate-name', place, message);
  } else if (tail === 'changed' && Object.hasOwn(bag(definition['fields']), head)) {
    report('duplicate-name', place, `the field '${head}' gives this fact already.`);
  }
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
  expectKnown(report, 'unknown-state', place, 'state', name, stateNames(machines));
}

function checkEvent(machines: Machines, name: string, place: string, report: Report): void {
  expectKnown(report, 'unknown-event', place, 'event', name, eventNames(machines));
}
