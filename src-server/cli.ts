import { parseCommandLine } from './commands/command-line.ts';

const parsed = parseCommandLine(process.argv.slice(2), process.env, process.cwd());
if (parsed.ok) {
  const { runCommand } = await import('./commands/run-command.ts');
  process.exitCode = await runCommand(parsed.line, process.env);
} else {
  console.error(`${parsed.message}\nnpm run server -- help lists the commands.`);
  process.exitCode = 2;
}
