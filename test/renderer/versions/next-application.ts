import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { build, type InlineConfig, type Rollup } from 'vite';

const NEXT = path.join(import.meta.dirname, 'next');
const DATABASE = path.join(import.meta.dirname, '../../../src-renderer/database');

/**
 * The application of tomorrow: the one of today with the modules of `next/` in the place of those of the same name in
 * src-renderer/database. So the product's own migrations run, with a version more.
 */
export function bundleNext(entry: string): Promise<string> {
  const replaced = new Set(readdirSync(NEXT));
  return bundle(entry, {
    plugins: [
      {
        name: 'next-version',
        enforce: 'pre',
        resolveId(source, importer) {
          const name = path.basename(source);
          if (!importer || importer.startsWith(NEXT) || !replaced.has(name)) return null;
          const meant = path.resolve(path.dirname(importer), source);
          return path.dirname(meant) === DATABASE ? path.join(NEXT, name) : null;
        },
      },
    ],
  });
}

/** As it is shipped: under a test, Vite would take it for a build of a developer. */
export const bundleReleased = (entry: string): Promise<string> =>
  bundle(entry, { define: { 'import.meta.env.PROD': 'true' } });

async function bundle(entry: string, options: Pick<InlineConfig, 'plugins' | 'define'>): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    ...options,
    build: {
      write: false,
      target: 'chrome114',
      minify: false,
      modulePreload: false,
      rollupOptions: { input: entry, preserveEntrySignatures: false },
    },
  })) as Rollup.RollupOutput;
  const chunk = output.output.find((file) => file.type === 'chunk' && file.isEntry);
  if (chunk?.type !== 'chunk') throw new Error(`nothing was built from ${entry}`);
  return chunk.code;
}

/** The page anew, with another version of the application. Null: the one that the page's server has. */
export async function switchTo(page: Page, script: string | null): Promise<void> {
  await page.unrouteAll();
  if (script !== null)
    await page.route('**/page.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: script }),
    );
  await page.reload();
  await page.waitForFunction(() => 'scenarios' in globalThis);
}
