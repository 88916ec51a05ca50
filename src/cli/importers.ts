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
  /** By lifecycle. */
  readonly rules: Readonly<Record<string, { readonly rows: object }>>;
  /** By lifecycle. */
  readonly templates: Readonly<Record<string, TemplateSet>>;
  /** Switches of channels, where the preset has some. */
  readonly enabled?: object | undefined;
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
  retailcrm: async () => {
    const { importRetailcrmTriggers } = await import('../presets/retailcrm/triggers/import.js');
    return { preset: 'retailcrm', factory: 'retailcrm', read: importRetailcrmTriggers };
  },
};
