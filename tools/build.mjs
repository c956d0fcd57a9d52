// npm run build: main, preload and the window's page into out/. What has not changed is not built again.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { inProject } from './lib/project.mjs';
import { continueInNode24, secondsSince } from './lib/run.mjs';

const parts = [
  {
    name: 'main',
    from: ['src-main', 'shared'],
    makes: 'out/main/index.cjs',
    config: (vite) => vite.nodeBundle('src-main/index.ts', 'main/index.cjs'),
  },
  {
    name: 'preload',
    from: ['src-main/preload', 'shared'],
    makes: 'out/preload/till.cjs',
    config: (vite) => vite.nodeBundle('src-main/preload/till.ts', 'preload/till.cjs', { alone: false }),
  },
  {
    name: 'display preload',
    from: ['src-main/preload', 'shared'],
    makes: 'out/preload/display.cjs',
    config: (vite) => vite.nodeBundle('src-main/preload/display.ts', 'preload/display.cjs', { alone: false }),
  },
  {
    name: 'renderer',
    from: ['src-renderer', 'shared'],
    makes: 'out/renderer/index.html',
    config: (vite) => vite.rendererBundle(),
  },
];

/** A digest over everything a part is made from. */
function fingerprint(folders) {
  const digest = createHash('sha256');
  const files = ['package.json', 'package-lock.json', 'tools/lib/vite.mjs'];
  for (const folder of folders) {
    for (const entry of fs.readdirSync(inProject(folder), { recursive: true })) {
      const file = path.join(folder, entry);
      if (fs.statSync(inProject(file)).isFile()) files.push(file);
    }
  }
  for (const file of files.sort())
    digest
      .update(`${file}\0`)
      .update(fs.readFileSync(inProject(file)))
      .update('\0');
  return digest.digest('hex');
}

const markOf = (part) => inProject('out', '.built', part.name);

function isCurrent(part) {
  if (!fs.existsSync(inProject(part.makes))) return false;
  try {
    return fs.readFileSync(markOf(part), 'utf8') === fingerprint(part.from);
  } catch {
    return false;
  }
}

/** Whether `npm run build` would have nothing to do. Needs no package. */
export const isBuilt = () => parts.every(isCurrent);

/** The product is the same whoever builds it: a test that starts the shop must not leave one with React's checks in it. */
async function asProduct(work) {
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Builds what has changed. Answers the names of the parts that were built. */
export async function build({ onPart = () => {} } = {}) {
  const stale = parts.filter((part) => !isCurrent(part));
  if (stale.length === 0) return [];
  const { build: viteBuild } = await import('vite');
  const configs = await import('./lib/vite.mjs');
  for (const part of stale) {
    const startedAtMs = Date.now();
    const mark = fingerprint(part.from);
    fs.rmSync(markOf(part), { force: true });
    await asProduct(() => viteBuild(part.config(configs)));
    fs.mkdirSync(path.dirname(markOf(part)), { recursive: true });
    fs.writeFileSync(markOf(part), mark);
    onPart(`✓ Built ${part.name} in ${secondsSince(startedAtMs)}`);
  }
  return stale.map((part) => part.name);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  await continueInNode24();
  try {
    const built = await build({ onPart: (line) => console.log(line) });
    if (built.length === 0) console.log('✓ Nothing has changed since the last build');
  } catch (error) {
    console.error(`✗ ${error.message.trim()}`);
    process.exitCode = 1;
  }
}
