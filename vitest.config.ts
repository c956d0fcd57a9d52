import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Real programs (a database, a browser, a window) need time to start, and a disk that others share may be slow. */
const patience = { testTimeout: 300_000, hookTimeout: 300_000 };
/**
 * Modules are loaded once a worker, not anew for each file: that was five sixths of the unit stage, and two seconds and a half of the
 * processor for each file with a browser. A file leaves nothing behind for the next.
 */
const together = { isolate: false };

export default defineConfig({
  plugins: [react()],
  test: {
    // What is waited for comes at once, or on a machine that does much else.
    expect: { poll: { timeout: 60_000 } },
    // Two workers: the machines this must be quick on have two cores, and real databases beside.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{shared,main,renderer,simulation,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.chromium.test.ts'],
          ...together,
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          environment: 'node',
          include: ['test/architecture/**/*.test.ts'],
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          environment: 'node',
          include: ['test/server/**/*.test.ts'],
          // One PostgreSQL for all of them; each file works in a database of its own.
          globalSetup: ['test/support/run-folder.ts', 'test/server/support/database-server.ts'],
          ...together,
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'chromium',
          environment: 'node',
          include: ['test/**/*.chromium.test.ts'],
          globalSetup: ['test/support/run-folder.ts'],
          ...together,
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'sim',
          environment: 'node',
          include: ['test/sim/**/*.test.ts'],
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'chaos',
          environment: 'node',
          include: ['test/chaos/**/*.test.ts'],
          globalSetup: ['test/support/run-folder.ts'],
          fileParallelism: false,
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/run-folder.ts'],
          ...together,
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'fuzz',
          environment: 'node',
          include: ['test/fuzz/**/*.test.ts'],
          exclude: ['**/*.chromium.test.ts'],
          globalSetup: ['test/server/support/database-server.ts'],
          ...together,
          ...patience,
        },
      },
    ],
  },
});
