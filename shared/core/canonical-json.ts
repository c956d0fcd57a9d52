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
  let text = '';
  if (Array.isArray(value)) {
    for (const entry of value)
      text += text === '' ? canonicalJson(entry ?? null) : `,${canonicalJson(entry ?? null)}`;
    return `[${text}]`;
  }
  assert(typeof value === 'object', `canonicalJson cannot write a ${typeof value}`);
  const record = value as Record<string, unknown>;
  // RFC 8785 sorts names by UTF-16 code units, which is what JavaScript's default order does. A loop and one growing text:
  // every pushed document comes through here, and lists in between cost a third more.
  for (const name of Object.keys(record).sort()) {
    const member = record[name];
    if (member !== undefined)
      text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
