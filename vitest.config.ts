import { defineConfig } from 'vitest/config';

/** How long a viewer waits counts here: alone on the machine. The others run two or three at a time. */
const ALONE = ['e2e/faults.test.ts'];

/**
 * Tests that need a real ffmpeg, a real server or a real browser take longer and share the machine: few at a time. A machine that stands
 * still for a second may cost such a test its try; scripts/test.sh then tries its file once more, alone, and names it at the end.
 */
const REAL = { testTimeout: 120_000, hookTimeout: 120_000, pool: 'forks' as const };
const OUTSIDE = ['**/node_modules/**', '**/dist/**', 'data/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,ingest,transcoder,origin,room,player,studio,ui,command,presenter,e2e,scripts}/**/*.unit.test.ts',
            '{core,ingest,transcoder,origin,room,player,studio,ui,command,presenter,scripts}/**/*.test.{ts,tsx}',
            '*.test.ts',
          ],
          exclude: [...OUTSIDE, '**/*.int.test.ts'],
          testTimeout: 20_000,
          // rules keep nothing between files: a fresh world for each of them costs half of the time
          pool: 'threads',
          isolate: false,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'int',
          include: ['{core,ingest,transcoder,origin,room,player,studio,ui,command,presenter}/**/*.int.test.ts'],
          exclude: OUTSIDE,
          // much of each is waiting for a server, a disk or a clock
          maxWorkers: 3,
          ...REAL,
        },
      },
      {
        test: {
          name: 'wire',
          include: ['e2e/**/*.test.ts'],
          exclude: [...OUTSIDE, '**/*.unit.test.ts', ...ALONE],
          ...REAL,
          testTimeout: 240_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ALONE,
          exclude: OUTSIDE,
          ...REAL,
          testTimeout: 240_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
