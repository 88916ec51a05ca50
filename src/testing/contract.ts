/**
 * Contracts: what every adapter of a port must hold to, as cases for any test runner.
 * @module
 */
import { OrderbellError, unknownName } from '../core/errors.js';

/** One promise of a port. `run` rejects where the adapter breaks it. */
export interface ContractCase {
  /** A sentence about behaviour; unique in its contract. */
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** A case that an adapter cannot hold to, and why. */
export interface Skip {
  /** The case's name. */
  readonly case: string;
  readonly reason: string;
}

/** Something to try a case on. It must be new: no case meets what another has left. */
interface Closable {
  readonly close?: (() => Promise<void> | void) | undefined;
}

/** Puts cases, the adapter and reasoned skips together. Throws `invalid-argument` for a skip of no case, or without a reason. */
export function casesOf<Parts extends Closable>(
  contract: string,
  cases: Readonly<Record<string, (parts: Parts) => Promise<void>>>,
  create: () => Promise<Parts>,
  skips: readonly Skip[],
): readonly ContractCase[] {
  const names = Object.keys(cases);
  for (const skip of skips) {
    if (!names.includes(skip.case))
      throw new OrderbellError('invalid-argument', `${contract}: skip: ${unknownName('case', skip.case, names)}`);
    if (skip.reason.trim() === '')
      throw new OrderbellError('invalid-argument', `${contract}: skip of '${skip.case}' gives no reason.`);
  }
  const skipped = new Set(skips.map((skip) => skip.case));
  return Object.entries(cases)
    .filter(([name]) => !skipped.has(name))
    .map(([name, test]) => ({ name, run: () => tried(create, test) }));
}

async function tried<Parts extends Closable>(create: () => Promise<Parts>, test: (parts: Parts) => Promise<void>): Promise<void> {
  const parts = await create();
  try {
    await test(parts);
  } finally {
    await parts.close?.();
  }
}
