import { expect, test } from 'vitest';
import { importsOf, isRelative, targetOf } from '../house/imports.js';
import { readSources } from '../house/sources.js';

const sources = readSources('src', '.ts');

/** Every file that is loaded with one, without what it loads later by `import()`. */
function loadedWith(path: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = sources.get(path) ?? '';
  const early = text.replace(/\bimport\([^)]*\)/g, 'undefined');
  for (const { specifier, typeOnly } of importsOf(path, early)) {
    if (!typeOnly && isRelative(specifier)) loadedWith(targetOf(path, specifier), seen);
    else if (!typeOnly) seen.add(specifier);
  }
  return seen;
}

test('who imports the testing kit loads no server and no protocol', () => {
  const loaded = [...loadedWith('src/testing/index.ts')];
  expect(loaded).toContain('src/testing/gateways/start-gateway.ts');
  expect(loaded.filter((path) => path === 'node:http' || /gateways\/(?!start-gateway)/.test(path))).toEqual([]);
});

test('control: the server itself loads both', () => {
  const loaded = loadedWith('src/testing/gateways/server.ts');
  expect(loaded).toContain('node:http');
  expect(loaded).toContain('src/testing/gateways/twsms-protocol.ts');
});
