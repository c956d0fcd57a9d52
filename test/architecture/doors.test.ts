import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import config from '../../.dependency-cruiser.mjs';
import { commandOf } from '../../tools/lib/project.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const rooms = ['shared', 'src-main', 'src-renderer', 'src-server', 'test', 'tools'];

/** A small house in which every door is kept: each planted breach is added to this and nothing else. */
const soundHouse: Record<string, string> = {
  'shared/money.ts': `import { z } from 'zod'; export const money = z;`,
  'src-server/cli.ts': `import './database/store.ts'; import { money } from '../shared/money.ts'; money;`,
  'src-server/database/store.ts': `import pg from 'pg'; import type { Row } from './row.ts'; export const s: Row = pg;`,
  'src-server/database/row.ts': `export type Row = unknown;`,
  'src-main/index.ts': `import { app } from 'electron'; import { money } from '../shared/money.ts'; app; money;`,
  'src-main/preload/till.ts': `import { contextBridge } from 'electron'; contextBridge;`,
  'src-main/journal.ts': `import fs from 'node:fs'; fs;`,
  'src-renderer/main.tsx': `import './features/selling/screen.tsx'; import './database/open.ts'; import './ui/pad.tsx';`,
  'src-renderer/features/selling/screen.tsx': `import '../../ui/pad.tsx'; import './cart.tsx';`,
  'src-renderer/features/selling/cart.tsx': `export const cart = 1;`,
  'src-renderer/features/shift/screen.tsx': `export const shift = 1;`,
  'src-renderer/ui/pad.tsx': `export const pad = 1;`,
  'src-renderer/ui/clock.tsx': `import '../database/open.ts'; export const clock = 1;`,
  'src-renderer/database/open.ts': `import 'rxdb'; import 'dexie';`,
  'src-renderer/sync/replicate.ts': `import 'rxdb';`,
  'test/bench/limit.ts': `import 'dexie'; import '../../tools/start.mjs'; import '../../src-server/cli.ts';`,
  'tools/start.mjs': `export {};`,
};

/** Each rule's breaches. Type-only imports are doors too, hence some planted as such. */
const breaches: Record<string, Array<[file: string, text: string]>> = {
  'shared-is-pure': [
    ['shared/clock.ts', `import fs from 'node:fs'; fs;`],
    ['shared/view.ts', `import 'react';`],
    ['shared/row.ts', `import type { Row } from '../src-server/database/row.ts'; export type R = Row;`],
  ],
  'rooms-meet-in-shared': [
    ['src-main/shortcut.ts', `import '../src-server/cli.ts';`],
    [
      'src-renderer/shortcut.ts',
      `import type { Row } from '../src-server/database/row.ts'; export type R = Row;`,
    ],
    ['src-server/shortcut.ts', `import '../src-renderer/ui/pad.tsx';`],
    ['src-renderer/bridge.ts', `import '../src-main/journal.ts';`],
  ],
  'local-store-behind-its-door': [
    ['src-renderer/features/selling/query.ts', `import 'dexie';`],
    ['src-renderer/ui/list.tsx', `import type { RxDocument } from 'rxdb'; export type D = RxDocument;`],
    ['src-main/store.ts', `import 'rxdb';`],
  ],
  'postgres-behind-its-door': [
    ['src-server/http/route.ts', `import pg from 'pg'; pg;`],
    ['src-server/office/report.ts', `import type { Pool } from 'pg'; export type P = Pool;`],
  ],
  'electron-at-the-edge': [
    ['src-main/printing.ts', `import { app } from 'electron'; app;`],
    ['src-renderer/window.ts', `import type { App } from 'electron'; export type A = App;`],
  ],
  'features-do-not-know-each-other': [
    ['src-renderer/features/selling/peek.tsx', `import '../shift/screen.tsx';`],
    ['src-renderer/features/shift/peek.tsx', `import { cart } from '../selling/cart.tsx'; cart;`],
  ],
  'display-knows-no-till': [
    ['src-renderer/customer-display/peek.tsx', `import '../database/open.ts';`],
    // Also by way of a part of the kit.
    ['src-renderer/customer-display/figure.tsx', `import '../ui/clock.tsx';`],
  ],
  'nothing-imports-tests': [['src-server/seed.ts', `import '../test/bench/limit.ts';`]],
  'tools-stay-outside': [['src-main/launch.ts', `import '../tools/start.mjs';`]],
  'tools-import-no-room': [['tools/seed.mjs', `import '../shared/money.ts';`]],
  'server-runs-on-dependencies': [['src-server/chart.ts', `import 'react';`]],
  'no-cycles': [['src-renderer/features/selling/cart.tsx', `import './screen.tsx'; export const cart = 1;`]],
  'everything-resolves': [['src-server/typo.ts', `import './no-such-file.ts';`]],
};
const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** Writes a house into a folder of its own, with empty stand-ins for the packages it names. */
async function build(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'doors-'));
  folders.push(folder);
  const packages = ['zod', 'pg', 'electron', 'rxdb', 'dexie', 'react'];
  const all: Record<string, string> = {
    ...files,
    'package.json': JSON.stringify({
      type: 'module',
      dependencies: { zod: '*', pg: '*' },
      devDependencies: { electron: '*', rxdb: '*', dexie: '*', react: '*' },
    }),
  };
  for (const name of packages) {
    all[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    all[`node_modules/${name}/index.js`] = '';
  }
  for (const [file, text] of Object.entries(all)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await copyFile(path.join(root, '.dependency-cruiser.mjs'), path.join(folder, '.dependency-cruiser.mjs'));
  return folder;
}

interface Cruise {
  modules: string[];
  violations: Array<{ rule: string; severity: string; from: string }>;
}

/** Runs the very command of `npm run check`, or the same with an answer that a test can read. */
function depcruise(
  folder: string,
  outputType: 'err' | 'json',
): Promise<{ exitCode: number; output: string }> {
  const args = [commandOf('dependency-cruiser', 'depcruise'), '--config', '.dependency-cruiser.mjs'];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [...args, '--output-type', outputType, ...rooms],
      { cwd: folder, maxBuffer: 1 << 28 },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, output: stdout || stderr }),
    );
  });
}

