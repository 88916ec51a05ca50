import { importBitrix } from '../../../src/presets/bitrix/index.js';
import file from '../../presets/bitrix-import.json' with { type: 'json' };

/** The shop that `test/presets/bitrix-import.json` describes. */
export const { rules, templates } = importBitrix(file);
