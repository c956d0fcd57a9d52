import { z } from 'zod';
import { canonicalJson } from '../core/canonical-json.ts';
import { sha256Hex, uuid } from '../core/scalars.ts';
import { officeRequestSchema } from '../office/office-request.ts';
import { withoutBookkeeping } from '../sale/content-hash.ts';
import { tenderedSaleSchema } from '../sale/sale.ts';
import { shiftEventSchema } from '../shift/shift-event.ts';
import { stockCommandSchema } from '../stock/stock-command.ts';
import type { PushedCollection } from '../sync/documents.ts';

/** The journal of one terminal in one of its epochs. */
export const journalChainSchema = z.object({ terminalId: uuid, epoch: z.int().min(1).max(1_000_000_000) });
export type Chain = z.infer<typeof journalChainSchema>;

/** Far above what a terminal can live through: a number of ten digits, as the files are named. */
export const ENTRY_MAX = 9_999_999_999;
/** What the first entry of a chain names as the one before. */
export const FIRST_PREVIOUS = '0'.repeat(64);

const envelope = journalChainSchema.extend({
  /** Of the line's shape. 1: a sale alone on its line, as the journal was first written; its place is the sale's own. */
  journal: z.union([z.literal(1), z.literal(2)]),
  /** Counts the entries of the chain from 1. */
  entry: z.int().min(1).max(ENTRY_MAX),
  /** Hash of the entry before; 64 zeros for the first. */
  previous: sha256Hex,
  /** A sale that this journal had lost and got back from the local store: it keeps the place that its receipt shows. */
  restored: z.literal(true).optional(),
  /** SHA-256 of the entry's RFC 8785 JSON without `hash`; for shape 1 the sale's own hash. */
  hash: sha256Hex,
});

/** One act of a till, whole, in its place. */
export const journalEntrySchema = z.discriminatedUnion('kind', [
  envelope.extend({ kind: z.literal('sale'), document: tenderedSaleSchema }),
  envelope.extend({ kind: z.literal('shiftEvent'), document: shiftEventSchema }),
  envelope.extend({ kind: z.literal('stockCommand'), document: stockCommandSchema }),
  envelope.extend({ kind: z.literal('officeRequest'), document: officeRequestSchema }),
]);
export type JournalEntry = z.infer<typeof journalEntrySchema>;
export type EntryKind = JournalEntry['kind'];

/** What a till asks the journal to record beside its sales, which are committed. */
export const journalRecordSchema = z.discriminatedUnion('kind', [
  journalChainSchema.extend({ kind: z.literal('shiftEvent'), document: shiftEventSchema }),
  journalChainSchema.extend({ kind: z.literal('stockCommand'), document: stockCommandSchema }),
  journalChainSchema.extend({ kind: z.literal('officeRequest'), document: officeRequestSchema }),
]);
export type JournalRecord = z.infer<typeof journalRecordSchema>;

/** A committed sale as it is given back: whole and unchanged, whatever version wrote it, because its own hash proves it. */
export const committedSaleSchema = z.looseObject({
  ...journalChainSchema.shape,
  id: uuid,
  status: z.literal('tendered'),
  sequence: z.int().min(1).max(ENTRY_MAX),
  previousHash: sha256Hex,
  hash: sha256Hex,
});

/** Where the documents of a kind are pushed to. */
export const COLLECTION_OF: Readonly<Record<EntryKind, PushedCollection>> = {
  sale: 'sales',
  shiftEvent: 'shifts',
  stockCommand: 'stockCommands',
  officeRequest: 'officeRequests',
};

export const ENTRY_KINDS = Object.keys(COLLECTION_OF) as readonly EntryKind[];

/** The newest entry of a chain, and its newest sale. Numbers are 0 and hashes 64 zeros while there is none. */
export const chainHeadSchema = z.object({
  entry: z.int().min(0),
  entryHash: z.string(),
  sequence: z.int().min(0),
  hash: z.string(),
});
export type ChainHead = z.infer<typeof chainHeadSchema>;

export const EMPTY_HEAD: ChainHead = {
  entry: 0,
  entryHash: FIRST_PREVIOUS,
  sequence: 0,
  hash: FIRST_PREVIOUS,
};

/** A chain as the journal knows it. `brokenLines` were entries once and cannot be trusted now. */
export const journalChainStateSchema = journalChainSchema.extend({
  ...chainHeadSchema.shape,
  brokenLines: z.int().min(0),
});
export type ChainState = z.infer<typeof journalChainStateSchema>;

/** Lower-case hex of the UTF-8 text's SHA-256. The rooms bring their own. */
export type Sha256Hex = (text: string) => string;

/** Gives a document its place after `head`, as an entry and as its line without the line's end. */
export function placedEntry(
  chain: Chain,
  head: ChainHead,
  content: Pick<JournalEntry, 'kind' | 'document' | 'restored'>,
  sha256: Sha256Hex,
): { readonly entry: JournalEntry; readonly line: string } {
  const { terminalId, epoch } = chain;
  const place = { journal: 2 as const, terminalId, epoch, entry: head.entry + 1, previous: head.entryHash };
  const document = withoutBookkeeping(content.document);
  const restored = content.restored ? { restored: content.restored } : {};
  const open = { ...place, ...restored, kind: content.kind, document };
  const entry = { ...open, hash: sha256(canonicalJson(open)) } as JournalEntry;
  return { entry, line: canonicalJson(entry) };
}
