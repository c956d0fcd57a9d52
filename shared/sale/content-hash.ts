import { canonicalJson } from '../core/canonical-json.ts';
import type { TenderedDraft } from './sale.ts';

/**
 * The text whose SHA-256 is a tendered sale's `hash`: RFC 8785 JSON of the document without `hash` (and without
 * RxDB's own underscore members). Hashing itself is the caller's: main and server have Node's, a browser has WebCrypto.
 */
export function saleHashText(
  sale: TenderedDraft & { sequence: number; previousHash: string; hash?: string },
): string {
  const { hash: _hash, ...content } = sale;
  return canonicalJson(Object.fromEntries(Object.entries(content).filter(([key]) => !key.startsWith('_'))));
}
