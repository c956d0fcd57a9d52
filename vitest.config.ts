import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumLaunchOptions } from './tools/lib/chromium.mjs';

/** What this machine lacks, as `npm test` found out: the files that need it are left out, by their names. */
const without = new Set((process.env.EVERTILL_TEST_WITHOUT ?? '').split(','));
const electronTests = ['test/e2e/**/*{electron,packaged}*.test.ts'];
/** Tests in Node that drive a page of their own through restarts: what a test inside the page cannot do. */
const chromiumTests = 'test/renderer/**/*.chromium.test.ts';

/** A file that starts real programs (a database, a browser, a window): one at a time, and with time to start. */
const patience = { testTimeout: 120_000, hookTimeout: 180_000 };

export default defineConfig({
  plugins: [react()],
  test: {
    // Two workers: the machines this must be quick on have two cores, and real databases beside.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/{shared,main,renderer,simulation,tools}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.{ts,tsx}', chromiumTests],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'architecture',
          environment: 'node',
          include: ['test/architecture/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'server',
          environment: 'node',
          include: ['test/server/**/*.test.ts'],
          // One PostgreSQL for all of them; each file works in a database of its own.
          globalSetup: ['test/server/support/database-server.ts'],
          ...patience,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.{ts,tsx}'],
          ...patience,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunchOptions() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: without.has('chromium') ? electronTests : ['test/e2e/**/*.test.ts', chromiumTests],
          exclude: without.has('electron') ? electronTests : [],
          fileParallelism: false,
          ...patience,
        },
      },
    ],
  },
});
