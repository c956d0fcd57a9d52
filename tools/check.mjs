// npm run check: types, formatting and lint, type-aware lint, the doors between the rooms, and what nobody uses.
// All of them run even when one fails, so that one look tells everything; the exit code is non-zero if any failed.
import { ensureInstalled } from './lib/install.mjs';
import { commandOf } from './lib/project.mjs';
import { captureNode, secondsSince } from './lib/run.mjs';

ensureInstalled();

const rooms = ['shared', 'src-main', 'src-renderer', 'src-server', 'test', 'tools'];
const checks = [
  // TypeScript 7 checks in a third of the time; 6 stays for the tools that read sources by its API.
  {
    name: 'types',
    says: 'tsc -b',
    args: () => [commandOf('typescript-7', 'tsc'), '-b', '--pretty', 'false'],
  },
  {
    name: 'style',
    says: 'biome check',
    args: () => [commandOf('@biomejs/biome', 'biome'), 'check', '--error-on-warnings', '.'],
  },
  {
    name: 'promises',
    says: 'oxlint --type-aware',
    args: () => [
      commandOf('oxlint'),
      '--type-aware',
      '--deny-warnings',
      '--report-unused-disable-directives',
    ],
  },
  {
    name: 'doors',
    says: 'depcruise',
    args: () => [
      commandOf('dependency-cruiser', 'depcruise'),
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
      ...rooms,
    ],
  },
  {
    name: 'unused',
    says: 'knip',
    args: () => [commandOf('knip'), '--no-progress'],
  },
];

const only = process.argv.slice(2);
const failed = [];
for (const { name, says, args } of checks.filter((check) => only.length === 0 || only.includes(check.name))) {
  const startedAtMs = Date.now();
  const { code, output } = await captureNode(args());
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${says}) ${secondsSince(startedAtMs)}`);
  if (code !== 0) {
    failed.push(name);
    console.log(output.trimEnd());
  }
}
if (failed.length > 0) console.log(`check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;
