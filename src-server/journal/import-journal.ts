import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { COLLECTION_OF, type JournalEntry } from '../../shared/journal/entry.ts';
import { claimedEntry, lostPlaces } from '../../shared/journal/read-entry.ts';
import {
  type JournalFault,
  JournalVerifier,
  type VerifiedLine,
} from '../../shared/journal/verify-journal.ts';
import { saleHashText } from '../../shared/sale/content-hash.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { PushAnswer, PushStatus } from '../../shared/sync/protocol.ts';
import type { Database } from '../database/database.ts';
import { findTerminals, insertFormerTerminal } from '../database/journal-queries.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { sha256Hex } from '../sync/content-digest.ts';
import type { PushingTerminal } from '../sync/door.ts';
import { jsonText } from '../sync/json-text.ts';
import type { KeepOperation } from '../sync/operation.ts';
import { openPush } from '../sync/sync-doors.ts';

/** Documents on their way at once: a few batches of the lane. */
const WINDOW = 512;
const TRIES = 6;
const PAUSE_MS = 250;

export interface JournalImport {
  readonly entries: number;
  /** How many entries, and broken lines that were kept, got which answer. */
  readonly answers: Readonly<Record<PushStatus, number>>;
  /** Lines that cannot be trusted, without the torn end of a file. */
  readonly broken: number;
  readonly faults: readonly JournalFault[];
  /** Entries whose answer was `kept`, and why. */
  readonly kept: readonly { readonly id: string; readonly code: string }[];
  /** Terminals that this server had never heard of, and that it has entered as former ones. */
  readonly adopted: readonly string[];
}

export type JournalRefusal =
  /** No entry of it can be read. */
  | { readonly code: 'noEntry' }
  | { readonly code: 'unknownTerminals'; readonly terminalIds: readonly string[] }
  | { readonly code: 'otherStore'; readonly terminalId: string; readonly store: string };

export interface ImportOptions {
  readonly database: Database;
  readonly lane: ApplyLane;
  readonly files: readonly string[];
  /** True where the files are all that the till has: a chain that begins in its middle is then a fault. */
  readonly wholeChains: boolean;
  /** The store that a person named; null: the terminals' own. */
  readonly store: { readonly store_id: number; readonly code: string } | null;
  readonly now?: () => Date;
  readonly onProgress?: (done: number, total: number) => void;
}

interface Known extends PushingTerminal {
  readonly revokedAtMs: number;
}

/**
 * Brings a till's journal to the server: first all of it is verified, then every entry that is proven goes the way of a
 * push, so that what the till had sent itself is `repeated`. What cannot be trusted is kept whole for a person. Given again it
 * changes nothing.
 */
export async function importJournal(options: ImportOptions): Promise<JournalImport | JournalRefusal> {
  const { database, lane, files, store } = options;
  const now = options.now ?? (() => new Date());
  const look = await verifyAll(files, options.wholeChains);
  if (look.epochs.size === 0) return { code: 'noEntry' };
  const known = await findTerminals(database, [...look.epochs.keys()]);
  const foreign = store && known.find((terminal) => terminal.store_id !== store.store_id);
  if (foreign) return { code: 'otherStore', terminalId: foreign.terminal_id, store: foreign.store };
  const unknown = [...look.epochs.keys()].filter(
    (terminalId) => !known.some((terminal) => terminal.terminal_id === terminalId),
  );
  if (unknown.length > 0 && !store) return { code: 'unknownTerminals', terminalIds: unknown };

  const terminals = new Map<string, Known>();
  const know = (terminalId: string, storeId: number, revokedAtMs: number) =>
    terminals.set(terminalId, { terminalId, storeId, revoked: false, replaces: [], revokedAtMs });
  for (const { terminal_id: id, store_id: storeId, revoked_at: at } of known)
    know(id, storeId, at?.getTime() ?? Number.POSITIVE_INFINITY);
  for (const terminalId of unknown) {
    const storeId = store?.store_id ?? 0;
    await insertFormerTerminal(database, {
      terminalId,
      storeId,
      name: `Journal ${terminalId.slice(0, 8)}`,
      epoch: look.epochs.get(terminalId) ?? 1,
      tokenHash: randomBytes(32),
      now: now(),
    });
    know(terminalId, storeId, Number.POSITIVE_INFINITY);
  }

  const answers: Record<PushStatus, number> = { applied: 0, repeated: 0, stale: 0, kept: 0, retry: 0 };
  const kept: { id: string; code: string }[] = [];
  const push = openPush(lane, now);
  let done = 0;
  for (const file of files) {
    const lines = [...verifierOf(options.wholeChains).lines(file, await readFile(file))];
    // A line that says nothing of itself is of the till around it, and of some till of this journal in any case.
    const around = lines.find(({ chain }) => chain && terminals.has(chain.terminalId))?.chain;
    const fallback = terminals.get(around?.terminalId ?? '') ?? [...terminals.values()][0];
    const sequences = lostSequences(lines);
    for (let from = 0; from < lines.length; from += WINDOW) {
      const window = lines.slice(from, from + WINDOW);
      const answered = await Promise.all(
        window.map((line) => bring(line, terminals.get(line.chain?.terminalId ?? '') ?? fallback, sequences)),
      );
      for (const answer of answered) {
        if (!answer) continue;
        answers[answer.status] += 1;
        if (answer.status === 'kept') kept.push({ id: answer.id, code: answer.code ?? '' });
      }
      done += window.length;
      options.onProgress?.(done, look.lines);
    }
  }
  const broken = look.faults.filter((fault) => fault.reason !== 'torn').length;
  return { entries: look.entries, answers, broken, faults: look.faults, kept, adopted: unknown };

  /** Null for the torn end of a file, which was never acknowledged to anyone, and for what belongs to nobody. */
  async function bring(
    line: VerifiedLine,
    of: Known | undefined,
    sequences: ReadonlyMap<VerifiedLine, number>,
  ): Promise<PushAnswer | null> {
    if (!of) return null;
    const entry = line.entry ?? provenByItself(line);
    if (entry) {
      const { kind, document } = entry;
      const terminal = { ...(terminals.get(entry.terminalId) ?? of) };
      // A sale of the time before was nobody's misuse; what was sold afterwards is worth a look.
      const at = Date.parse(kind === 'sale' ? document.tenderedAt : document.at);
      const revoked = at > terminal.revokedAtMs;
      return persistently(() => push({ ...terminal, revoked }, COLLECTION_OF[kind], document));
    }
    if (line.fault?.reason === 'torn') return null;
    const operation = keepOf(line, of.terminalId, sequences.get(line) ?? null);
    return persistently(async () => ({
      id: operation.docId,
      ...(await lane.apply(of.storeId, operation)),
    }));
  }
}

