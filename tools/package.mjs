// npm run package [-- --linux dir]: the till as an application of its own, in release/.
// EVERTILL_TEST_BUILD=1 leaves the door open through which Playwright drives it; such a build is never shipped.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { overridingFolder } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { commandOf, inProject } from './lib/project.mjs';
import { captureNode, continueInNode24, runNode, secondsSince } from './lib/run.mjs';

const builderArgs = () => {
  const runtime = overridingFolder();
  // A folder with Electron in it takes the place of the download.
  return [commandOf('electron-builder'), ...(runtime ? [`-c.electronDist=${runtime}`] : [])];
};

const testBuildMark = inProject('release', '.test-build');

/** The program of the unpacked Linux build. */
export const packagedTill = inProject('release', 'linux-unpacked', 'evertill');

function fingerprint() {
  const digest = createHash('sha256');
  const files = ['electron-builder.yml', 'package.json', 'tools/after-pack.cjs'];
  for (const part of ['main', 'preload', 'renderer']) files.push(`out/.built/${part}`);
  for (const file of files) digest.update(fs.readFileSync(inProject(file))).update('\0');
  return digest.update(overridingFolder() ?? 'official').digest('hex');
}

/** Packages the till for the tests that drive it, when it has changed since. The parts of out/ must be built. */
export async function packageForTests(say) {
  const mark = fingerprint();
  if (fs.existsSync(testBuildMark) && fs.readFileSync(testBuildMark, 'utf8') === mark) return;
  const startedAtMs = Date.now();
  say('· Packaging the till for its test …');
  fs.rmSync(testBuildMark, { force: true });
  const { code, output } = await captureNode([...builderArgs(), '--linux', 'dir'], {
    env: { ...process.env, EVERTILL_TEST_BUILD: '1' },
  });
  if (code !== 0) throw new Error(`electron-builder failed:\n${output}`);
  fs.writeFileSync(testBuildMark, mark);
  say(`✓ Packaged in ${secondsSince(startedAtMs)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  await continueInNode24();
  await build({ onPart: (line) => console.log(line) });
  fs.rmSync(testBuildMark, { force: true });
  process.exitCode = await runNode([...builderArgs(), ...process.argv.slice(2)]);
}
