import { canonicalJson } from '../core/canonical-json.ts';
import { saleHashText } from '../sale/content-hash.ts';
import type { TenderedSale } from '../sale/sale.ts';
import { type Chain, ENTRY_KINDS, ENTRY_MAX, type JournalEntry, type Sha256Hex } from './entry.ts';
import type { LineFault } from './journal-report.ts';

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 1 && (value as number) <= ENTRY_MAX;
const KINDS: readonly unknown[] = ENTRY_KINDS;
const NO_SALE = new RegExp(`"kind":"(?:${ENTRY_KINDS.filter((kind) => kind !== 'sale').join('|')})"`);

/** The value of a line, or null where it is no JSON object. */
export function rawLine(text: string): Raw | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** A line as the first journal wrote it: the sale alone. Its place in the chain is the sale's own. */
function readBareSale(raw: Raw): JournalEntry | null {
  const sale = raw as unknown as TenderedSale;
  const { terminalId, epoch, sequence, previousHash, hash } = sale;
  if (typeof sale.id !== 'string' || !isNumber(sequence)) return null;
  return {
    journal: 1,
    terminalId,
    epoch,
    entry: sequence,
    previous: previousHash,
    kind: 'sale',
    document: sale,
    hash,
  };
}

function readEnvelope(raw: Raw): JournalEntry | null {
  const { journal, entry, kind, document } = raw;
  if (journal !== 2 || !isNumber(entry) || !KINDS.includes(kind)) return null;
  if (!isRecord(document) || typeof document.id !== 'string') return null;
  if (kind === 'sale' && !isNumber(document.sequence)) return null;
  return raw as unknown as JournalEntry;
}

/** What a line says it is, before anything is proven; null for what has not the shape of an entry. */
export function claimedEntry(text: string): JournalEntry | null {
  const raw = rawLine(text);
  if (raw === null) return null;
  return Object.hasOwn(raw, 'journal') ? readEnvelope(raw) : readBareSale(raw);
}

/**
 * Reads one line and proves it by its own hash. The document is not judged by today's schema: an entry that an older
 * version wrote stays an entry.
 *
 * @param text a line without its end
 * @param chain null where any chain will do
 */
export function readEntry(text: string, chain: Chain | null, sha256: Sha256Hex): JournalEntry | LineFault {
  const entry = claimedEntry(text);
  if (entry === null) return 'unreadable';
  let proven: string;
  try {
    const { hash: _hash, ...open } = entry;
    proven = sha256(entry.journal === 1 ? saleHashText(entry.document as TenderedSale) : canonicalJson(open));
  } catch {
    // Nested deeper than can be walked: no till wrote that.
    return 'unreadable';
  }
  if (proven !== entry.hash) return 'wrongHash';
  const { terminalId, epoch, document } = entry;
  if (chain && (terminalId !== chain.terminalId || epoch !== chain.epoch)) return 'wrongChain';
  const ofSale = entry.kind === 'sale' ? (document as TenderedSale) : null;
  return ofSale && (ofSale.terminalId !== terminalId || ofSale.epoch !== epoch) ? 'wrongChain' : entry;
}

/** Entries and sales that may have stood in a line that cannot be read: their numbers are not given again. */
export interface LostPlaces {
  readonly entries: number;
  readonly sales: number;
}

/**
 * What may be lost with a line. Only one that plainly says that it was something else was no sale; and where a line's end was
 * damaged, two entries look like one.
 */
export function lostPlaces(text: string): LostPlaces {
  const links = text.split('"previous":"').length - 1;
  const sales = text.split('"previousHash":"').length - 1;
  const wasOther = !text.includes('"kind":"sale"') && NO_SALE.test(text);
  return { entries: Math.max(1, links, sales), sales: Math.max(wasOther ? 0 : 1, sales) };
}