const verifierOf = (wholeChains: boolean) =>
  new JournalVerifier({
    sha256: sha256Hex,
    decode: (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes),
    wholeChains,
  });

async function verifyAll(files: readonly string[], wholeChains: boolean) {
  const verifier = verifierOf(wholeChains);
  const faults: JournalFault[] = [];
  /** The newest epoch of each terminal. */
  const epochs = new Map<string, number>();
  let entries = 0;
  let lines = 0;
  for (const file of files)
    for (const { entry, fault } of verifier.lines(file, await readFile(file))) {
      lines += 1;
      if (fault) faults.push(fault);
      if (!entry) continue;
      entries += 1;
      epochs.set(entry.terminalId, Math.max(entry.epoch, epochs.get(entry.terminalId) ?? 1));
    }
  return { faults, epochs, entries, lines };
}

/** A sale in a broken entry that its own hash still proves. */
function provenByItself({ text, fault, chain }: VerifiedLine): JournalEntry | null {
  if (text === null || fault?.reason !== 'wrongHash') return null;
  const claimed = claimedEntry(text);
  if (claimed?.kind !== 'sale' || claimed.document.terminalId !== chain?.terminalId) return null;
  try {
    return sha256Hex(saleHashText(claimed.document)) === claimed.document.hash ? claimed : null;
  } catch {
    return null;
  }
}

/**
 * The sequences of sales whose line says nothing any more, where the sales around leave no doubt. A Z waits for every sequence
 * of its period; what is kept with its sequence it does not wait for.
 */
function lostSequences(lines: readonly VerifiedLine[]): Map<VerifiedLine, number> {
  const found = new Map<VerifiedLine, number>();
  let before: number | null = null;
  let lost: VerifiedLine[] = [];
  for (const line of lines) {
    if (!line.entry) {
      if (lostPlaces(line.text ?? '').sales > 0) lost.push(line);
      continue;
    }
    // The first entry of a chain has no sale before it.
    if (line.entry.entry === 1) before = 0;
    if (line.entry.kind !== 'sale') continue;
    const { sequence } = line.entry.document;
    if (before !== null && sequence - before - 1 === lost.length)
      for (const [index, each] of lost.entries()) found.set(each, before + 1 + index);
    before = sequence;
    lost = [];
  }
  return found;
}

/** What a broken line says of a number is believed as far as the database can hold it. */
const counterOf = (value: unknown): number | null =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null;

/** A line that nothing proves, as a document that a person looks at: never applied by itself, never lost. */
function keepOf(
  { text, bytes, fault, chain }: VerifiedLine,
  terminalId: string,
  lostSequence: number | null,
): KeepOperation {
  const claimed = text === null ? null : claimedEntry(text);
  const kind = claimed?.kind ?? (lostPlaces(text ?? '').sales > 0 ? 'sale' : 'stockCommand');
  const sale = claimed?.kind === 'sale' ? (claimed.document as Partial<TenderedSale>) : null;
  const id = claimed && /^[0-9a-f-]{36}$/.test(claimed.document.id) ? claimed.document.id : '';
  const body = claimed ? jsonText(claimed.document) : wholeText(text, bytes);
  return {
    kind: 'keep',
    terminalId,
    collection: COLLECTION_OF[kind],
    docId: id,
    revision: counterOf(sale?.revision) ?? 0,
    contentHash: sha256Hex(body),
    body,
    reason: 'brokenJournalEntry',
    detail: `${path.basename(fault?.file ?? '')}, line ${fault?.line}: ${fault?.reason}`.slice(0, 500),
    epoch: chain?.epoch ?? null,
    sequence: lostSequence ?? sale?.sequence ?? null,
  };
}

/** As JSON to the byte: what is no text, or has a character that no text column takes, as base64. */
const wholeText = (text: string | null, bytes: Uint8Array): string =>
  JSON.stringify(
    text === null || text.includes('\0') ? { base64: Buffer.from(bytes).toString('base64') } : { line: text },
  );

/** A passing fault passes; one that does not is told as it is. */
async function persistently(send: () => Promise<PushAnswer>): Promise<PushAnswer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await send();
    if (answer.status !== 'retry' || tries >= TRIES) return answer;
    await pause(tries * PAUSE_MS);
  }
}
