import { assert } from './assert.ts';

/**
 * The RFC 8785 (JCS) text of a JSON value: the same content always has the same bytes, so it can be hashed.
 * Members that are `undefined` are left out, as JSON.stringify leaves them out. Numbers must be finite.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonicalJson cannot write a number that is not finite');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry ?? null)).join(',')}]`;
  assert(typeof value === 'object', `canonicalJson cannot write a ${typeof value}`);
  const record = value as Record<string, unknown>;
  // RFC 8785 sorts names by UTF-16 code units, which is what JavaScript's default order does.
  const members = Object.keys(record)
    .filter((name) => record[name] !== undefined)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(record[name])}`);
  return `{${members.join(',')}}`;
}
