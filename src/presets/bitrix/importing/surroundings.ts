/**
 * What the templates of a file may refer to: statuses, groups, sites, senders, events and their fields.
 * @module
 */
import type { ImportFile } from '../../shared/importing.js';
import { usualMailEvents, usualStatuses } from '../settings.js';
import type { ImportSettings } from './file.js';
import { resolvedGroups } from './groups.js';
import { eventMacros, type Macros, orderMacros, usualFields, usualProperties } from './macros.js';

/** An event whose fields are known. */
export interface KnownEvent {
  readonly fact: `mail.${string}` | `event.${string}`;
  readonly fields: readonly string[];
  readonly macros: Macros;
}

/** Everything that a template may name. */
export interface Surroundings {
  readonly statuses: readonly string[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly sites: readonly string[];
  /** Undefined where any name will do. */
  readonly senders: readonly string[] | undefined;
  readonly properties: readonly string[];
  readonly orderMacros: Macros;
  /** The e-mail events, by name. */
  readonly mailEvents: ReadonlyMap<string, KnownEvent>;
  /** The events of the shop's own, by name. */
  readonly events: ReadonlyMap<string, KnownEvent>;
}

/** Reads them; circles of groups are noted. */
export function surroundingsOf(settings: Omit<ImportSettings, 'templates'>, file: ImportFile): Surroundings {
  const statuses = Object.keys(settings.statuses ?? usualStatuses);
  const properties = [...usualProperties, ...(settings.properties ?? [])];
  const known = (kind: 'mail' | 'event', name: string, fields: readonly string[]): readonly [string, KnownEvent] => [
    name,
    { fact: `${kind}.${name}`, fields, macros: eventMacros(fields, properties) },
  ];
  return {
    statuses,
    groups: resolvedGroups(settings.groups ?? {}, statuses, file),
    sites: settings.sites ?? ['s1'],
    senders: settings.senders,
    properties,
    orderMacros: orderMacros(properties),
    mailEvents: new Map([
      ...usualMailEvents.map((name) => known('mail', name, usualFields)),
      // Bitrix has one for each status.
      ...statuses.map((code) => known('mail', `SALE_STATUS_CHANGED_${code}`, usualFields)),
      ...Object.entries(settings.mailEvents ?? {}).map(([name, fields]) => known('mail', name, fields)),
    ]),
    events: new Map(Object.entries(settings.events ?? {}).map(([name, fields]) => known('event', name, fields))),
  };
}
