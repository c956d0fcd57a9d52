// npm run bench [-- name …]: runs test/bench/*.bench.ts one after the other, each beside the limit it is measured by.
import fs from 'node:fs';
import { build } from './build.mjs';
import { findChromium } from './lib/chromium.mjs';
import { hasDisplay } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { childEnv, inProject } from './lib/project.mjs';
import { continueInNode24, runNode, secondsSince } from './lib/run.mjs';
import { serverHeapArgs } from './lib/server-process.mjs';
import { hasXvfb, startVirtualDisplay } from './lib/virtual-display.mjs';

ensureInstalled();
await continueInNode24();
await build({ onPart: (line) => console.log(line) });

const wanted = process.argv.slice(2);
const scripts = fs
  .readdirSync(inProject('test', 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word)))
  .sort();
if (scripts.length === 0) console.error(`✗ No bench has ${wanted.join(' or ') || 'a script'}`);

const display = !hasDisplay() && hasXvfb() ? await startVirtualDisplay() : undefined;
const env = childEnv({
  ...(display ? { DISPLAY: display.display } : {}),
  ...(findChromium() ? { EVERTILL_CHROMIUM: findChromium() } : {}),
});
const failed = [];
for (const script of scripts) {
  const startedAtMs = Date.now();
  console.log(`· ${script}`);
  // One process a bench: what one leaves in memory must not weigh on the next.
  // As the server is started: the lane runs in this process.
  if ((await runNode([...serverHeapArgs, inProject('test', 'bench', script)], { env })) !== 0)
    failed.push(script);
  console.log(`  ${secondsSince(startedAtMs)}`);
}
display?.end();
if (failed.length > 0) console.log(`✗ failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 || scripts.length === 0 ? 1 : 0;
