// npm run looks [-- --update [part of a name]]: the till's screens beside the pictures that were reviewed
// (test/looks/README.md). `--update` renews those that differ; look at each before it is committed.
import { ensureInstalled } from './lib/install.mjs';
import { childEnv, commandOf } from './lib/project.mjs';
import { continueInNode24, runNode } from './lib/run.mjs';

ensureInstalled();
await continueInNode24();
const given = process.argv.slice(2);
const only = given.find((argument) => !argument.startsWith('-')) ?? '';
process.exitCode = await runNode([commandOf('vitest'), 'run', '--project', 'chromium', 'test/looks'], {
  env: childEnv({
    EVERTILL_LOOKS_ALL: '1',
    ...(given.includes('--update') ? { EVERTILL_LOOKS_UPDATE: '1', EVERTILL_LOOKS_ONLY: only } : {}),
  }),
});
