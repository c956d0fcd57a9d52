import { canonicalJson } from '../../shared/core/canonical-json.ts';
import {
  type Chain,
  type ChainHead,
  type JournalEntry,
  type JournalRecord,
  placedEntry,
  type Sha256Hex,
} from '../../shared/journal/entry.ts';
import { saleHashText, withoutBookkeeping } from '../../shared/sale/content-hash.ts';
import type { TenderedDraft, TenderedSale } from '../../shared/sale/sale.ts';

export type AppendDecision =
  /** `line` is the JSON of `entry`, without the line's end. */
  | { readonly act: 'append'; readonly entry: JournalEntry; readonly line: string }
  | { readonly act: 'repeat'; readonly entry: JournalEntry }
  | { readonly act: 'reject'; readonly code: 'otherContent' };

/** A sale that the local store gives back is what was committed, if its own hash says so. */
export function decideRestore(
  chain: Chain,
  head: ChainHead,
  existing: JournalEntry | null,
  sale: TenderedSale,
  sha256: Sha256Hex,
): AppendDecision | { readonly act: 'reject'; readonly code: 'brokenSale' } {
  const document = JSON.parse(canonicalJson(withoutBookkeeping(sale))) as TenderedSale;
  if (sha256(saleHashText(document)) !== document.hash) return { act: 'reject', code: 'brokenSale' };
  if (existing)
    return existing.kind === 'sale' && existing.document.hash === document.hash
      ? { act: 'repeat', entry: existing }
      : { act: 'reject', code: 'otherContent' };
  return { act: 'append', ...placedEntry(chain, head, { kind: 'sale', document, restored: true }, sha256) };
}

/** What the till asks for: a paid sale, or a record of another kind, which is a fact already. */
export type Asked =
  | { readonly kind: 'sale'; readonly document: TenderedDraft }
  | Pick<JournalRecord, 'kind' | 'document'>;

/** The document as the till wrote it: without its place in the chain and without the local store's own members. */
function contentOf(asked: Asked | JournalEntry): string {
  const content = withoutBookkeeping(asked.document);
  if (asked.kind !== 'sale') return canonicalJson(content);
  const { sequence: _sequence, previousHash: _previous, hash: _hash, ...own } = content as TenderedSale;
  return canonicalJson(own);
}

/**
 * Gives a document its place: an entry after the newest one and, to a sale, the next sequence and the hash that links it to
 * the sale before.
 * @param existing the entry with this document's id, if it was appended before
 */
export function decideAppend(
  chain: Chain,
  head: ChainHead,
  existing: JournalEntry | null,
  asked: Asked,
  sha256: Sha256Hex,
): AppendDecision {
  const content = contentOf(asked);
  if (existing)
    return existing.kind === asked.kind && contentOf(existing) === content
      ? { act: 'repeat', entry: existing }
      : { act: 'reject', code: 'otherContent' };
  // Through its own text, so that what is answered is what a restart will read.
  const plain: unknown = JSON.parse(content);
  const document = asked.kind === 'sale' ? linkedSale(head, plain as TenderedDraft, sha256) : plain;
  const placed = { kind: asked.kind, document } as Pick<JournalEntry, 'kind' | 'document'>;
  return { act: 'append', ...placedEntry(chain, head, placed, sha256) };
}

function linkedSale(head: ChainHead, draft: TenderedDraft, sha256: Sha256Hex): TenderedSale {
  const placed = { ...draft, sequence: head.sequence + 1, previousHash: head.hash };
  return { ...placed, hash: sha256(saleHashText(placed)) };
}
