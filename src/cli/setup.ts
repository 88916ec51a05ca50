/**
 * Setups: the rules, templates and settings that a story is played with, or that are checked.
 * @module
 */
import type { MemoryTransaction } from '../adapters/memory/transaction.js';
import type { AnyTable, NotifierOptions } from '../runtime/options.js';
import type { Templates } from '../templates/engine.js';
import { createTestNotifier } from '../testing/test-notifier.js';

type Options = NotifierOptions<readonly AnyTable[], MemoryTransaction>;

/** Everything about messages that a preset or a config module says. */
export interface Setup extends Pick<Options, 'enabled' | 'windows' | 'limits'> {
  readonly rules: readonly AnyTable[];
  readonly templates: readonly Templates[];
}

/** Throws `invalid-notifier`, listing everything that `createNotifier` would refuse about rules, templates and settings. */
export function checkSetup(setup: Setup): void {
  createTestNotifier<readonly AnyTable[]>({ ...setup, start: new Date(0) });
}
