import { defineConfig, type Options } from 'tsup';
import manifest from './package.json' with { type: 'json' };

/** `./dist/testing/index.js` is built from `src/testing/index.ts` under the name `testing/index`: package.json names every entry. */
function entry(target: string): [name: string, source: string] {
  const name = target.replace(/^\.\/dist\//, '').replace(/\.js$/, '');
  return [name, `src/${name}.ts`];
}

const targets = Object.values(manifest.exports).flatMap((conditions) =>
  typeof conditions === 'string' ? [] : [conditions.import.default],
);
export const libraryEntries = Object.fromEntries(targets.map(entry));
export const commandEntries = Object.fromEntries(Object.values(manifest.bin).map(entry));

const shared = {
  target: 'node20',
  platform: 'node',
  // Chunks shared between entries: `OrderbellError` is one class, whichever subpath it is imported from.
  splitting: true,
  sourcemap: true,
  treeshake: false,
  minify: false,
  clean: false,
  // tsup hands `baseUrl` to the declaration compiler, which TypeScript 6 refuses unless told otherwise.
  dts: { entry: libraryEntries, compilerOptions: { ignoreDeprecations: '6.0' } },
} satisfies Options;

export default defineConfig([
  // The command is built together with the library it loads, so that both see the same classes.
  { ...shared, format: 'esm', entry: { ...libraryEntries, ...commandEntries } },
  { ...shared, format: 'cjs', entry: libraryEntries },
]);
