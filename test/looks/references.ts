import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isKnown, remember } from './digests.ts';
import { compare, readPicture, writePalettePng } from './picture.ts';

export const REFERENCES = path.join(import.meta.dirname, 'references');
/** What was seen instead, and where it differs: to be looked at, never kept. */
export const DIFFERENCES = path.join(import.meta.dirname, '../../out/looks');
/** All of them: what `npm run looks` does. `npm test` takes each row at three of its nine. */
export const ALL = process.env.EVERTILL_LOOKS_ALL === '1';
export const UPDATE = process.env.EVERTILL_LOOKS_UPDATE === '1';
/** Part of the names, for renewing a few: `npm run looks -- --update receipt`. */
export const ONLY = process.env.EVERTILL_LOOKS_ONLY ?? '';

/** So many pixels of a thousand may differ: what one Chromium blends otherwise than another. */
export const TOLERANCE_PER_MILLE = 0.12;

interface Verdict {
  readonly why: string;
  /** Where it differs from what was reviewed. */
  readonly where: Uint8Array | null;
}

/** How long a slow machine may take until the till shows all of what it was asked for. */
const REST_MS = 3_000;

/**
 * Why this is not what was reviewed; null when it is, or when it is what will be reviewed now. What differs is looked at
 * again for a while: only what stays so does.
 */
export async function judge(name: string, take: () => Promise<Uint8Array>): Promise<string | null> {
  const until = Date.now() + REST_MS;
  for (;;) {
    const png = await take();
    const verdict = compared(name, png);
    if (verdict === null) return null;
    if (Date.now() < until) {
      await sleep(250);
      continue;
    }
    keep(name, '.seen.png', png);
    if (verdict.where) keep(name, '.where.png', verdict.where);
    return `${name}: ${verdict.why}`;
  }
}

function compared(name: string, png: Uint8Array): Verdict | null {
  const file = path.join(REFERENCES, name);
  const isThere = existsSync(file);
  if (isThere && isKnown(file, png)) return null;
  const isRenewed = UPDATE && name.includes(ONLY);
  const seen = readPicture(png);
  const difference = isThere ? compare(readPicture(readFileSync(file)), seen) : null;
  // Of all of them only what the test would call another is made anew.
  const allowed = isRenewed && ONLY ? 0 : (seen.width * seen.height * TOLERANCE_PER_MILLE) / 1000;
  const isSame = difference !== null && difference.pixels <= allowed;
  if (isRenewed && !isSame) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, writePalettePng(seen));
  }
  if (isRenewed) remember(file, png, isSame ? 'too' : 'alone');
  if (isRenewed || isSame) return null;
  if (difference) return { why: `${difference.pixels} pixels differ`, where: difference.where };
  return { why: isThere ? 'another size' : 'never reviewed', where: null };
}

/** What a failed test says: with the findings, for where nothing but its first line is kept. */
export const lookAt = (found: readonly string[]): string =>
  `look at out/looks; \`npm run looks -- --update\` renews: ${found.join('; ')}`;

export function keep(name: string, ending: string, png: Uint8Array): void {
  const file = path.join(DIFFERENCES, name.replace(/\.png$/, ending));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, png);
}