const exitCodeOf = async (folder: string): Promise<number> => (await depcruise(folder, 'err')).exitCode;

async function cruise(folder: string): Promise<Cruise> {
  const { modules, summary } = JSON.parse((await depcruise(folder, 'json')).output);
  return {
    modules: modules.map((module: { source: string }) => module.source),
    violations: summary.violations.map(
      ({ rule, from }: { rule: { name: string; severity: string }; from: string }) => ({
        rule: rule.name,
        severity: rule.severity,
        from,
      }),
    ),
  };
}

test('a house that keeps its doors passes, and every file of it is read', async () => {
  const folder = await build(soundHouse);
  const found = await cruise(folder);
  expect(found.violations).toEqual([]);
  expect(await exitCodeOf(folder)).toBe(0);
  expect(found.modules).toEqual(expect.arrayContaining(Object.keys(soundHouse)));
});

test('every door has a planted breach', () => {
  const doors = config.forbidden?.map((rule) => rule.name);
  expect(Object.keys(breaches)).toEqual(doors);
});

describe('a house with every breach', () => {
  let folder: string;
  let found: Cruise;
  // All at once: each look at a house takes seconds.
  beforeAll(async () => {
    const planted = Object.values(breaches).flat();
    folder = await build({ ...soundHouse, ...Object.fromEntries(planted) });
    found = await cruise(folder);
  });

  test('is refused', async () => expect(await exitCodeOf(folder)).toBeGreaterThan(0));

  test.each(Object.entries(breaches))('%s: its breach is refused', (door, planted) => {
    for (const [file] of planted)
      expect(found.violations).toContainEqual({ rule: door, severity: 'error', from: file });
  });
});

test('the real house is read: all of its rooms, and every module of shared', async () => {
  const { modules } = await cruise(root);
  const shared = (await readdir(path.join(root, 'shared'), { recursive: true }))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `shared/${file.split(path.sep).join('/')}`);
  expect(shared.length).toBeGreaterThan(0);
  expect(modules).toEqual(expect.arrayContaining(shared));
});
