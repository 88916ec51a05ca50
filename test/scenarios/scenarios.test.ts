import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { timelineJson } from '../../src/core/timeline.js';
import { timelineText } from '../../src/core/timeline-text.js';
import { pathOf, playedStory, simulated, storyNames, withoutTexts } from './stories.js';

test('there are at least a dozen stories', () => {
  expect(storyNames.length).toBeGreaterThanOrEqual(12);
});

describe.each(storyNames)('%s', (name) => {
  const expectation = pathOf(name, '.expect.json');

  test('the notifier plays it as the golden timeline shows', async () => {
    const { lines, timeZone } = await playedStory(name);
    await expect(timelineText(lines, timeZone)).toMatchFileSnapshot(pathOf(name, '.timeline.txt'));
  });

  test.runIf(existsSync(expectation))('its lines are those that were written down by hand', async () => {
    const { lines: played, timeZone } = await playedStory(name);
    const lines = played.map((line) => JSON.parse(timelineJson(line, timeZone)));
    const expected: readonly object[] = JSON.parse(readFileSync(expectation, 'utf8'));
    expect(lines.map((line, index) => keysOf(line, expected[index]))).toEqual(expected);
  });

  test('the pure simulation tells the same story, texts aside', async () => {
    const story = await playedStory(name);
    expect(simulated(story)).toEqual(story.lines.map(withoutTexts));
  });
});

/** The part of a line that an expectation speaks of; the whole line where there is none. */
function keysOf(line: object, expected: object | undefined): object {
  return expected === undefined ? line : Object.fromEntries(Object.entries(line).filter(([key]) => key in expected));
}
