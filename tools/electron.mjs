// node tools/electron.mjs            starts the built till in Electron
// node tools/electron.mjs --find     makes sure that there is an Electron, and says which

import { findElectron } from './lib/electron-runtime.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { projectRoot } from './lib/project.mjs';
import { run } from './lib/run.mjs';

ensureInstalled();
const args = process.argv.slice(2);
try {
  const electron = await findElectron({ say: (line) => console.error(line) });
  if (args[0] === '--find') console.log(`✓ Electron ${electron.version}: ${electron.program}`);
  else process.exitCode = await run(electron.program, [...electron.args, projectRoot, ...args]);
} catch (error) {
  console.error(`✗ Electron cannot be had here: ${error.message}`);
  process.exitCode = 1;
}
