import { defineConfig } from 'vitest/config';

/** Tests that know the calendar: they run once more in each zone below. */
export const calendarsAndStories = [
  'test/core/calendar*.test.ts',
  'test/core/zone*.test.ts',
  'test/core/opening-hours*.test.ts',
  'test/scenarios/**/*.test.ts',
  'test/stories/**/*.test.ts',
];

/** Zones that the calendar and the stories are played in: no answer may depend on the zone of the process. */
const processZones = ['UTC', 'America/New_York', 'Europe/London', 'Asia/Taipei', 'Australia/Lord_Howe'];

export default defineConfig({
  // 'orderbell' is read from src, as in tsconfig.json: tests and the examples they play need no build.
  resolve: { tsconfigPaths: true },
  test: {
    // Processes, not threads: a process reads TZ when it starts, a thread shares the zone of its process.
    pool: 'forks',
    maxWorkers: '100%',
    setupFiles: ['test/setup/leaks.ts'],
    reporters: ['default', './test/setup/not-run.ts'],
    // Far beyond what any test needs: on a busy machine a slow test is not a wrong one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/process-zone/**', 'test/proof/**', 'test/browser/**'],
        },
      },
      // Each e-mail of each preset in each language, at two widths and by day and night: minutes, and no part of `npm test`.
      { extends: true, test: { name: 'browser', include: ['test/browser/**/*.test.ts'] } },
      ...processZones.map((zone) => ({
        extends: true as const,
        test: {
          name: zone,
          // The same tests run file by file in a process of their own in `unit`.
          isolate: false,
          include: [...calendarsAndStories, 'test/process-zone/**/*.test.ts'],
          env: { TZ: zone },
          provide: { processZone: zone },
        },
      })),
    ],
  },
});
