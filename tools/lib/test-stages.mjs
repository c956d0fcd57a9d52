// The files of test/, what each needs of the machine, and the stages that they run in.
import fs from 'node:fs';
import path from 'node:path';
import { inProject } from './project.mjs';

/** The test files below test/, as paths from the project's root. */
export function testFiles() {
  return fs
    .readdirSync(inProject('test'), { recursive: true })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => /\.test\.tsx?$/.test(file));
}

const textOf = (file) => fs.readFileSync(inProject(file), 'utf8');
const isE2e = (file) => file.startsWith('test/e2e/');
const isChaos = (file) => file.startsWith('test/chaos/');
export const isStory = (file) => isE2e(file) || isChaos(file);
// By what a file imports: a till in one shell, or the same story in both (open-till.ts leaves out the missing one).
export const isElectron = (file) =>
  isStory(file) && /support\/(electron-till|selling-window)\.ts/.test(textOf(file));
export const isBothShells = (file) => isE2e(file) && textOf(file).includes('support/open-till.ts');
export const isChromium = (file) =>
  file.endsWith('.chromium.test.ts') ||
  (isStory(file) && /support\/(chromium-till|browser-process)\.ts/.test(textOf(file)));
export const isPowerCut = (file) => isChaos(file) && textOf(file).includes('support/loop-disk.ts');
export const isTwoScreens = (file) => isE2e(file) && textOf(file).includes('startTwoScreens');
export const isPackaged = (file) => isE2e(file) && /packaged/i.test(file + textOf(file));

// `real`: browsers, servers and windows that wait for one another; not what is random, whose failure is a finding.
// `product`: it drives what is built and packaged.
// `lane`: stages of one lane run one after the other, two lanes side by side (a third made two cores slower, not faster). The last
// stage of what computes is the one of killed processes: it mostly waits, and that lane is done first.
export const stages = [
  {
    name: 'unit',
    projects: ['unit', 'architecture'],
    lane: 'computing',
    has: (file) => !/^test\/(server|e2e|fuzz|chaos|sim)\//.test(file) && !file.endsWith('.chromium.test.ts'),
  },
  {
    name: 'server',
    projects: ['server'],
    lane: 'computing',
    real: true,
    has: (file) => file.startsWith('test/server/'),
  },
  {
    name: 'fuzz',
    projects: ['fuzz'],
    lane: 'computing',
    has: (file) => file.startsWith('test/fuzz/') && !file.endsWith('.chromium.test.ts'),
  },
  { name: 'sim', projects: ['sim'], lane: 'computing', has: (file) => file.startsWith('test/sim/') },
  {
    name: 'chromium',
    projects: ['chromium'],
    lane: 'waiting',
    real: true,
    has: (file) => file.endsWith('.chromium.test.ts'),
  },
  { name: 'e2e', projects: ['e2e'], lane: 'waiting', product: true, real: true, has: isE2e },
  { name: 'chaos', projects: ['chaos'], lane: 'computing', product: true, ownDisplay: true, has: isChaos },
];

/** How many shells a file tells its story in, of those that are there; none: it is left out. */
export function shellsOf(file, missing) {
  if (isBothShells(file)) return ['chromium', 'electron'].filter((shell) => !missing.has(shell)).length;
  const lacks =
    (isChromium(file) && missing.has('chromium')) ||
    (isElectron(file) && missing.has('electron')) ||
    (isPowerCut(file) && missing.has('power')) ||
    (isTwoScreens(file) && missing.has('screens'));
  return lacks ? 0 : 1;
}

export const countTests = (file) =>
  (fs.readFileSync(inProject(file), 'utf8').match(/^\s*(test|it)(\.\w+)*(\(|`)/gm) ?? []).length;
