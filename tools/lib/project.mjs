// Where things are, and which Node runs what. Plain Node 20, no dependencies: this runs before anything is installed.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** An absolute path below the project's root. */
export const inProject = (...parts) => path.join(projectRoot, ...parts);

export const isCi = process.env.CI === 'true' || process.env.CI === '1';
export const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** The major version of this process's Node. */
export const nodeMajor = Number(process.versions.node.split('.')[0]);

/** Ends the process with one readable line when Node is older than the launchers themselves need. */
export function requireLauncherNode() {
  if (nodeMajor >= 20) return;
  console.error(
    `Evertill needs Node 20 or newer to start; this is ${process.versions.node}. See https://nodejs.org`,
  );
  process.exit(1);
}

/**
 * The Node 24 that runs the server, the build and the tests. It is a package of the project, so that any machine with
 * Node 20 can start; a machine whose own Node is new enough does without.
 */
export function node24() {
  const installed = inProject(
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (fs.existsSync(installed)) return installed;
  if (nodeMajor >= 24) return process.execPath;
  throw new Error(
    'Node 24 is missing from node_modules: the install script of the "node" package did not run. ' +
      'Delete node_modules and start again, or install Node 24 yourself.',
  );
}

/** The JavaScript file behind an installed command, so that it runs under node24() without a shell. */
export function commandOf(packageName, command = packageName) {
  const folder = inProject('node_modules', packageName);
  const { bin } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Environment for a child: Node 24 and the installed commands stand first in its PATH. */
export function childEnv(extra = {}) {
  const commands = [path.dirname(node24()), inProject('node_modules', '.bin')];
  return { ...process.env, PATH: [...commands, process.env.PATH].join(path.delimiter), ...extra };
}
