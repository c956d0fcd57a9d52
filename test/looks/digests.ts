import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Screenshots that were compared with a kept picture and found to be it, by their digest: to decode two pictures takes a
 * hundred times as long. Beside the pictures of each screen, because another Chromium writes other bytes of the same picture.
 */
const FILE = 'digests.json';
/** Of so many Chromiums. */
const MOST = 3;

type Digests = Record<string, readonly string[]>;

const known = new Map<string, Digests>();

function digestsBeside(picture: string): Digests {
  const file = path.join(path.dirname(picture), FILE);
  const digests =
    known.get(file) ?? (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Digests) : {});
  known.set(file, digests);
  return digests;
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 24);

export const isKnown = (picture: string, screenshot: Uint8Array): boolean =>
  digestsBeside(picture)[path.basename(picture)]?.includes(digestOf(screenshot)) ?? false;

/** @param how `too`: beside the ones that are known; `alone`: the picture is a new one */
export function remember(picture: string, screenshot: Uint8Array, how: 'too' | 'alone'): void {
  const digests = digestsBeside(picture);
  const name = path.basename(picture);
  const others = how === 'too' ? (digests[name] ?? []).slice(0, MOST - 1) : [];
  digests[name] = [digestOf(screenshot), ...others];
  const sorted = Object.fromEntries(Object.entries(digests).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path.join(path.dirname(picture), FILE), `${JSON.stringify(sorted, null, 1)}\n`);
}
