/**
 * Pauses: what is held back.
 * @module
 */
import { type Pause, type PauseTarget, pauseName } from '../../ports/store.js';
import { storeError } from '../../sql/store-error.js';
import { encodeText } from '../../sql/text.js';
import { type Row, readNumber, readOptionalText, readText, textOrNull } from '../../sql/value.js';
import type { Connections } from './connections.js';
import { dialect } from './fault.js';
import { bytes, keyId, tuple } from './literal.js';
import type { Tables } from './tables.js';

/** Remembers a pause; one that is there already keeps its beginning. */
export async function addPause(connections: Connections, { pauses }: Tables, pause: Pause): Promise<void> {
  const { kind, name, since, note } = pause;
  const row = tuple([kind, encodeText(name), since, textOrNull(note)], keyId(pauseName(pause)));
  await connections.transaction('pausing', (run) =>
    run(`INSERT INTO ${pauses} (id, kind, name, since, note) VALUES ${row} ON DUPLICATE KEY UPDATE note = VALUES(note)`),
  );
}

/** Lifts a pause. Yields how many jobs can be claimed again. */
export async function liftPause(connections: Connections, { pauses, queue }: Tables, target: PauseTarget): Promise<number> {
  return connections.transaction('resuming', async (run) => {
    await run(`DELETE FROM ${pauses} WHERE id = ${keyId(pauseName(target))}`);
    const { affected } = await run(
      `UPDATE ${queue} FORCE INDEX (claim) SET claim_at = run_at, parked_by = NULL ` +
        `WHERE claim_at IS NULL AND CAST(parked_by AS BINARY) = ${bytes(pauseName(target))}`,
    );
    return affected;
  });
}

/** What is held back, what was paused first first. */
export async function listPauses(connections: Connections, { pauses }: Tables): Promise<readonly Pause[]> {
  const { rows } = await connections.read(
    'reading pauses',
    `SELECT kind, name, since, note FROM ${pauses} ORDER BY since, kind, name`,
  );
  return rows.map(pauseOf);
}

const kinds = ['rule', 'channel', 'site'] as const;

function pauseOf(row: Row): Pause {
  const kind = kinds.find((known) => known === row['kind']);
  if (kind === undefined)
    throw storeError(dialect, 'store-corrupt', 'pauses', `column 'kind' holds '${String(row['kind']).slice(0, 40)}'`);
  return { kind, name: readText(row, 'name'), since: readNumber(row, 'since'), note: readOptionalText(row, 'note') };
}
