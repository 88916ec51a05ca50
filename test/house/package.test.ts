import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { commandEntries, libraryEntries } from '../../tsup.config.js';
import { calendarsAndStories } from '../../vitest.config.js';
import { importsOf, isRelative, packageOf } from './imports.js';
import { read, readSources, root, type Sources } from './sources.js';

const sources = readSources('src', '.ts');

/** What package.json should export, each subpath with its source: one for `index.ts` and for every folder that has one. */
function subpathsOf(paths: Iterable<string>): ReadonlyMap<string, string> {
  const indexes = [...paths].filter((path) => path.endsWith('/index.ts') && path !== 'src/cli/index.ts');
  return new Map(
    indexes.map((path) => {
      const folder = path.replace(/^src\//, '').replace(/\/?index\.ts$/, '');
      return [folder === '' ? '.' : `./${folder.replace(/^adapters\//, '')}`, path];
    }),
  );
}

/** Folders that are published as a whole and so need an `index.ts`. */
function publishedFolders(paths: Iterable<string>): ReadonlySet<string> {
  const folders = [...paths].flatMap(
    (path) => /^src\/(?:adapters\/[^/]+|presets\/(?!shared\/)[^/]+|testing|cli)(?=\/)/.exec(path) ?? [],
  );
  return new Set(folders);
}

/** What the built files of one source are called in package.json. */
function conditionsOf(source: string): object {
  const stem = source.replace(/^src/, './dist').replace(/\.ts$/, '');
  return {
    import: { types: `${stem}.d.ts`, default: `${stem}.js` },
    require: { types: `${stem}.d.cts`, default: `${stem}.cjs` },
  };
}

/** The packages that the sources import, for values or types. */
function packagesOf(files: Sources): ReadonlySet<string> {
  const specifiers = [...files].flatMap(([path, text]) => importsOf(path, text).map(({ specifier }) => specifier));
  return new Set(specifiers.filter((specifier) => !isRelative(specifier) && !specifier.startsWith('node:')).map(packageOf));
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

/** Optional dependencies without an entry: npm leaves out what its registry lacked, and `npm ci` then refuses the lockfile. */
function missingOptional({ packages }: Lockfile): readonly string[] {
  const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
  const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  return wanted.filter((name) => !names.has(name));
}

/** A regular expression for the kind of glob that vitest.config.ts uses. */
function globExpression(glob: string): RegExp {
  const parts = { '**/': '(?:.*/)?', '*': '[^/]*', '.': '\\.' };
  return new RegExp(`^${glob.replace(/\*\*\/|\*|\./g, (part) => parts[part as keyof typeof parts])}$`);
}

describe('entries', () => {
  const subpaths = subpathsOf(sources.keys());

  test('package.json exports every published folder of src and nothing else, for import and require, with types for both', () => {
    const exported = Object.fromEntries([...subpaths].map(([subpath, source]) => [subpath, conditionsOf(source)]));
    expect(manifest.exports).toEqual({ ...exported, './package.json': './package.json' });
  });

  test('every adapter, every preset, the testing kit and the command have an index', () => {
    const missing = [...publishedFolders(sources.keys())].filter((folder) => !sources.has(`${folder}/index.ts`));
    expect(missing).toEqual([]);
  });

  test('the build makes exactly what package.json promises', () => {
    expect(Object.values(libraryEntries).sort()).toEqual([...subpaths.values()].sort());
    expect(commandEntries).toEqual({ 'cli/index': 'src/cli/index.ts' });
    expect(read('src/cli/index.ts')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });

  test('the type check reads every subpath from its source, so that it needs no build', () => {
    const config = ts.readConfigFile(resolve(root, 'tsconfig.json'), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
    for (const [subpath, source] of subpaths) {
      const specifier = subpath.replace(/^\./, 'orderbell');
      const resolved = ts.resolveModuleName(specifier, resolve(root, 'examples/example.ts'), options, ts.sys).resolvedModule;
      expect(resolved?.resolvedFileName, specifier).toBe(resolve(root, source));
    }
  });
});

/** Drivers that are named otherwise than the database they talk to. */
const adapters: ReadonlyMap<string, string> = new Map([['mysql2', 'mysql']]);

describe('dependencies', () => {
  const required = Object.keys(manifest.peerDependencies).filter((name) => !(name in manifest.peerDependenciesMeta));
  const optional = Object.keys(manifest.peerDependenciesMeta);
  const whereInstalled = ['@opentelemetry/api'];

  test('the packages that src imports are the dependencies and required peers, in both directions', () => {
    const expected = [...Object.keys(manifest.dependencies), ...required, ...whereInstalled];
    expect([...packagesOf(sources)].sort()).toEqual(expected.sort());
  });

  test('what is used only where it is installed is imported when it is needed, or for its types', () => {
    const atOnce = new RegExp(`^(?:import|export) (?!type\\b).*'(?:${whereInstalled.join('|')})'`, 'm');
    expect([...sources].filter(([, text]) => atOnce.test(text)).map(([path]) => path)).toEqual([]);
    expect(atOnce.test(`import { z } from 'zod';\nimport { trace } from '${whereInstalled[0]}';`)).toBe(true);
  });

  test('an optional peer belongs to the adapter of its name, or of what it talks to, and every peer is installed for our own tests', () => {
    const adapterOf = (name: string) => adapters.get(name) ?? name;
    const others = optional.filter((name) => !whereInstalled.includes(name));
    expect(others.filter((name) => !sources.has(`src/adapters/${adapterOf(name)}/index.ts`))).toEqual([]);
    expect([...required, ...optional].filter((name) => !(name in manifest.devDependencies))).toEqual([]);
  });

  test('the lockfile names no registry, so that it installs from any', () => {
    expect(read('package-lock.json')).not.toContain('"resolved"');
  });

  test('the lockfile holds the native packages of every platform, so that it installs on any', () => {
    expect(missingOptional(JSON.parse(read('package-lock.json')))).toEqual([]);
  });
});

describe('names of files', () => {
  test('everything that the package contains and its scripts run exists', () => {
    const scripts = Object.values(manifest.scripts).flatMap((script) => script.match(/\S+\.(?:ts|json|js|mjs)\b/g) ?? []);
    const contents = manifest.files.filter((name) => name !== 'dist');
    expect([...contents, ...scripts].filter((name) => !existsSync(resolve(root, name)))).toEqual([]);
  });

  test('every pattern of tests that run in five zones finds tests', () => {
    const tests = [...readSources('test', '.test.ts').keys()];
    expect(calendarsAndStories.filter((glob) => !tests.some((path) => globExpression(glob).test(path)))).toEqual([]);
  });
});

describe('control', () => {
  test('subpaths follow from folders', () => {
    const paths = [
      'src/index.ts',
      'src/core/plan.ts',
      'src/adapters/memory/index.ts',
      'src/presets/studio/index.ts',
      'src/cli/index.ts',
    ];
    expect([...subpathsOf(paths)]).toEqual([
      ['.', 'src/index.ts'],
      ['./memory', 'src/adapters/memory/index.ts'],
      ['./presets/studio', 'src/presets/studio/index.ts'],
    ]);
    expect([...subpathsOf(['src/core/index.ts']).keys()]).toEqual(['./core']);
  });

  test('an adapter without an index is noticed', () => {
    expect([...publishedFolders(['src/adapters/sqlite/store.ts', 'src/core/plan.ts'])]).toEqual(['src/adapters/sqlite']);
  });

  test('every kind of import names its package', () => {
    const text = `import { z } from 'zod';\nimport type { X } from '@a/b/c';\nexport { y } from 'date-fns/y';\nimport('late');\nimport 'node:fs';\nimport './own.js';`;
    expect([...packagesOf(new Map([['src/core/plan.ts', text]]))]).toEqual(['zod', '@a/b', 'date-fns', 'late']);
  });

  test('a native package that the lockfile lacks is noticed', () => {
    const rollup = { optionalDependencies: { '@rollup/rollup-linux-x64-gnu': '4.0.0', '@rollup/rollup-darwin-arm64': '4.0.0' } };
    const packages = { '': {}, 'node_modules/rollup': rollup, 'node_modules/@rollup/rollup-linux-x64-gnu': {} };
    expect(missingOptional({ packages })).toEqual(['@rollup/rollup-darwin-arm64']);
  });

  test('a pattern finds what it says and no more', () => {
    const paths = ['test/stories/a.test.ts', 'test/stories/deep/b.test.ts', 'test/stories.test.ts', 'test/storiesXa.test.ts'];
    expect(paths.filter((path) => globExpression('test/stories/**/*.test.ts').test(path))).toEqual(paths.slice(0, 2));
  });
});
