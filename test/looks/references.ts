import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compare, digestOf, isMadeOf, readPicture, writePalettePng } from './picture.ts';

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

export interface Shot {
  readonly name: string;
  readonly png: Uint8Array;
}

/** Why this is not what was reviewed; null when it is, or when it is what will be reviewed now. */
export function judge({ name, png }: Shot): string | null {
  const file = path.join(REFERENCES, name);
  const isThere = existsSync(file);
  if (isThere && isMadeOf(readFileSync(file), png)) return null;
  const seen = readPicture(png);
  const difference = isThere ? compare(readPicture(readFileSync(file)), seen) : null;
  const allowed = (seen.width * seen.height * TOLERANCE_PER_MILLE) / 1000;
  if (difference && difference.pixels <= allowed && !(UPDATE && name.includes(ONLY))) return null;
  if (UPDATE && name.includes(ONLY)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, writePalettePng(seen, digestOf(png)));
    return null;
  }
  keep(name, '.seen.png', png);
  if (difference) keep(name, '.where.png', difference.where);
  return difference ? `${difference.pixels} pixels differ` : isThere ? 'another size' : 'never reviewed';
}

export function keep(name: string, ending: string, png: Uint8Array): void {
  const file = path.join(DIFFERENCES, name.replace(/\.png$/, ending));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, png);
}
