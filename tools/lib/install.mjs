import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { inProject, node24, projectRoot, requireLauncherNode } from './project.mjs';
import { secondsSince } from './run.mjs';

const readJson = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Whether node_modules holds what package-lock.json asks for. npm writes its own list last, so a broken-off install shows. */
function isInstalled() {
  const wanted = readJson(inProject('package-lock.json'))?.packages;
  const present = readJson(inProject('node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  for (const [folder, { version, optional, devOptional }] of Object.entries(wanted)) {
    if (folder === '' || optional || devOptional) continue;
    if (present[folder]?.version !== version) return false;
  }
  try {
    node24();
    return true;
  } catch {
    return false;
  }
}

/** Installs what package-lock.json asks for, when it is not there yet; says so on standard error. */
export function ensureInstalled() {
  requireLauncherNode();
  if (isInstalled()) return;
  const startedAtMs = Date.now();
  console.error('· Installing the packages of package-lock.json (the first time takes a minute or two) …');
  // Development packages are wanted even where NODE_ENV=production: the build and Node 24 are among them.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npmScript = process.env.npm_execpath;
  const [program, before] = npmScript?.endsWith('.js') ? [process.execPath, [npmScript]] : ['npm', []];
  const { status, error } = spawnSync(program, [...before, ...args], {
    cwd: projectRoot,
    // What npm says is progress, not the result of a command whose result someone reads from standard output.
    stdio: ['inherit', 2, 'inherit'],
    shell: process.platform === 'win32' && program === 'npm',
  });
  if (status !== 0) {
    console.error(`✗ npm ci failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
    process.exit(1);
  }
  console.error(`✓ Installed in ${secondsSince(startedAtMs)}`);
}
