import { z } from 'zod';
import { unitSchema } from '../catalog/item.ts';
import {
  counter,
  currencyCode,
  day,
  instant,
  minor,
  name,
  quantity,
  ratePpm,
  sha256Hex,
  skuCode,
  text,
  uuid,
} from '../core/scalars.ts';
import { cardSchema, holdsCardNumber } from './card.ts';

export const SALE_STATUSES = ['open', 'parked', 'underPaying', 'tendered', 'abandoned'] as const;
export type SaleStatus = (typeof SALE_STATUSES)[number];

/** The sale, or the line of a sale, that a return points at. */
export const returnOfSchema = z.union([uuid, z.object({ saleId: uuid, lineId: name(64).optional() })]);

/**
 * A member that came later: another client may have had its own by that name, and that is no reason to keep its paid sale
 * from being applied. What is not understood counts as not said; the document stays as it came.
 */
const ifUnderstood = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** What is taken off, as the cashier said it; what it comes to in money follows from the line or the cart. */
export const discountSchema = z.object({
  kind: z.enum(['amount', 'percent']),
  /** Minor units, or parts per million of what it is taken off. */
  value: z.int().min(0).max(1e13),
  reason: text(200).optional(),
});

/** Who let something be done that not everyone may do, for whom, and why. */
export const approvalSchema = z.looseObject({
  act: name(40),
  approvedBy: uuid,
  cashierId: uuid,
  reason: text(200).optional(),
  at: instant,
  lineId: name(64).optional(),
  /** How deep the discount cut that was agreed to. */
  depthPpm: ratePpm.optional(),
});

/**
 * One line of a sale. The fields up to `disposition` are the contract of the wire; the rest is what the receipt shows
 * and is optional, so that a leaner client is understood.
 */
export const saleLineSchema = z.looseObject({
  lineId: name(64),
  sku: skuCode,
  /** Signed: below zero is a return. */
  quantity,
  unitPriceMinor: minor,
  /** Taken off the whole line, signed as the line is. */
  discountMinor: minor.default(0),
  /** Contained in the line's amount where prices include tax, on top of it where they do not. */
  taxMinor: minor.default(0),
  returnOf: returnOfSchema.optional(),
  disposition: z.enum(['restock', 'damaged']).optional(),
  itemId: uuid.optional(),
  name: text(200).optional(),
  size: text(40).nullable().optional(),
  properties: z.record(text(40), text(80)).optional(),
  unit: unitSchema.optional(),
  taxClass: text(40).optional(),
  taxRatePpm: ratePpm.optional(),
  tracksStock: z.boolean().optional(),
  /** The catalogue's price where the cashier's own stands in `unitPriceMinor`. */
  listPriceMinor: ifUnderstood(minor),
  /** The line's own. `discountMinor` is what it comes to and the line's share of the cart's, always. */
  discount: ifUnderstood(discountSchema),
  /** The line's share of the cart's discount, signed as the line is. */
  cartDiscountMinor: ifUnderstood(minor),
  /** False where nothing may be taken off. */
  discountable: ifUnderstood(z.boolean()),
  /** The cashier named the price: there is none to compare it with. */
  openPrice: ifUnderstood(z.boolean()),
  /** Price and rate as they are where tax is due; only while the sale is exempt and they differ from the line's. */
  taxed: ifUnderstood(z.object({ unitPriceMinor: minor, taxRatePpm: ratePpm })),
  note: ifUnderstood(text(200)),
  minAge: ifUnderstood(z.int().min(1).max(99)),
  /** The line that this one goes along with, and how much of it goes with each whole unit of that. */
  linkedTo: ifUnderstood(name(64)),
  linkedEach: ifUnderstood(quantity),
  returnReason: ifUnderstood(text(200)),
  /** False for a return whose receipt nobody could look up. */
  verified: ifUnderstood(z.boolean()),
});

/** `captured`: the money has arrived. `pending`: nobody knows yet. The others took nothing, or gave it back. */
export const TENDER_STATES = ['pending', 'captured', 'declined', 'cancelled', 'refunded'] as const;
export type TenderState = (typeof TENDER_STATES)[number];

/** One attempt to take money, written into the sale before its device starts. Never a card number. */
export const tenderSchema = z.looseObject({
  id: uuid,
  kind: name(40),
  /** What this tender pays of the total; change is not part of it. Below zero: given back. */
  amountMinor: minor,
  /** One of TENDER_STATES; another client's own word is no reason to keep its paid sale from being applied. */
  state: name(40),
  /** Cash only: what the customer handed over; change given = givenMinor − amountMinor. */
  givenMinor: minor.optional(),
  /** The card terminal's own reference; never the number of a card. */
  reference: text(60)
    .refine((reference) => !holdsCardNumber(reference), 'looks like a card number')
    .optional(),
  /** The card as its slip shows it. */
  card: ifUnderstood(cardSchema),
  at: instant.optional(),
});

