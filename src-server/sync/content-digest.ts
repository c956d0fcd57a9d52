import { hash } from 'node:crypto';
import { canonicalJson } from '../../shared/core/canonical-json.ts';
import { withoutBookkeeping } from '../../shared/sale/content-hash.ts';

/** Of a text's UTF-8, or of bytes. */
export const sha256Hex = (content: string | Uint8Array): string => hash('sha256', content);

/** Same content, same digest: SHA-256 of the canonical JSON, without RxDB's own members. */
export function contentDigest(document: Record<string, unknown>): string {
  return sha256Hex(canonicalJson(withoutBookkeeping(document)));
}

/** A short digest in the form of a UUID, for keys that are compared but never read. */
export function digestUuid(text: string): string {
  const hex = hash('md5', text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
