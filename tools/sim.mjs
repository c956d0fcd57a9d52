// npm run sim [-- --seed S --steps N --seeds K --seconds T --verbose --wire]: many tills and one server in one deterministic
// world (test/sim/README.md). A failing seed is replayed by its number. `--mutations [words]` breaks one rule of the product
// after the other and sees each caught.
import { ensureInstalled } from './lib/install.mjs';
import { inProject } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

ensureInstalled();
const given = process.argv.slice(2);
const words = given.filter((argument) => argument !== '--mutations');
const script = given.includes('--mutations') ? 'run-mutations.ts' : 'main.ts';
process.exitCode = await runNode([
  '--no-warnings',
  '--import',
  inProject('test', 'sim', 'install.ts'),
  inProject('test', 'sim', script),
  ...words,
]);
