/**
 * Options that differ from shop to shop.
 * @module
 */
import { OrderbellError, PermanentDeliveryError } from '../../core/errors.js';
import type { EmailMessage } from '../../ports/transport.js';

/** A value for each site, by the name that the lifecycle's `site` yields. */
export interface BySite<T> {
  readonly bySite: Readonly<Record<string, T>>;
  /** For other sites, and for messages without one. */
  readonly otherwise?: T | undefined;
}

/** The same for all messages, one for each site, or what a function makes of the message. */
export type PerMessage<T> = T | BySite<T> | ((message: EmailMessage) => T | undefined);

/**
 * Makes a function of an option. All that is written down is checked at once, and throws as `check` does; what the host's function
 * yields is checked message by message, and fails that message for good. Undefined where there is no value.
 */
export function perMessage<T extends string | object, R>(
  place: string,
  given: PerMessage<T> | undefined,
  check: (place: string, value: T) => R,
): (message: EmailMessage) => R | undefined {
  if (typeof given === 'function') {
    return (message) => {
      const value = given(message);
      return value === undefined ? undefined : forThisMessage(() => check(`${place}(message)`, value));
    };
  }
  if (given === undefined) return () => undefined;
  if (!isBySite(given)) {
    const checked = check(place, given);
    return () => checked;
  }
  const sites = new Map(Object.entries(given.bySite).map(([site, value]) => [site, check(`${place}.bySite['${site}']`, value)]));
  const otherwise = given.otherwise === undefined ? undefined : check(`${place}.otherwise`, given.otherwise);
  return ({ site }) => (site === undefined ? undefined : sites.get(site)) ?? otherwise;
}

/** Runs a check of what belongs to one message: that it is wrong fails the message, and no other. */
export function forThisMessage<R>(check: () => R): R {
  try {
    return check();
  } catch (error) {
    if (error instanceof OrderbellError && error.code === 'invalid-argument') throw new PermanentDeliveryError(error.message);
    throw error;
  }
}

function isBySite<T>(given: T | BySite<T>): given is BySite<T> {
  return typeof given === 'object' && given !== null && 'bySite' in given && typeof given.bySite === 'object';
}
