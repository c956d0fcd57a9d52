// npm run server [-- command …]: the central server's own commands (src-server/cli.ts), under Node 24.
import { ensureInstalled } from './lib/install.mjs';
import { runNode, whenNpmIsGone } from './lib/run.mjs';
import { serverNodeArgs } from './lib/server-process.mjs';

ensureInstalled();
// The server sees that its launcher is gone, and ends in order (lib/end-with-parent.mjs).
whenNpmIsGone(() => process.exit(1));
process.exitCode = await runNode([...serverNodeArgs, ...process.argv.slice(2)], {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
