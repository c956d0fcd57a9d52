import { type OpenShop, openShop } from '../open-shop.ts';
import { ensureFirstShop } from '../shop/first-shop.ts';
import { openApplyLane } from '../sync/apply-lane.ts';
import { adjust } from './adjust.ts';
import { CommandFailure, wordsOf } from './command-failure.ts';
import type { CommandLine } from './command-line.ts';
import { exceptions } from './exceptions.ts';
import { HELP_TEXT } from './help-text.ts';
import type { ImportListener } from './import-file.ts';
import { exportKept, keptDocuments, resendKept } from './kept.ts';
import { letters } from './letters.ts';
import { pair } from './pair.ts';
import { resolveException } from './resolve.ts';
import { restored } from './restored.ts';
import { settings } from './settings.ts';
import { staffCommand } from './staff.ts';
import { revoke, terminals } from './terminals.ts';
import { untilAskedToEnd } from './until-asked-to-end.ts';
import { verify } from './verify.ts';

type ServerCommand = Extract<CommandLine, { command: 'serve' | 'demo' }>;
type ShopCommand = Exclude<CommandLine, ServerCommand | { command: 'help' }>;

/**
 * Runs a command to its end. Its result goes to standard output, the important line last; everything else to standard
 * error.
 *
 * @returns the exit code: 0 when it did what was asked
 */
export async function runCommand(
  line: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  try {
    if (line.command === 'help') {
      process.stdout.write(HELP_TEXT);
      return 0;
    }
    if (line.command === 'serve' || line.command === 'demo') {
      // Loaded where it is used: a small command does not wait for the whole server to load.
      const { serve } = await import('./serve.ts');
      return await serve(line, env);
    }
    return await runOnShop(line, env);
  } catch (error) {
    console.error(`${line.command}: ${wordsOf(error)}`);
    if (env.EVERTILL_DEBUG && !(error instanceof CommandFailure)) console.error(error);
    return 1;
  }
}

async function runOnShop(
  line: ShopCommand,
  env: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const asked = untilAskedToEnd();
  const shop = await openShop(line.place, {
    maxConnections: 3,
    onProgress: (message) => console.error(message),
  });
  try {
    const work = ensureFirstShop(shop.database, new Date()).then(() => resultOf(line, shop, env));
    // Left alone it would fail when the database is closed below, with nobody to hear it.
    work.catch(() => {});
    const interrupted = asked.then(() => {
      throw new CommandFailure(
        'Interrupted. What was done before stands; the same command may be given again.',
      );
    });
    for (const text of await Promise.race([work, interrupted])) console.log(text);
    return 0;
  } finally {
    await shop.close();
  }
}

const LISTENER: ImportListener = {
  problem: (text) => console.error(text),
  // A person who waits sees that it goes on; a file that collects the problems does not collect this.
  progress: (text) => process.stderr.isTTY && console.error(text),
};

async function resultOf(
  line: ShopCommand,
  { database }: OpenShop,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const lane = openApplyLane({ database, lanes: 1 });
  switch (line.command) {
    case 'pair':
      return pair(database, line.store);
    case 'import': {
      const { importFile } = await import('./import-file.ts');
      return importFile(database, lane.apply, line, LISTENER);
    }
    case 'import-journal': {
      const { importJournalFile } = await import('./import-journal.ts');
      return importJournalFile(database, lane, line, LISTENER);
    }
    case 'terminals':
      return terminals(database, line.store);
    case 'revoke':
      return revoke(database, line);
    case 'exceptions':
      return exceptions(database, line);
    case 'restored':
      return restored(database);
    case 'resolve':
      return resolveException(database, lane, line);
    case 'kept':
      return keptDocuments(database, line);
    case 'resend-kept':
      return resendKept(database, lane, line);
    case 'export-kept':
      return exportKept(database, line);
    case 'adjust':
      return adjust(database, lane, line);
    case 'settings':
      return settings(database, line);
    case 'letters':
      return letters(database, line);
    case 'staff': {
      const { openPinKeys } = await import('../staff/pin-keys.ts');
      return staffCommand(database, await openPinKeys(line.place.dataDir, env), line.staff);
    }
    case 'verify':
      return verify(database, line.store, (difference) => console.error(difference));
  }
}
