/** A process of its own on a file that others use too: it counts one record up, so many times. */
import Database from 'libsql';
import { sqlite } from '../../../src/adapters/sqlite/index.js';
import { changeRecord } from '../../../src/runtime/records.js';

const [path = '', times = '0'] = process.argv.slice(2);
const { records } = sqlite(new Database(path));
let counted = 0;
for (; counted < Number(times); counted++) {
  await changeRecord(records, { kind: 'counts', key: 'all' }, (found) => {
    return { next: { value: String(Number(found?.value ?? 0) + 1) }, result: undefined };
  });
}
process.stdout.write(JSON.stringify({ counted }));
