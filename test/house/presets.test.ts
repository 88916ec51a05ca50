/** What each preset brings along: a page, stories, samples, e-mails that are looked at, and its name in the command and the README. */
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { presetNames as namesOfCommand } from '../../src/cli/presets.js';
import { presetNames } from '../presets/preset-messages.js';
import { storyNames } from '../scenarios/stories.js';
import { read, root } from './sources.js';

const fewestStories = 6;
const locales = ['en', 'ru', 'zh-TW'];

test('the command knows all presets, and no others', () => {
  expect([...namesOfCommand].sort()).toEqual(presetNames);
});

describe.each(presetNames)('%s', (name) => {
  test('has a page, which the README leads to', () => {
    const page = `docs/presets/${name}.md`;
    expect(existsSync(resolve(root, page)), page).toBe(true);
    expect(read('README.md')).toContain(`](${page})`);
    expect(read('README.md')).toContain(`orderbell/presets/${name}`);
  });

  test(`has ${fewestStories} stories at least, each with a timeline that was written down by hand`, () => {
    const stories = storyNames.filter((story) => story.startsWith(`${name}/`));
    expect(stories.length).toBeGreaterThanOrEqual(fewestStories);
    const folder = readdirSync(resolve(root, 'test/scenarios', name));
    const without = stories.filter((story) => !folder.includes(`${story.slice(name.length + 1)}.expect.json`));
    expect(without).toEqual([]);
  });

  test('has samples, and e-mails that are looked at in a browser', () => {
    for (const folder of ['test/presets/samples', 'test/browser/presets'])
      expect(existsSync(resolve(root, folder, `${name}.ts`)), `${folder}/${name}.ts`).toBe(true);
  });

  test('speaks Chinese, English and Russian', async () => {
    // Every preset brings samples that say what languages it speaks.
    const { samples } = (await import(`../presets/samples/${name}.ts`)) as { samples: { locales: readonly string[] } };
    expect([...samples.locales].sort()).toEqual(locales);
  });
});
