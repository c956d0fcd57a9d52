// npm run journal -- verify FILE|FOLDER: looks at a till's journal (src-main/journal-cli.ts), under Node 24.
import { ensureInstalled } from './lib/install.mjs';
import { inProject } from './lib/project.mjs';
import { runNode } from './lib/run.mjs';

ensureInstalled();
process.exitCode = await runNode([inProject('src-main', 'journal-cli.ts'), ...process.argv.slice(2)]);
