import { importRetailcrmTriggers } from '../../../src/presets/retailcrm/index.js';
import file from '../../presets/retailcrm/triggers.json' with { type: 'json' };

/** The shop whose triggers `test/presets/retailcrm/triggers.json` has. */
export const { rules, templates, enabled } = importRetailcrmTriggers(file);
