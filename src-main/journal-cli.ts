import { runJournalCommand } from './journal/journal-command.ts';

// npm run journal -- …: looks at the journal of a till, on any machine, without a till.
process.exitCode = await runJournalCommand(process.argv.slice(2), {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
});
