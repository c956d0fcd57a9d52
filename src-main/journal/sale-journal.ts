import path from 'node:path';
import {
  type Chain,
  type ChainHead,
  type ChainState,
  EMPTY_HEAD,
  type EntryKind,
  type JournalEntry,
  type JournalRecord,
} from '../../shared/journal/entry.ts';
import type { JournalReport } from '../../shared/journal/journal-report.ts';
import type { TenderedDraft, TenderedSale } from '../../shared/sale/sale.ts';
import { type Asked, decideAppend, decideRestore } from './decide-append.ts';
import { type JournalFileSystem, nodeFileSystem } from './file-system.ts';
import { JournalChain, type SegmentFile } from './journal-chain.ts';
import { sha256Hex } from './scan-segment.ts';
import { takeWriterLock, type WriterLock } from './writer-lock.ts';

export type AppendRejection =
  /** This document was appended before, saying something else. The entry stands as it is. */
  | { readonly code: 'otherContent'; readonly detail: string }
  /** What was to be restored is not what its own hash says. */
  | { readonly code: 'brokenSale'; readonly detail: string }
  | { readonly code: 'diskFull'; readonly detail: string }
  | { readonly code: 'writeFailed'; readonly detail: string }
  /** A failed append could not be taken back, or a file changed under our feet. Until the program starts anew. */
  | { readonly code: 'journalUnsafe'; readonly detail: string }
  /** Another process writes here now. */
  | { readonly code: 'journalLocked'; readonly detail: string };

type Rejected = { readonly ok: false; readonly rejection: AppendRejection };
export type CommitOutcome = { readonly ok: true; readonly sale: TenderedSale } | Rejected;
export type RecordOutcome = { readonly ok: true; readonly entry: JournalEntry } | Rejected;

export interface SaleJournal {
  /**
   * The commit of a sale. When it answers ok the sale is on the disk, has the next sequence of its chain and is linked to
   * the sale before. The same sale again gets the same answer. Appends run one after another.
   */
  commit(draft: TenderedDraft): Promise<CommitOutcome>;
  /** Appends a shift event or a stock command, as durably as a sale. The same document again gets the same answer. */
  record(record: JournalRecord): Promise<RecordOutcome>;
  /** Takes back a committed sale that this journal lost: whole, in the place that its receipt shows. */
  restore(sale: TenderedSale): Promise<RecordOutcome>;
  /** Entries of every kind after an entry's number, oldest first, at most `most`. */
  entries(chain: Chain, afterEntry: number, most?: number): Promise<JournalEntry[]>;
  /** Sales after a sequence, oldest first, at most `most`. */
  sales(chain: Chain, afterSequence: number, most?: number): Promise<TenderedSale[]>;
  /** Numbers of 0 and 64 zeros while the chain is empty. */
  head(chain: Chain): ChainHead;
  /** Every chain that has an entry, or a file. */
  chains(): readonly ChainState[];
  /** The files as they are now, proven as far as they are told. Later appends come after. */
  files(): Promise<readonly SegmentFile[]>;
  /** The folder of all chains. */
  readonly folder: string;
  /** What was found so far, oldest first. */
  readonly reports: readonly JournalReport[];
  close(): Promise<void>;
}

const TERMINAL_FOLDER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EPOCH_FOLDER = /^[1-9]\d{0,8}$/;

/** A new file is begun at this size: it is proven once, and a broken one never takes the whole chain with it. */
const SEGMENT_BYTES = 2 * 1024 * 1024;

const keyOf = (chain: Chain): string => `${chain.terminalId}/${chain.epoch}`;
const idKey = (kind: EntryKind, id: string): string => `${kind}/${id}`;

/**
 * Opens the journal in a folder and reads all of it.
 * @returns null when another living process has it open
 */
export async function openSaleJournal(
  folder: string,
  disk: JournalFileSystem = nodeFileSystem,
  segmentBytes = SEGMENT_BYTES,
  takeLock: (folder: string) => WriterLock | null = takeWriterLock,
): Promise<SaleJournal | null> {
  const lock = takeLock(folder);
  if (!lock) return null;
  try {
    const journal = new OpenJournal(folder, disk, lock, segmentBytes);
    await journal.load();
    return journal;
  } catch (fault) {
    lock.release();
    throw fault;
  }
}

