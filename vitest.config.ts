import { defineConfig } from 'vitest/config';

/** Tests that need a real ffmpeg, a real server or a real browser take longer and share the machine: few at a time. */
const REAL = { testTimeout: 60_000, hookTimeout: 60_000, pool: 'forks' as const };
const OUTSIDE = ['**/node_modules/**', '**/dist/**', 'data/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{core,ingest,transcoder,origin,room,player,studio,command,presenter,e2e,scripts}/**/*.unit.test.ts',
            '{core,ingest,transcoder,origin,room,player,studio,command,presenter,scripts}/**/*.test.{ts,tsx}',
            '*.test.ts',
          ],
          exclude: [...OUTSIDE, '**/*.int.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'int',
          include: ['{core,ingest,transcoder,origin,room,player,studio,command,presenter}/**/*.int.test.ts'],
          exclude: OUTSIDE,
          maxWorkers: 2,
          ...REAL,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude: [...OUTSIDE, '**/*.unit.test.ts'],
          ...REAL,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          maxWorkers: 1,
        },
      },
    ],
  },
});
