import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const node = (name: string, include: string[], extra: object = {}) => ({
  extends: true as const,
  test: { name, include, environment: 'node' as const, ...extra },
});

/** A file that starts real programs (a database, a browser, a window): one at a time, and with time to start. */
const heavy = { testTimeout: 120_000, hookTimeout: 180_000 };

export default defineConfig({
  plugins: [react()],
  test: {
    // Two workers: the machines this must be quick on have two cores, and real databases beside.
    maxWorkers: 2,
    projects: [
      node('unit', ['test/{shared,main,renderer,simulation}/**/*.test.{ts,tsx}'], {
        exclude: ['**/*.browser.test.{ts,tsx}'],
        testTimeout: 30_000,
      }),
      node('architecture', ['test/architecture/**/*.test.ts'], { testTimeout: 60_000 }),
      node('server', ['test/server/**/*.test.ts'], heavy),
      node('browser', ['test/renderer/**/*.browser.test.{ts,tsx}'], { ...heavy, fileParallelism: false }),
      node('e2e', ['test/e2e/**/*.test.ts'], { ...heavy, fileParallelism: false }),
    ],
  },
});
