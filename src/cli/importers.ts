/**
 * The importers by the name of the system whose files they read.
 * @module
 */
import type { ImportOptions, Skipped } from '../presets/shared/importing.js';
import type { TemplateSet } from '../templates/template-set.js';

/** What an importer has made of a file, for the setup of a notifier. */
export interface ImportedSetup extends Skipped {
  /** What the preset is made with, where that is not its defaults. */
  readonly options?: object | undefined;
  /** By lifecycle; those of the preset where it leaves them out. */
  readonly rules?: Readonly<Record<string, { readonly rows: object }>> | undefined;
  /** By lifecycle; those of the preset where it leaves them out. */
  readonly templates?: Readonly<Record<string, TemplateSet>> | undefined;
  /** Switches of channels, where the preset has some. */
  readonly enabled?: object | undefined;
  /** What else the file says, as plain data by name. */
  readonly data?: Readonly<Record<string, unknown>> | undefined;
}

/** An importer, and the preset it belongs to. */
export interface Importer {
  /** Subpath under `orderbell/presets`. */
  readonly preset: string;
  /** Name of the function that makes the preset. */
  readonly factory: string;
  /** Throws `invalid-import` with every problem of the file. */
  readonly read: (input: unknown, options: ImportOptions) => ImportedSetup;
}

/** Name of a system to what loads its importer. Loaded when asked for. */
export const importers: Readonly<Record<string, () => Promise<Importer>>> = {
  bitrix: async () => {
    const { importBitrix } = await import('../presets/bitrix/importing/import-bitrix.js');
    return { preset: 'bitrix', factory: 'bitrix', read: importBitrix };
  },
  'waca-booking': async () => {
    const { importWacaSettings } = await import('../presets/waca-booking/settings-page/import-settings.js');
    return {
      preset: 'waca-booking',
      factory: 'wacaBooking',
      read: (input, given) => {
        // Options say all that is special about the rules; texts are the merchant's, to be saved.
        const { options, enabled, site, sites, texts, skipped } = importWacaSettings(input, given);
        return { options, enabled, data: { site, sites, texts }, skipped };
      },
    };
  },
  retailcrm: async () => {
    const { importRetailcrmTriggers } = await import('../presets/retailcrm/triggers/import.js');
    return { preset: 'retailcrm', factory: 'retailcrm', read: importRetailcrmTriggers };
  },
};
