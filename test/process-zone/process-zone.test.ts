import { expect, inject, test } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The zone that the project of this run plays in. */
    readonly processZone: string;
  }
}

/** Minutes that `getTimezoneOffset` answers in January and in July. No two rows are alike, so a zone that is not applied shows. */
const offsets: Readonly<Record<string, readonly [january: number, july: number]>> = {
  UTC: [0, 0],
  'America/New_York': [300, 240],
  'Europe/London': [0, -60],
  'Asia/Taipei': [-480, -480],
  'Australia/Lord_Howe': [-660, -630],
};

test('the process runs in the zone that its project names', () => {
  const zone = inject('processZone');
  const january = new Date(Date.UTC(2026, 0, 15)).getTimezoneOffset();
  const july = new Date(Date.UTC(2026, 6, 15)).getTimezoneOffset();

  expect(process.env.TZ).toBe(zone);
  expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  expect([january, july]).toEqual(offsets[zone]);
});

test('no two zones of the run could be taken for one another', () => {
  expect(new Set(Object.values(offsets).map(String)).size).toBe(Object.keys(offsets).length);
});
