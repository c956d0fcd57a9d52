import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from './server-process.ts';

/**
 * Keeps a picture under test/e2e/screenshots/<test>/<nn>-<name>.png, to be looked at: only where somebody wants to
 * (`EVERTILL_PICTURES=1`), because a window without a graphics card takes long over each. References that a test compares
 * are those of test/looks.
 */
export function album(test: string): (page: Page, name: string) => Promise<void> {
  if (!process.env.EVERTILL_PICTURES) return () => Promise.resolve();
  const folder = path.join(ROOT, 'test/e2e/screenshots', test);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  let count = 0;
  return async (page, name) => {
    count += 1;
    await page.screenshot({ path: path.join(folder, `${String(count).padStart(2, '0')}-${name}.png`) });
  };
}
