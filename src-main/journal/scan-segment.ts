import { createHash } from 'node:crypto';
import { saleHashText } from '../../shared/sale/content-hash.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';

/** Where one entry stands in its file, and what the index needs of it. */
export interface JournalEntry {
  readonly offset: number;
  /** Without the line's end. */
  readonly lengthBytes: number;
  readonly sequence: number;
  readonly saleId: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** A line that was completed once and can no longer be trusted. */
export interface BrokenLine {
  readonly offset: number;
  readonly lengthBytes: number;
  readonly reason: 'unreadable' | 'wrongHash' | 'wrongChain';
}

export interface SegmentScan {
  readonly entries: readonly JournalEntry[];
  readonly broken: readonly BrokenLine[];
  /** Broken lines after the last good entry: each of them had a sequence of its own. */
  readonly brokenAtEnd: number;
  /** Bytes up to and including the last line's end. */
  readonly completeBytes: number;
  /** Bytes after it: an append that was never acknowledged. */
  readonly tornBytes: number;
  /** The torn tail is a whole, valid entry that lacks nothing but its line's end. */
  readonly tornIsEntry: boolean;
}

export interface Chain {
  readonly terminalId: string;
  readonly epoch: number;
}

const NEWLINE = 0x0a;

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * Reads one line of a chain and proves it by its own hash. Its fields are not judged by today's schema: an entry that an
 * older version wrote stays an entry.
 */
export function readLine(bytes: Uint8Array, chain: Chain): TenderedSale | BrokenLine['reason'] {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'unreadable';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'unreadable';
  const sale = value as TenderedSale;
  if (typeof sale.id !== 'string' || !Number.isSafeInteger(sale.sequence) || sale.sequence < 1)
    return 'unreadable';
  if (sale.hash !== sha256Hex(saleHashText(sale))) return 'wrongHash';
  return sale.terminalId === chain.terminalId && sale.epoch === chain.epoch ? sale : 'wrongChain';
}

/** Reads a whole file of a chain. Nothing is changed and nothing that is wrong is left out of the answer. */
export function scanSegment(bytes: Uint8Array, chain: Chain): SegmentScan {
  const entries: JournalEntry[] = [];
  const broken: BrokenLine[] = [];
  let brokenAtEnd = 0;
  let offset = 0;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, offset)) {
    const lengthBytes = end - offset;
    const sale = readLine(bytes.subarray(offset, end), chain);
    if (typeof sale === 'string') {
      broken.push({ offset, lengthBytes, reason: sale });
      brokenAtEnd += 1;
    } else {
      const { sequence, id: saleId, previousHash, hash } = sale;
      entries.push({ offset, lengthBytes, sequence, saleId, previousHash, hash });
      brokenAtEnd = 0;
    }
    offset = end + 1;
  }
  const tornBytes = bytes.length - offset;
  return {
    entries,
    broken,
    brokenAtEnd,
    completeBytes: offset,
    tornBytes,
    tornIsEntry: tornBytes > 0 && typeof readLine(bytes.subarray(offset), chain) !== 'string',
  };
}
