/**
 * A real Chromium for tests, and what a mail looks like in it.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { read } from '../house/sources.js';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of ORDERBELL_TEST_CHROMIUM, or one that is installed. */
const executable =
  (process.env['ORDERBELL_TEST_CHROMIUM'] || undefined) ??
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));

/** Why there is no browser, or undefined where there is one. */
export const noBrowser: string | undefined =
  executable === undefined
    ? 'no Chromium here: set ORDERBELL_TEST_CHROMIUM to the path of one, or install it (Debian: chromium, fonts-noto-cjk)'
    : undefined;

/** How a mail is looked at. */
export interface Look {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
}

/** On a phone and on a desk, by day and by night. */
const looks: readonly Look[] = [360, 800].flatMap((width) => (['light', 'dark'] as const).map((scheme) => ({ width, scheme })));

/** Shows pages, one at a time. */
export interface Viewer {
  /** What is wrong with a page, in each look. Where ORDERBELL_SCREENSHOTS names a folder, a picture of each is put there. */
  problemsOf(name: string, html: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const findProblems = read('test/browser/page-problems.js');

export async function openViewer(): Promise<Viewer> {
  if (executable === undefined) throw new Error(noBrowser);
  // A sandbox needs rights that a container does not have; all that is shown here is our own.
  const browser: Browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  const page = await browser.newPage();
  // A mail needs nothing from elsewhere.
  await page.route('**/*', (route) => route.abort());
  const folder = process.env['ORDERBELL_SCREENSHOTS'];
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return {
    async problemsOf(name, html) {
      const problems: string[] = [];
      // Else some of the page before it, such as its colour scheme, would stay.
      await page.goto('about:blank');
      await page.setContent(html);
      for (const { width, scheme } of looks) {
        await page.setViewportSize({ width, height: 700 });
        await page.emulateMedia({ colorScheme: scheme });
        // What the script of the page file yields.
        const found = (await page.evaluate(findProblems)) as readonly string[];
        problems.push(...found.map((problem) => `${width} px, ${scheme}: ${problem}`));
        if (folder !== undefined) await page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`), fullPage: true });
      }
      return problems;
    },
    close: () => browser.close(),
  };
}
