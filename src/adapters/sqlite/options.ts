/**
 * Settings of the store.
 * @module
 */
import { OrderbellError } from '../../core/errors.js';
import type { Synchronous } from './opening.js';

/** Settings of `sqlite`. */
export interface SqliteOptions {
  /** Begins the name of every table; `orderbell_` unless told otherwise. */
  readonly prefix?: string | undefined;
  /**
   * `full`, unless told otherwise: what was committed survives a loss of power. `normal` is faster, and a loss of power may take the
   * last commits back, the host's among them: messages sent just before are then sent again, changes made just before are forgotten. A crash of
   * the process loses nothing either way. A connection that is set to `EXTRA` stays so.
   */
  readonly synchronous?: Synchronous | undefined;
  /** Whether missing tables are made on first use; true unless told otherwise. Otherwise `migrate` or a tool of the host's makes them. */
  readonly autoMigrate?: boolean | undefined;
  /** How long, in milliseconds, to wait while another process writes; 5000 unless told otherwise. */
  readonly busyTimeout?: number | undefined;
}

/** The settings as they are. Throws `invalid-argument`. */
export function checked(options: SqliteOptions): SqliteOptions {
  const { synchronous, busyTimeout } = options;
  if (synchronous !== undefined && synchronous !== 'full' && synchronous !== 'normal')
    throw new OrderbellError(
      'invalid-argument',
      `sqlite(): synchronous: got '${String(synchronous)}'. Expected 'full' or 'normal'.`,
    );
  if (busyTimeout !== undefined && !(busyTimeout >= 0))
    throw new OrderbellError('invalid-argument', `sqlite(): busyTimeout: got ${busyTimeout}. Expected milliseconds, 0 or more.`);
  return options;
}
