import path from 'node:path';
import { FIRST_PREVIOUS_HASH, type TenderedDraft, type TenderedSale } from '../../shared/sale/sale.ts';
import { type ChainHead, decideCommit } from './decide-commit.ts';
import { type JournalFileSystem, nodeFileSystem } from './file-system.ts';
import { JournalChain } from './journal-chain.ts';
import type { JournalReport } from './journal-report.ts';
import { type Chain, sha256Hex } from './scan-segment.ts';
import { takeWriterLock, type WriterLock } from './writer-lock.ts';

export type CommitRejection =
  /** This sale was committed before, saying something else. The entry stands as it is. */
  | { readonly code: 'otherContent'; readonly detail: string }
  | { readonly code: 'diskFull'; readonly detail: string }
  | { readonly code: 'writeFailed'; readonly detail: string }
  /** A failed append could not be taken back, or a file changed under our feet. Until the program starts anew. */
  | { readonly code: 'journalUnsafe'; readonly detail: string }
  /** Another process writes here now. */
  | { readonly code: 'journalLocked'; readonly detail: string };

export type CommitOutcome =
  | { readonly ok: true; readonly sale: TenderedSale }
  | { readonly ok: false; readonly rejection: CommitRejection };

export interface SaleJournal {
  /**
   * The commit of a sale. When it answers ok the sale is on the disk, has the next sequence of its chain and is linked to
   * the sale before. The same sale again gets the same answer. Commits run one after another.
   */
  commit(draft: TenderedDraft): Promise<CommitOutcome>;
  /** Entries after a sequence, oldest first, at most `most`. */
  entries(chain: Chain, afterSequence: number, most?: number): Promise<TenderedSale[]>;
  /** Sequence 0 and 64 zeros while the chain is empty. */
  head(chain: Chain): ChainHead;
  /** What was found so far, oldest first. */
  readonly reports: readonly JournalReport[];
  close(): Promise<void>;
}

const TERMINAL_FOLDER = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EPOCH_FOLDER = /^[1-9]\d{0,8}$/;

/** A new file is begun at this size: it is proven once, and a broken one never takes the whole chain with it. */
const SEGMENT_BYTES = 2 * 1024 * 1024;

const keyOf = (chain: Chain): string => `${chain.terminalId}/${chain.epoch}`;

/**
 * Opens the journal in a folder and reads all of it.
 * @returns null when another living process has it open
 */
export async function openSaleJournal(
  folder: string,
  disk: JournalFileSystem = nodeFileSystem,
  segmentBytes = SEGMENT_BYTES,
): Promise<SaleJournal | null> {
  const lock = takeWriterLock(folder);
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
  readonly #folder: string;
  readonly #disk: JournalFileSystem;
  readonly #lock: WriterLock;
  readonly #segmentBytes: number;
  readonly #chains = new Map<string, JournalChain>();
  /** In which chain a sale stands, over all chains: an id is committed once, whatever the epoch. */
  readonly #chainOf = new Map<string, JournalChain>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(folder: string, disk: JournalFileSystem, lock: WriterLock, segmentBytes: number) {
    this.#segmentBytes = segmentBytes;
    this.#folder = folder;
    this.#disk = disk;
    this.#lock = lock;
  }

  async load(): Promise<void> {
    for (const terminalId of await this.#disk.list(this.#folder)) {
      if (!TERMINAL_FOLDER.test(terminalId)) continue;
      for (const epoch of await this.#disk.list(path.join(this.#folder, terminalId))) {
        if (!EPOCH_FOLDER.test(epoch)) continue;
        const chain = this.#chain({ terminalId, epoch: Number(epoch) });
        await chain.load();
        for (const saleId of chain.saleIds()) this.#chainOf.set(saleId, chain);
      }
    }
  }

  #chain(chain: Chain): JournalChain {
    const key = keyOf(chain);
    let found = this.#chains.get(key);
    if (!found) {
      const folder = path.join(this.#folder, chain.terminalId, String(chain.epoch));
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

  commit(draft: TenderedDraft): Promise<CommitOutcome> {
    return this.#inTurn(async () => {
      if (this.#closed || !this.#lock.isHeld())
        return {
          ok: false,
          rejection: { code: 'journalLocked', detail: 'another process has the journal' },
        };
      const chain = this.#chain(draft);
      const holder = this.#chainOf.get(draft.id);
      const existing = holder ? await this.#committed(holder, draft.id) : null;
      if (holder && !existing)
        return {
          ok: false,
          rejection: { code: 'journalUnsafe', detail: 'the committed sale can no longer be read' },
        };
      const decision = decideCommit(chain.head, existing, draft, sha256Hex);
      if (decision.act === 'repeat') return { ok: true, sale: decision.sale };
      if (decision.act === 'reject')
        return {
          ok: false,
          rejection: { code: decision.code, detail: `committed as sequence ${existing?.sequence}` },
        };
      const { sale, line } = decision;
      const outcome = await chain.append(sale, line);
      if (!outcome.ok) return { ok: false, rejection: { code: outcome.code, detail: outcome.detail } };
      this.#chainOf.set(sale.id, chain);
      return { ok: true, sale };
    });
  }

  async #committed(chain: JournalChain, saleId: string): Promise<TenderedSale | null> {
    const entry = chain.entryOf(saleId);
    if (!entry) return null;
    const [sale] = await chain.entries(entry.sequence - 1, 1);
    return sale?.id === saleId ? sale : null;
  }

  entries(chain: Chain, afterSequence: number, most = 500): Promise<TenderedSale[]> {
    return this.#inTurn(
      async () => (await this.#chains.get(keyOf(chain))?.entries(afterSequence, most)) ?? [],
    );
  }

  head(chain: Chain): ChainHead {
    return this.#chains.get(keyOf(chain))?.head ?? { sequence: 0, hash: FIRST_PREVIOUS_HASH };
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      this.#closed = true;
      for (const chain of this.#chains.values()) await chain.close();
      this.#lock.release();
    });
  }
}