/** A way by which a receipt was paid, and how much of it had not gone back yet. Minor units. */
const refundWaySchema = z.object({
  kind: name(40),
  amountMinor: minor,
  reference: tenderSchema.shape.reference,
  card: tenderSchema.shape.card,
  /** Money that was not paid for the receipt itself: it went along with goods that were exchanged, so many exchanges ago. */
  exchangesAgo: ifUnderstood(z.int().min(1).max(100)),
});

/** Of one receipt; kinds times exchanges. */
export const MOST_WAYS = 40;

const saleFields = {
  id: uuid,
  terminalId: uuid,
  epoch: z.int().min(1),
  revision: z.int().min(1),
  currency: currencyCode,
  lines: z.array(saleLineSchema).max(2000),
  tenders: z.array(tenderSchema).max(100).default([]),
  takenFrom: uuid.optional(),
  pricesIncludeTax: z.boolean().optional(),
  /** The cashier who has it open, and what it was called when parked. */
  cashierId: uuid.optional(),
  label: text(80).optional(),
  /** Taken off the cart; shared out among its discountable lines. */
  cartDiscount: ifUnderstood(discountSchema),
  customer: ifUnderstood(
    z.looseObject({
      id: uuid,
      name: text(120),
      taxExempt: z.object({ reason: text(200) }).optional(),
    }),
  ),
  /** No tax is due: the tax of every line is 0, and prices that include tax are reduced to net. */
  taxExempt: ifUnderstood(z.object({ reason: text(200), approvedBy: uuid.optional() })),
  note: ifUnderstood(text(500)),
  /** Somebody looked at the customer's age for what is sold from this age on. */
  ageChecked: ifUnderstood(z.object({ age: z.int().min(1).max(99), at: instant, staffId: uuid })),
  /** Appended to, never edited. */
  approvals: ifUnderstood(z.array(approvalSchema).max(2000)),
  /** The sale that this one undoes as a whole. */
  voidOf: ifUnderstood(uuid),
  /** How the receipts were paid of which goods come back here: of another till's nobody knows it later on, without a network. */
  refundOf: ifUnderstood(
    z.array(z.object({ saleId: uuid, ways: z.array(refundWaySchema).max(MOST_WAYS) })).max(2000),
  ),
  createdAt: instant.optional(),
  touchedAt: instant.optional(),
  /** Which version of the document's shape it is written in (shared/sync/document-versions.ts); without one, 0. */
  documentVersion: counter.optional(),
};

export const openSaleSchema = z.looseObject({
  ...saleFields,
  status: z.enum(['open', 'parked', 'underPaying', 'abandoned']),
});

export const tenderedSaleSchema = z.looseObject({
  ...saleFields,
  status: z.literal('tendered'),
  /** Counts the sales of (terminal, epoch) from 1, without gaps. */
  sequence: z.int().min(1),
  period: z.int().min(1),
  tenderedAt: instant,
  businessDate: day,
  cashierId: uuid,
  shiftId: uuid,
  totalMinor: minor,
  taxMinor: minor,
  roundingMinor: minor,
  previousHash: sha256Hex,
  hash: sha256Hex,
});

/** Any revision of a sale, as pushed. */
export const saleSchema = z.discriminatedUnion('status', [openSaleSchema, tenderedSaleSchema]);

export type SaleLine = z.infer<typeof saleLineSchema>;
export type Discount = z.infer<typeof discountSchema>;
export type SaleApproval = z.infer<typeof approvalSchema>;
export type RefundWay = z.infer<typeof refundWaySchema>;
export type Tender = z.infer<typeof tenderSchema>;
export type OpenSale = z.infer<typeof openSaleSchema>;
export type TenderedSale = z.infer<typeof tenderedSaleSchema>;
export type Sale = z.infer<typeof saleSchema>;
/** A tendered sale before the journal gave it its place: what the till hands to the commit. */
export const tenderedDraftSchema = tenderedSaleSchema.omit({
  sequence: true,
  previousHash: true,
  hash: true,
});
// Inferred, not `Omit<TenderedSale, …>`: Omit forgets every name of a type that allows unknown members.
export type TenderedDraft = z.infer<typeof tenderedDraftSchema>;

export const isTendered = (sale: Sale): sale is TenderedSale => sale.status === 'tendered';

/** Sequence counters start anew with each epoch, and so does the chain. */
export const FIRST_PREVIOUS_HASH = '0'.repeat(64);
