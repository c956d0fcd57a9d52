import type { Item, Variant } from '../../shared/catalog/item.ts';
import type { Customer } from '../../shared/office/customer.ts';
import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { OpenSale, Sale, TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { StaffMember } from '../../shared/staff/staff-member.ts';
import type { StoreSettings } from '../../shared/staff/store-settings.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { StockLevel } from '../../shared/stock/stock-level.ts';
import type { Readable } from './readable.ts';

/** What the till knows, in plain types. How it is stored is known to `src-renderer/database` alone. */
export interface TillData {
  readonly catalogue: Catalogue;
  readonly stock: Stock;
  readonly sales: Sales;
  readonly saleResults: SaleResults;
  readonly shifts: Shifts;
  readonly stockCommands: Facts<StockCommand>;
  readonly officeRequests: Facts<OfficeRequest>;
  /** Customers as head office knows them, sorted by name; those opened here and not heard of yet are in `officeRequests`. */
  readonly customers: Readable<readonly Customer[]>;
  /** Active and former staff, sorted by name. */
  readonly staff: Readable<readonly StaffMember[]>;
  /** Null until the first download has brought them. */
  readonly settings: Readable<StoreSettings | null>;
  readonly attention: AttentionList;
}

export interface CatalogueHit {
  readonly item: Item;
  readonly variant: Variant;
}

export interface Category {
  readonly name: string;
  readonly items: number;
}

export interface CatalogueProgress {
  /** Active items known so far. */
  readonly items: number;
  /** Forms of them that can be sold. */
  readonly variants: number;
  /** True once everything that the server had was downloaded at least once. Selling works before. */
  readonly complete: boolean;
}

/** The whole catalogue in memory: every answer is immediate, and works on what has arrived so far. */
export interface Catalogue {
  /** By GTIN or another code, however the scanner writes it; falls back to the SKU itself. Active items only. */
  findByCode(code: string): CatalogueHit | undefined;
  /** Also finds what is no longer active: old sales point at it. */
  findBySku(sku: string): CatalogueHit | undefined;
  findItem(itemId: string): Item | undefined;
  /** Sorted by name; the same array until the catalogue changes. */
  categories(): readonly Category[];
  /** Active items of a category, sorted by name; the same array until the catalogue changes. */
  itemsOf(category: string): readonly Item[];
  /** Items whose name, category, SKU or code holds every word of the text, best first. */
  search(text: string, most?: number): readonly Item[];
  /** Every active item, in no particular order. */
  allItems(): Iterable<Item>;
  /** Active items whose names are like the text, typos and all, likest first. Takes a moment, off the main thread. */
  similar(text: string, most?: number): Promise<readonly Item[]>;
  readonly progress: Readable<CatalogueProgress>;
  /** Rises when the content changed; told at most ten times a second. */
  readonly revision: Readable<number>;
}

/** Availability of a SKU as STOCK.md defines it, at this moment. Quantities in the unit's smallest step. */
export interface StockView {
  readonly sku: string;
  /** False while the server has not told anything about the SKU; then all figures count from 0. */
  readonly known: boolean;
  /** onHand + soldHere − reservedElsewhere − demand. May be below 0; screens show 0 then. */
  readonly available: number;
  readonly onHand: number;
  readonly reservedElsewhere: number;
  /** What this till's own sales take. */
  readonly demand: number;
  readonly level: StockLevel | null;
}

export interface Stock {
  /** The same object until one of its figures changes. */
  view(sku: string): StockView;
  /** Watches one SKU: its own level and the till's own sales of it. */
  watch(sku: string): Readable<StockView>;
  /** True once all levels that the server had were downloaded at least once. */
  readonly complete: Readable<boolean>;
}

/** What a `decide…` function of `shared/sale` returns: a new state of the sale, or why not. */
export type SaleChange<R = unknown> =
  | { readonly ok: true; readonly sale: OpenSale }
  | { readonly ok: false; readonly rejection: R };

export interface Sales {
  get(saleId: string): Sale | undefined;
  watch(saleId: string): Readable<Sale | undefined>;
  /** Open and underPaying, newest touch last. */
  readonly open: Readable<readonly OpenSale[]>;
  /** Newest touch first. */
  readonly parked: Readable<readonly OpenSale[]>;
  /** Tendered, newest first, at most 200. */
  readonly recent: Readable<readonly TenderedSale[]>;
  allIds(): readonly string[];
  /** What was paid in a shift, in no particular order. Looks through all of the till's sales. */
  ofShift(shiftId: string): readonly TenderedSale[];
  /** The newest number of a terminal in one of its epochs; 0 before its first sale. */
  lastSequence(terminalId: string, epoch: number): number;
  /** The first durable write of a new sale. Its id must be new. */
  begin(sale: OpenSale): Promise<OpenSale>;
  /**
   * One act, one durable write: decides on the newest state, raises the revision by one and stores it. Acts on one
   * sale run one after another. A rejection is returned and nothing is written. Resolves when the write is durable.
   */
  change<D extends SaleChange>(saleId: string, decide: (sale: Sale) => D): Promise<D | UnknownSale>;
  /** Stores a sale that the journal has committed. The same sale again changes nothing. */
  commitTendered(sale: TenderedSale, options: { readonly inJournal: boolean }): Promise<void>;
}

export interface UnknownSale {
  readonly ok: false;
  readonly rejection: { readonly code: 'unknownSale' };
}

export interface SaleResults {
  /** What the server makes of a sale, or null while it has not answered. */
  get(saleId: string): SaleResult | null;
  watch(saleId: string): Readable<SaleResult | null>;
  subscribe(listener: () => void): () => void;
  /** Sales about which head office has to decide something or has decided it, newest first, at most 100. */
  readonly exceptions: Readable<readonly SaleExceptions[]>;
}

export interface SaleExceptions {
  readonly saleId: string;
  /** When the server applied the sale; '' for one that is not tendered. */
  readonly at: string;
  readonly exceptions: SaleResult['exceptions'];
}

export interface Shifts {
  /** Events in the order in which they were stored. */
  readonly events: Readable<readonly ShiftEvent[]>;
  /** The shift that is open on this till, or null. */
  readonly current: Readable<OpenShift | null>;
  /** The period in which a sale that is tendered now belongs; raised by a `closed` event (Z). */
  period(): number;
  append(event: ShiftEvent): Promise<void>;
}

export interface OpenShift {
  readonly shiftId: string;
  readonly cashierId: string;
  readonly openedAt: string;
  readonly businessDate: string;
  readonly period: number;
}

/** Facts that this till has written, oldest first. */
export interface Facts<D> {
  readonly all: Readable<readonly D[]>;
  /** Resolves when it is durable. */
  append(fact: D): Promise<void>;
}

export type AttentionKind =
  /** The server keeps the document for a person. */
  | 'kept'
  /** The server has a newer revision or a final state: this one had no effect. */
  | 'stale'
  /** The server could not read the request at all. */
  | 'refused'
  /** A document from the server that this version of the till does not understand. */
  | 'unreadable'
  /** RxDB saw a conflict, which one author per document rules out: a bug, kept for a report. */
  | 'conflict'
  /** A row of the local store that the disk has spoiled, and that nothing else gives back. */
  | 'damaged';

export interface AttentionEntry {
  /** One entry per kind, collection and document. */
  readonly id: string;
  readonly kind: AttentionKind;
  readonly collection: string;
  readonly documentId: string;
  readonly revision: number | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly at: string;
  /** What is known of the document, where this till does not hold it as one of its own. */
  readonly document?: unknown;
}

export interface AttentionList {
  /** Newest first. */
  readonly entries: Readable<readonly AttentionEntry[]>;
  dismiss(id: string): Promise<void>;
}
