import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { play } from '../../src/cli/play.js';
import { readScenario, type Scenario } from '../../src/cli/scenario-file.js';
import type { Job } from '../../src/core/job.js';
import { simulate } from '../../src/core/simulate.js';
import type { TimelineLine } from '../../src/core/timeline.js';
import { readPhone } from '../../src/phones/read-phone.js';

/** The folder of all stories. */
const folder = dirname(fileURLToPath(import.meta.url));

/** The stories, as paths within the folder without `.json`: `waca-booking/moved-service`. */
export const storyNames: readonly string[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json') && !path.endsWith('.expect.json'))
  .map((path) => path.replaceAll('\\', '/').replace(/\.json$/, ''))
  .sort();

/** The path of a story's file, or of one beside it. */
export function pathOf(name: string, ending: string): string {
  return join(folder, `${name}${ending}`);
}

/** Reads and checks a story as `orderbell simulate` does. */
async function readStory(name: string): Promise<Scenario> {
  const path = pathOf(name, '.json');
  return readScenario(readFileSync(path, 'utf8'), `${name}.json`, dirname(path));
}

/** A story, and its timeline as the notifier plays it. Played once, however many tests ask. */
export function playedStory(name: string): Promise<PlayedStory> {
  const known =
    stories.get(name) ?? readStory(name).then(async (story) => ({ ...story, lines: await play(story.setup, story.story) }));
  stories.set(name, known);
  return known;
}

interface PlayedStory extends Scenario {
  readonly lines: readonly TimelineLine[];
}

const stories = new Map<string, Promise<PlayedStory>>();

/** The timeline of a story, simulated by the pure core. */
export function simulated({ setup, story }: Scenario): readonly TimelineLine[] {
  const { rules, enabled, windows, limits } = setup;
  return simulate(
    rules.map(({ compiled }) => compiled),
    story,
    {
      enabled,
      windows,
      limits,
      readPhone: (text, country) => readPhone(text, { country }),
      isEmpty: (job, channel, subject) => isEmpty(setup, job, channel, subject),
    },
  );
}

/** Whether a message renders to nothing, which only a renderer knows: as seen by one of the shop's own. */
function isEmpty({ rules, templates }: Scenario['setup'], job: Job, channel: string, subject: unknown): boolean {
  const { template = job.rule } = rules.map(({ compiled }) => compiled.byName.get(job.rule)).find((rule) => rule) ?? {};
  const rendered = templates
    .find((set) => set.lifecycle === job.lifecycle)
    ?.render({
      template,
      channel,
      locales: [],
      timeZone: job.zone,
      data: subject,
      extra: {
        item: undefined,
        recipient: { name: job.recipientName },
        payload: job.payload,
        due: { at: new Date(job.dueAt), day: job.occurrence },
        rule: { name: job.rule },
      },
    });
  return rendered?.kind === 'empty';
}

/** The line without what only a renderer knows. */
export function withoutTexts({ text: _text, subjectLine: _subjectLine, ...line }: TimelineLine): TimelineLine {
  return line;
}
