import type { Database } from '../database/database.ts';
import { importJournal } from '../journal/import-journal.ts';
import { manifestProblems, openJournalPlace, type PlaceProblem } from '../journal/journal-place.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { CommandFailure } from './command-failure.ts';
import type { ImportListener } from './import-file.ts';
import { storeOfCommand } from './store-of-command.ts';

const PROBLEMS: Readonly<Record<PlaceProblem, string>> = {
  missing: 'is not there',
  forbidden: 'may not be read by this user',
  empty:
    'has no file of a journal: name the folder of an export, a till’s folder "journal", or one .ndjson file',
  tooLarge: 'is too large to be a file of a journal',
};
/** Kept documents that are named; the command "exceptions" lists all. */
const MOST_NAMED = 50;

/** Verifies a till's journal and applies what it has, each entry once. @returns the lines for standard output */
export async function importJournalFile(
  database: Database,
  lane: ApplyLane,
  { file, store: code }: { readonly file: string; readonly store: string | null },
  { problem, progress }: ImportListener,
): Promise<string[]> {
  const store = code === null ? null : await storeOfCommand(database, code);
  const place = await openJournalPlace(file);
  if (typeof place === 'string') throw new CommandFailure(`${file} ${PROBLEMS[place]}.`);
  for (const found of await manifestProblems(file, place)) problem(`${found}.`);
  const { files, isFolder } = place;
  const onProgress = (done: number, total: number) => progress(`${done} of ${total} lines`);
  const report = await importJournal({ database, lane, files, wholeChains: isFolder, store, onProgress });
  if ('code' in report)
    switch (report.code) {
      case 'noEntry':
        throw new CommandFailure(`Nothing was imported: no entry of a journal can be read in ${file}.`);
      case 'otherStore':
        throw new CommandFailure(
          `Nothing was imported: terminal ${report.terminalId} belongs to store ${report.store}, not to ${code}.`,
        );
      case 'unknownTerminals':
        throw new CommandFailure(
          `Nothing was imported: this server does not know ${report.terminalIds.join(', ')}. If the sales belong to one of its stores all the same (the server was restored, say), name it: --store STORE.`,
        );
    }

  const [first] = report.faults;
  if (first)
    problem(
      `First broken entry: ${first.file}, line ${first.line} (byte ${first.offset}), entry ${first.entry ?? 'unknown'}: ${first.reason}. ${report.faults.length} lines are not in order.`,
    );
  for (const { id, code: why } of report.kept.slice(0, MOST_NAMED))
    problem(`Kept for a person: ${id || 'a line without an id'} (${why}).`);
  const { applied, repeated, stale, kept, retry } = report.answers;
  if (retry > 0)
    throw new CommandFailure(
      `${retry} entries could not be applied now; ${applied} were. Give the command again: what is there already is not doubled.`,
    );
  return [
    ...report.adopted.map((id) => `Terminal ${id} was unknown: it is a former till of store ${code} now.`),
    `${report.entries} entries: ${applied} applied, ${repeated} repeated, ${kept} kept for a person, ${stale} stale; ${report.broken} lines broken.`,
  ];
}
