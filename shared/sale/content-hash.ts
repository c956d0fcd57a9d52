import { canonicalJson } from '../core/canonical-json.ts';
import type { TenderedDraft } from './sale.ts';

/** What RxDB adds to a document on its way; not content. Any other member is, whatever its name begins with. */
const BOOKKEEPING = new Set(['_rev', '_meta', '_deleted', '_attachments']);

/** The content of a document: without RxDB's own members. The same object where it has none. */
export function withoutBookkeeping<T extends object>(document: T): T {
  const names = Object.keys(document);
  if (!names.some((name) => BOOKKEEPING.has(name))) return document;
  return Object.fromEntries(Object.entries(document).filter(([name]) => !BOOKKEEPING.has(name))) as T;
}

/**
 * The text whose SHA-256 is a tendered sale's `hash`: RFC 8785 JSON of the document without `hash` (and without
 * RxDB's own members). Hashing itself is the caller's: main and server have Node's, a browser has WebCrypto.
 */
export function saleHashText(
  sale: TenderedDraft & { sequence: number; previousHash: string; hash?: string },
): string {
  const { hash: _hash, ...content } = sale;
  return canonicalJson(withoutBookkeeping(content));
}
