import { saleHashText } from '../sale/content-hash.ts';
import { ChainCheck, linkOf } from './chain-check.ts';
import type { Chain, EntryKind, JournalEntry, Sha256Hex } from './entry.ts';
import { journalLines } from './journal-lines.ts';
import type { LineFault, LinkFault } from './journal-report.ts';
import { lostPlaces, readEntry } from './read-entry.ts';

export type FaultReason =
  | LineFault
  | LinkFault
  /** The entry is whole, and the sale in it is not what its own hash says. */
  | 'wrongSaleHash'
  /** A document that stands twice. */
  | 'repeated'
  /** The last line has no end: an append that was never acknowledged. */
  | 'torn';

export interface JournalFault {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  readonly offset: number;
  readonly lengthBytes: number;
  /** The number that the entry has, or ought to have; null where nothing before it tells. */
  readonly entry: number | null;
  readonly reason: FaultReason;
}

/** A line as it was read. `text` is null where its bytes are no UTF-8. */
export interface VerifiedLine {
  readonly text: string | null;
  readonly bytes: Uint8Array;
  readonly entry: JournalEntry | null;
  readonly fault: JournalFault | null;
  /** The chain it belongs to, as its entry, its file's name or the entries before say. */
  readonly chain: Chain | null;
}

export type EntryCounts = Readonly<Record<EntryKind, number>>;

export interface VerifiedFile {
  readonly file: string;
  readonly counts: EntryCounts;
  readonly faults: readonly JournalFault[];
}

const CHAIN_IN_NAME =
  /(?:^|[\\/])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[\\/]([1-9]\d{0,8})[\\/]\d{10}\.ndjson$/;

/** The chain that a file's place says it is of, or null. */
export function chainOfFile(file: string): Chain | null {
  const [, terminalId, epoch] = CHAIN_IN_NAME.exec(file) ?? [];
  return terminalId === undefined ? null : { terminalId, epoch: Number(epoch) };
}

const keyOf = ({ terminalId, epoch }: Chain): string => `${terminalId}/${epoch}`;

/** Proves files of a journal, one after another: the files of a chain in the order of their names. */
export class JournalVerifier {
  readonly #sha256: Sha256Hex;
  /** The text of UTF-8 bytes; throws where they are none. */
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #wholeChains: boolean;
  readonly #checks = new Map<string, ChainCheck>();
  readonly #seen = new Set<string>();

  /** @param wholeChains true: each chain is there from its first entry; false: it begins with what is there. */
  constructor(options: {
    readonly sha256: Sha256Hex;
    readonly decode: (bytes: Uint8Array) => string;
    readonly wholeChains: boolean;
  }) {
    this.#sha256 = options.sha256;
    this.#decode = options.decode;
    this.#wholeChains = options.wholeChains;
  }

  /** The lines of a file, each with the first thing that is wrong with it. Nothing is left out. */
  *lines(file: string, bytes: Uint8Array): Generator<VerifiedLine> {
    const named = chainOfFile(file);
    let chain = named;
    for (const { offset, lengthBytes, number, ended } of journalLines(bytes)) {
      const part = bytes.subarray(offset, offset + lengthBytes);
      const text = this.#text(part);
      const read = text === null ? 'unreadable' : readEntry(text, named, this.#sha256);
      const at = { file, line: number, offset, lengthBytes };
      if (typeof read === 'string') {
        const check = chain && this.#check(chain);
        const next = check ? check.head.entry + 1 : null;
        if (ended) check?.skip(lostPlaces(text ?? ''));
        const reason = ended ? read : 'torn';
        yield { text, bytes: part, entry: null, chain, fault: { ...at, entry: next, reason } };
        continue;
      }
      chain = { terminalId: read.terminalId, epoch: read.epoch };
      const reason = this.#entryFault(read);
      const fault = reason === null ? null : { ...at, entry: read.entry, reason };
      yield { text, bytes: part, entry: read, chain, fault };
    }
  }

  verify(file: string, bytes: Uint8Array): VerifiedFile {
    const counts = { sale: 0, shiftEvent: 0, stockCommand: 0, officeRequest: 0 };
    const faults: JournalFault[] = [];
    for (const { entry, fault } of this.lines(file, bytes)) {
      if (entry) counts[entry.kind] += 1;
      if (fault) faults.push(fault);
    }
    return { file, counts, faults };
  }

  #text(bytes: Uint8Array): string | null {
    try {
      return this.#decode(bytes);
    } catch {
      return null;
    }
  }

  #check(chain: Chain): ChainCheck {
    const key = keyOf(chain);
    const check = this.#checks.get(key) ?? new ChainCheck(this.#wholeChains);
    this.#checks.set(key, check);
    return check;
  }

  #entryFault(entry: JournalEntry): FaultReason | null {
    const problem = this.#check(entry).add(linkOf(entry));
    if (problem) return problem.reason;
    if (entry.kind === 'sale' && entry.journal !== 1) {
      const { hash } = entry.document;
      if (this.#sha256(saleHashText(entry.document)) !== hash) return 'wrongSaleHash';
    }
    const id = `${entry.kind}/${entry.document.id}`;
    if (this.#seen.has(id)) return 'repeated';
    this.#seen.add(id);
    return null;
  }
}
