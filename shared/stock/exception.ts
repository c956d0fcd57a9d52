import { z } from 'zod';
import { counter, day, instant, minor, name, quantity, skuCode, text, uuid } from '../core/scalars.ts';
import { EXCEPTION_ACT_NAMES } from './exception-acts.ts';

/** A till as a person knows it. */
const terminalReference = z.object({ id: uuid, name: text(80) });

/** A paid sale with what finds its receipt: till, number and hash stand on the paper. */
const saleReference = z.object({
  saleId: uuid,
  terminal: terminalReference.nullable(),
  epoch: counter,
  /** The receipt's number. */
  sequence: counter,
  hash: text(64),
  cashierId: uuid.nullable(),
  cashierName: text(80).nullable(),
  tenderedAt: instant,
  businessDate: day,
  totalMinor: minor,
  currency: text(3),
  /** When the server applied it, by its own clock. */
  appliedAt: instant,
});
export type SaleReference = z.infer<typeof saleReference>;

const lineReference = z.object({
  lineId: text(64),
  quantity,
  unitPriceMinor: minor,
  discountMinor: minor,
});

/** One SKU, by the catalogue's name where it has one, else by the one the receipt shows. */
const itemReference = z.object({
  sku: skuCode,
  name: text(200).nullable(),
  size: text(40).nullable(),
  onHand: z.int().nullable(),
  reserved: z.int().nullable(),
});

const keptReference = z.object({
  id: uuid,
  collection: text(80),
  documentId: text(200),
  revision: counter,
  reason: text(80),
  /** What was wrong with it, in the server's words. */
  detail: text(2000),
  terminal: terminalReference.nullable(),
  keptAt: instant,
  state: z.enum(['open', 'resolved']),
});

/** What was done about it. The server itself writes the last four. */
export const actEntrySchema = z.object({
  id: uuid,
  act: z.enum([...EXCEPTION_ACT_NAMES, 'sendAgain', 'happenedAgain', 'salesArrived', 'appliedAfterAll']),
  sku: skuCode.nullable(),
  quantity: quantity.nullable(),
  /** What it put on this store's shelf, signed; null while nothing has moved. */
  moved: quantity.nullable(),
  fromStore: text(40).nullable(),
  by: text(80),
  note: text(1000),
  at: instant,
});

const common = {
  id: uuid,
  storeId: name(40),
  /** The sale, command, terminal or kept document that it is about. */
  causeId: text(200),
  terminal: terminalReference.nullable(),
  openedAt: instant,
  resolvedAt: instant.nullable(),
  acts: z.array(actEntrySchema),
};
const ofZ = { period: counter, businessDate: text(10), closedAt: text(40) };
const ofSale = { ...common, sale: saleReference.nullable() };
const ofItem = { ...ofSale, item: itemReference, lines: z.array(lineReference) };

/** Everything a person needs to decide, by kind. `sale` is null where the cause is no sale that the server has. */
export const exceptionSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('oversold'),
    ...ofItem,
    /** What was not there. */
    quantity,
    /** The act or stock command that took more than there was, where no sale did. */
    command: z.object({ id: text(80), kind: text(40), reason: text(400), quantity }).nullable(),
  }),
  z.object({
    kind: z.literal('priceMismatch'),
    ...ofItem,
    paidMinor: minor,
    /** The catalogue's price when the sale was applied; null for what was opened before that was kept. */
    expectedMinor: minor.nullable(),
  }),
  z.object({
    kind: z.literal('totalMismatch'),
    ...ofSale,
    /** What the sale says, and what its lines come to by the rules of the till. */
    totalMinor: minor.nullable(),
    expectedMinor: minor.nullable(),
    taxMinor: minor.nullable(),
    expectedTaxMinor: minor.nullable(),
    /** The lines whose discount or tax does not follow from what is said of them; the first of many. */
    lineIds: z.array(text(64)),
  }),
  z.object({ kind: z.literal('unknownSku'), ...ofItem, quantity: quantity.nullable() }),
  z.object({
    kind: z.literal('duplicateReturn'),
    ...ofItem,
    quantity,
    returns: z.array(
      z.object({
        originalSaleId: uuid,
        originalLineId: text(64).nullable(),
        /** On the original line, or of the SKU where no line was named. */
        sold: quantity,
        returnedBefore: quantity,
        returned: quantity,
        beyond: quantity,
      }),
    ),
    originals: z.array(saleReference),
  }),
  z.object({
    kind: z.literal('clockSkew'),
    ...ofSale,
    /** Above zero: the till's clock is ahead of the server's. Null where only the order shows that it jumped. */
    aheadMs: z.int().nullable(),
    /** What shows it: the sale's time lies in the future, before the till was enrolled, or before an earlier sale's; or the till told. */
    evidence: z.enum(['future', 'beforeEnrolment', 'beforeEarlierSale', 'told']),
    /** The sale before it, whose time is later. */
    earlierSaleId: uuid.nullable(),
  }),
  z.object({ kind: z.literal('soldTwice'), ...ofSale, other: saleReference.nullable() }),
  z.object({ kind: z.literal('brokenChain'), ...ofSale, previousHash: text(64) }),
  z.object({ kind: z.literal('revokedTerminal'), ...ofSale, revokedAt: instant.nullable() }),
  /** Its pairing was in no backup: what it brings is taken at its word. `paidCount`: sales of it that are here by now. */
  z.object({ kind: z.literal('forgottenTerminal'), ...common, paidCount: counter }),
  z.object({
    kind: z.literal('duplicateSequence'),
    ...ofSale,
    sequence: counter,
    /** The sale that has the number. */
    other: saleReference.nullable(),
  }),
  z.object({ kind: z.literal('conflictingTender'), ...ofSale, documents: z.array(keptReference) }),
  z.object({ kind: z.literal('keptDocument'), ...ofSale, documents: z.array(keptReference) }),
  z.object({
    kind: z.literal('waitingCount'),
    ...common,
    item: itemReference,
    /** What was found on the shelf. */
    counted: quantity,
    /** The terminal's sale up to which it waits, and how many of those have arrived. */
    afterSequence: counter,
    arrived: counter,
  }),
  /** A Z says something else than the sales and events that are here. It stays as it was written. */
  z.object({
    kind: z.literal('zDiffers'),
    ...common,
    ...ofZ,
    figures: z.array(
      z.object({ figure: text(120), told: z.number().nullable(), found: z.number().nullable() }),
    ),
  }),
  /** A Z whose sales have not come, for a day. */
  z.object({
    kind: z.literal('waitingZ'),
    ...common,
    ...ofZ,
    /** The terminal's last sale that it covers, and how many up to there have arrived. */
    lastSequence: counter,
    arrived: counter,
  }),
]);
export type ExceptionView = z.infer<typeof exceptionSchema>;

export const exceptionPageSchema = z.object({
  exceptions: z.array(exceptionSchema),
  /** Where the next page begins; null after the last. */
  next: text(200).nullable(),
});
