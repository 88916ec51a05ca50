import { readdirSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Source texts by their path from the project's folder, with `/` between folders: what the guards of this folder judge. */
export type Sources = ReadonlyMap<string, string>;

/** Reads one file of the project. */
export function read(path: string): string {
  return readFileSync(resolve(root, path), 'utf8');
}

/** Reads all files below a folder whose names end as said; a folder that does not exist has none. */
export function readSources(folder: string, ending: string): Sources {
  const files = readdirSync(resolve(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return new Map(files.map((file) => [file, read(file)]));
}