class OpenJournal implements SaleJournal {
  readonly reports: JournalReport[] = [];
  readonly folder: string;
  readonly #disk: JournalFileSystem;
  readonly #lock: WriterLock;
  readonly #segmentBytes: number;
  readonly #chains = new Map<string, JournalChain>();
  /** In which chain a document stands, over all chains: an id is appended once, whatever the epoch. */
  readonly #chainOf = new Map<string, JournalChain>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(folder: string, disk: JournalFileSystem, lock: WriterLock, segmentBytes: number) {
    this.#segmentBytes = segmentBytes;
    this.folder = folder;
    this.#disk = disk;
    this.#lock = lock;
  }

  async load(): Promise<void> {
    for (const terminalId of await this.#disk.list(this.folder)) {
      if (!TERMINAL_FOLDER.test(terminalId)) continue;
      for (const epoch of await this.#disk.list(path.join(this.folder, terminalId))) {
        if (!EPOCH_FOLDER.test(epoch)) continue;
        const chain = this.#chain({ terminalId, epoch: Number(epoch) });
        await chain.load();
        for (const { kind, id } of chain.places()) this.#chainOf.set(idKey(kind, id), chain);
      }
    }
  }

  #chain(chain: Chain): JournalChain {
    const key = keyOf(chain);
    let found = this.#chains.get(key);
    if (!found) {
      const folder = path.join(this.folder, chain.terminalId, String(chain.epoch));
      found = new JournalChain(this.#disk, folder, chain, this.#segmentBytes, (report) =>
        this.reports.push(report),
      );
      this.#chains.set(key, found);
    }
    return found;
  }

  /** One after another: a sequence is given to one sale. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  async commit(draft: TenderedDraft): Promise<CommitOutcome> {
    const outcome = await this.#append(draft, { kind: 'sale', document: draft });
    return outcome.ok ? { ok: true, sale: outcome.entry.document as TenderedSale } : outcome;
  }

  record({ terminalId, epoch, kind, document }: JournalRecord): Promise<RecordOutcome> {
    return this.#append({ terminalId, epoch }, { kind, document } as Asked);
  }

  restore(sale: TenderedSale): Promise<RecordOutcome> {
    return this.#append(sale, { kind: 'restored', document: sale });
  }

  #append(
    { terminalId, epoch }: Chain,
    asked: Asked | { readonly kind: 'restored'; readonly document: TenderedSale },
  ): Promise<RecordOutcome> {
    return this.#inTurn(async () => {
      if (this.#closed || !this.#lock.isHeld())
        return rejected('journalLocked', 'another process has the journal');
      const chain = this.#chain({ terminalId, epoch });
      const kind = asked.kind === 'restored' ? 'sale' : asked.kind;
      const { id } = asked.document;
      const key = idKey(kind, id);
      const holder = this.#chainOf.get(key);
      const existing = holder ? await this.#appended(holder, kind, id) : null;
      if (holder && !existing) return rejected('journalUnsafe', 'the entry can no longer be read');
      const decision =
        asked.kind === 'restored'
          ? decideRestore(chain.chain, chain.head, existing, asked.document, sha256Hex)
          : decideAppend(chain.chain, chain.head, existing, asked, sha256Hex);
      if (decision.act === 'repeat') return { ok: true, entry: decision.entry };
      if (decision.act === 'reject')
        return rejected(decision.code, existing ? `stands as entry ${existing.entry}` : id);
      const { entry, line } = decision;
      const outcome = await chain.append(entry, line);
      if (!outcome.ok) return rejected(outcome.code, outcome.detail);
      this.#chainOf.set(key, chain);
      return { ok: true, entry };
    });
  }

  async #appended(chain: JournalChain, kind: EntryKind, id: string): Promise<JournalEntry | null> {
    const place = chain.find(kind, id);
    const [entry] = place ? await chain.entries((other) => other === place, 1) : [];
    return entry ?? null;
  }

  entries(chain: Chain, afterEntry: number, most = 500): Promise<JournalEntry[]> {
    return this.#inTurn(
      async () => (await this.#chains.get(keyOf(chain))?.entries((at) => at.entry > afterEntry, most)) ?? [],
    );
  }

  sales(chain: Chain, afterSequence: number, most = 500): Promise<TenderedSale[]> {
    return this.#inTurn(async () => {
      const isWanted = ({ sale }: { readonly sale: { readonly sequence: number } | null }) =>
        sale !== null && sale.sequence > afterSequence;
      const entries =
        (await this.#chains.get(keyOf(chain))?.entries(isWanted, most, (at) => at.sale?.sequence ?? 0)) ?? [];
      return entries.map((entry) => entry.document as TenderedSale);
    });
  }

  head(chain: Chain): ChainHead {
    return this.#chains.get(keyOf(chain))?.head ?? EMPTY_HEAD;
  }

  chains(): readonly ChainState[] {
    return [...this.#chains.values()]
      .filter((chain) => chain.files.length > 0)
      .map((chain) => ({
        ...chain.chain,
        ...chain.head,
        brokenLines: chain.files.reduce((sum, file) => sum + file.brokenLines, 0),
      }));
  }

  files(): Promise<readonly SegmentFile[]> {
    return this.#inTurn(async () => [...this.#chains.values()].flatMap((chain) => chain.files));
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closed = true;
      for (const chain of this.#chains.values()) await chain.close();
      this.#lock.release();
    });
  }
}

const rejected = (code: AppendRejection['code'], detail: string): Rejected => ({
  ok: false,
  rejection: { code, detail },
});
