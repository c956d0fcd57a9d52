import { canonicalJson } from '../../shared/core/canonical-json.ts';
import { saleHashText } from '../../shared/sale/content-hash.ts';
import type { TenderedDraft, TenderedSale } from '../../shared/sale/sale.ts';

export interface ChainHead {
  /** 0 while the chain has no entry. */
  readonly sequence: number;
  /** Hash of the newest entry; 64 zeros while there is none. */
  readonly hash: string;
}

export type CommitDecision =
  /** `line` is the JSON of `sale`, without the line's end. */
  | { readonly act: 'append'; readonly sale: TenderedSale; readonly line: string }
  | { readonly act: 'repeat'; readonly sale: TenderedSale }
  | { readonly act: 'reject'; readonly code: 'otherContent' };

/** The document as the till wrote it: without its place in the chain and without the local store's own members. */
function contentOf(sale: TenderedDraft | TenderedSale): string {
  const { sequence: _sequence, previousHash: _previous, hash: _hash, ...content } = sale;
  return canonicalJson(Object.fromEntries(Object.entries(content).filter(([key]) => !key.startsWith('_'))));
}

/**
 * Gives a paid sale its place: the next sequence and the hash over everything, chained to the entry before.
 * @param existing the entry with this sale's id, if it was committed before
 * @param sha256Hex lower-case hex of the UTF-8 text's SHA-256
 */
export function decideCommit(
  head: ChainHead,
  existing: TenderedSale | null,
  draft: TenderedDraft,
  sha256Hex: (text: string) => string,
): CommitDecision {
  const content = contentOf(draft);
  if (existing)
    return contentOf(existing) === content
      ? { act: 'repeat', sale: existing }
      : { act: 'reject', code: 'otherContent' };
  // Through its own text, so that what is answered is what a restart will read.
  const plain = JSON.parse(content) as TenderedDraft;
  const placed = { ...plain, sequence: head.sequence + 1, previousHash: head.hash };
  const sale: TenderedSale = { ...placed, hash: sha256Hex(saleHashText(placed)) };
  return { act: 'append', sale, line: canonicalJson(sale) };
}
