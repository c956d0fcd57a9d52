import fs from 'node:fs/promises';
import path from 'node:path';
import type { JournalEntry } from '../../shared/journal/entry.ts';
import { type FaultReason, type JournalFault, JournalVerifier } from '../../shared/journal/verify-journal.ts';
import { findJournalFiles, type JournalFiles } from './journal-files.ts';
import { sha256Hex } from './scan-segment.ts';

const HELP = `npm run journal -- verify FILE|FOLDER   proves every entry; names the first broken one; exit code 1 if there is one
npm run journal -- list FILE|FOLDER     one line a file: how many entries of which kind
npm run journal -- show FILE [ENTRY]    one line an entry, or one entry whole

FILE is one file of a till's journal, FOLDER the journal of a profile or an export of it.
`;

const WORDS: Readonly<Record<FaultReason, string>> = {
  unreadable: 'the line cannot be read',
  wrongHash: 'its content is not what was written',
  wrongChain: 'it belongs to another till or epoch',
  wrongNumber: 'it has not the number after the entry before it',
  wrongLink: 'it does not name the hash of the entry before it',
  wrongSequence: 'its sale has not the sequence after the sale before it',
  wrongSaleLink: 'its sale does not name the hash of the sale before it',
  wrongSaleHash: 'its sale is not what the sale’s own hash says',
  repeated: 'its document stands in the journal already',
  torn: 'the last line has no end: an append that was never acknowledged',
};

export interface CommandOutput {
  /** The result, line by line. */
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Looks at a journal and changes nothing. @returns the exit code: 0 when everything is in order */
export async function runJournalCommand(args: readonly string[], out: CommandOutput): Promise<number> {
  const [command, place, entry, ...rest] = args;
  const known = command === 'verify' || command === 'list' || command === 'show';
  if (!known || place === undefined || rest.length > 0 || (entry !== undefined && command !== 'show')) {
    (command === 'help' ? out.say : out.complain)(HELP);
    return command === 'help' ? 0 : 2;
  }
  let found: JournalFiles;
  try {
    found = await findJournalFiles(place);
  } catch (fault) {
    out.complain(`${command}: ${place} cannot be read (${(fault as NodeJS.ErrnoException).code}).`);
    return 1;
  }
  if (found.files.length === 0) {
    out.complain(`${command}: there is no file of a journal in ${place}.`);
    return 1;
  }
  return command === 'show' ? show(found, entry ?? null, out) : verify(found, place, command, out);
}

const verifierFor = ({ isFolder }: JournalFiles) =>
  new JournalVerifier({
    sha256: sha256Hex,
    decode: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    wholeChains: isFolder,
  });

async function verify(
  found: JournalFiles,
  place: string,
  command: 'verify' | 'list',
  { say, complain }: CommandOutput,
): Promise<number> {
  const verifier = verifierFor(found);
  const faults: JournalFault[] = [];
  let entries = 0;
  for (const file of found.files) {
    const { counts, faults: own } = verifier.verify(file, await fs.readFile(file));
    const { sale, shiftEvent, stockCommand, officeRequest } = counts;
    entries += sale + shiftEvent + stockCommand + officeRequest;
    faults.push(...own);
    const name = found.isFolder ? path.relative(place, file) : file;
    const others = `${shiftEvent} shift events, ${stockCommand} stock commands, ${officeRequest} requests`;
    say(`${name}: ${sale} sales, ${others}`);
  }
  if (command === 'list') return 0;
  for (const problem of found.problems) complain(`verify: ${problem}.`);
  const [first] = faults;
  if (!first) {
    if (found.problems.length > 0) return 1;
    const copy = found.manifest ? ` Exported at ${found.manifest.exportedAt}; nothing is missing.` : '';
    say(`${entries} entries in ${found.files.length} files are whole and in order.${copy}`);
    return 0;
  }
  const number = first.entry === null ? 'entry of unknown number' : `entry ${first.entry}`;
  complain(
    `verify: first broken entry: ${first.file}, line ${first.line} (byte ${first.offset}), ${number}: ${WORDS[first.reason]} (${first.reason}).`,
  );
  complain(
    `verify: ${faults.length} of ${entries + faults.length} lines are not in order. Nothing was changed.`,
  );
  return 1;
}

const amountOf = (entry: JournalEntry): string => {
  if (entry.kind === 'sale')
    return `sequence ${entry.document.sequence}, ${entry.document.totalMinor} ${entry.document.currency} (minor), ${entry.document.tenderedAt}`;
  if (entry.kind !== 'stockCommand') return `${entry.document.kind}, ${entry.document.at}`;
  return `${entry.document.kind} ${entry.document.quantity} × ${entry.document.sku}, ${entry.document.at}`;
};

async function show(found: JournalFiles, wanted: string | null, { say, complain }: CommandOutput) {
  const verifier = verifierFor(found);
  let shown = 0;
  for (const file of found.files)
    for (const { entry } of verifier.lines(file, await fs.readFile(file))) {
      if (!entry || (wanted !== null && String(entry.entry) !== wanted)) continue;
      shown += 1;
      if (wanted === null) say(`${entry.entry}  ${entry.kind}  ${entry.document.id}  ${amountOf(entry)}`);
      else say(JSON.stringify(entry, null, 2));
    }
  if (shown > 0) return 0;
  complain(wanted === null ? 'show: no entry can be read.' : `show: there is no entry ${wanted}.`);
  return 1;
}
