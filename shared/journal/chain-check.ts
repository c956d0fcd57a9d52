import { type ChainHead, EMPTY_HEAD, type JournalEntry } from './entry.ts';
import type { LinkFault } from './journal-report.ts';
import type { LostPlaces } from './read-entry.ts';

/** What a look at the links needs of an entry. */
export interface Link {
  readonly entry: number;
  readonly previous: string;
  readonly hash: string;
  /** Null for what is no sale. */
  readonly sale: { readonly sequence: number; readonly previousHash: string; readonly hash: string } | null;
  /** Its sale came back from the local store, later than its place in the sales' own chain. */
  readonly restored?: boolean;
}

export function linkOf(entry: JournalEntry): Link {
  const { kind, document } = entry;
  const sale =
    kind === 'sale'
      ? { sequence: document.sequence, previousHash: document.previousHash, hash: document.hash }
      : null;
  const link = { entry: entry.entry, previous: entry.previous, hash: entry.hash, sale };
  return entry.restored ? { ...link, restored: true } : link;
}

export interface LinkProblem {
  readonly reason: LinkFault;
  readonly expected: number | string;
  readonly found: number | string;
}

/**
 * Walks a chain and says of each entry whether it fits the ones before. A line that could not be read is passed by `skip`:
 * it had a number of its own, and what it said of itself is unknown.
 */
export class ChainCheck {
  /** The highest numbers so far, whatever their order: none of them is given again. */
  #head: ChainHead = EMPTY_HEAD;
  #number = 0;
  #hash: string | null = EMPTY_HEAD.entryHash;
  #sequence = 0;
  #saleHash: string | null = EMPTY_HEAD.hash;
  /** Sales that may have stood in skipped lines since the last sale. */
  #lostSales = 0;
  #skippedSinceSale = 0;
  /** False: whatever comes first is taken for the beginning. */
  #begun: boolean;

  constructor(begun = true) {
    this.#begun = begun;
  }

  /** Where the next entry goes. */
  get head(): ChainHead {
    const { entry, entryHash, sequence, hash } = this.#head;
    return {
      entry: Math.max(entry, this.#number),
      entryHash,
      sequence: Math.max(sequence, this.#sequence + this.#lostSales),
      hash,
    };
  }

  skip(lost: LostPlaces): void {
    this.#number += lost.entries;
    this.#hash = null;
    this.#skippedSinceSale += 1;
    this.#lostSales += lost.sales;
  }

  /** The first thing that does not fit, or null. */
  add(link: Link): LinkProblem | null {
    if (!this.#begun) this.#beginAt(link);
    const problem = this.#problemOf(link);
    this.#number = link.entry;
    this.#hash = link.hash;
    if (link.entry >= this.#head.entry)
      this.#head = { ...this.#head, entry: link.entry, entryHash: link.hash };
    if (link.sale) {
      const { sequence, hash } = link.sale;
      if (!link.restored || sequence > this.#sequence) {
        this.#sequence = sequence;
        this.#saleHash = hash;
        this.#lostSales = 0;
        this.#skippedSinceSale = 0;
      }
      if (sequence >= this.#head.sequence) this.#head = { ...this.#head, sequence, hash };
    }
    return problem;
  }

  #beginAt({ entry, previous }: Link): void {
    this.#begun = true;
    this.#number = entry - 1;
    if (entry === 1) return;
    this.#hash = previous;
    // Which sale the chain had reached is not known before its next one.
    this.#saleHash = null;
    this.#sequence = -1;
  }

  #problemOf({ entry, previous, sale, restored }: Link): LinkProblem | null {
    if (entry !== this.#number + 1)
      return { reason: 'wrongNumber', expected: this.#number + 1, found: entry };
    if (this.#hash !== null && previous !== this.#hash)
      return { reason: 'wrongLink', expected: this.#hash, found: previous };
    if (!sale || restored || this.#sequence === -1) return null;
    const { sequence, previousHash } = sale;
    const least = this.#sequence + 1;
    if (sequence < least || sequence > least + this.#lostSales)
      return { reason: 'wrongSequence', expected: least, found: sequence };
    const known = this.#skippedSinceSale === 0 ? this.#saleHash : null;
    return known !== null && previousHash !== known
      ? { reason: 'wrongSaleLink', expected: known, found: previousHash }
      : null;
  }
}
