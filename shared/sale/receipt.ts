import { z } from 'zod';
import { unitSchema } from '../catalog/item.ts';
import {
  currencyCode,
  day,
  instant,
  localeTag,
  minor,
  name,
  pictureUrl,
  quantity,
  ratePpm,
  sha256Hex,
  text,
  timeZoneName,
  uuid,
} from '../core/scalars.ts';
import type { StoreSettings } from '../staff/store-settings.ts';
import { cardSchema } from './card.ts';
import type { TenderedSale } from './sale.ts';
import { settlement } from './settlement.ts';
import { tenderKindsOf } from './tender-kind.ts';
import { lineAmountMinor, saleTotals } from './totals.ts';

/** All that a receipt says, whatever it is printed on: screen, PDF and ESC/POS are drawn from this alone. */
export const receiptSchema = z.object({
  logo: pictureUrl.optional(),
  storeName: name(80),
  address: z.array(text(80)),
  taxNumber: text(40),
  currency: currencyCode,
  locale: localeTag,
  timeZone: timeZoneName,
  saleId: uuid,
  terminalName: text(80),
  cashierName: text(80),
  sequence: z.int(),
  hash: sha256Hex,
  tenderedAt: instant,
  businessDate: day,
  lines: z.array(
    z.object({
      name: text(200),
      variant: text(200),
      quantity,
      unit: unitSchema,
      unitPriceMinor: minor,
      discountMinor: minor,
      amountMinor: minor,
      taxClass: text(40),
      /** What the catalogue said where the cashier named another price. */
      listPriceMinor: minor.optional(),
      /** The part of the discount that is a share of the cart's. */
      cartDiscountMinor: minor.optional(),
      /** Of the line's own discount, where it is a part of the price. */
      discountPpm: ratePpm.optional(),
      note: text(200).optional(),
    }),
  ),
  taxes: z.array(z.object({ label: text(40), ratePpm, netMinor: minor, taxMinor: minor, grossMinor: minor })),
  /** `void`: it takes back a whole sale. `refund`: money went back to the customer. */
  kind: z.enum(['sale', 'refund', 'void']).default('sale'),
  customer: text(160).optional(),
  /** Why no tax is charged. */
  taxExempt: text(200).optional(),
  note: text(500).optional(),
  /** Rehearsed: nothing was sold. Says so above and below, and carries neither a real number nor what would prove it. */
  training: z.boolean().optional(),
  subtotalMinor: minor,
  totalMinor: minor,
  roundingMinor: minor,
  tenders: z.array(
    z.object({
      kind: text(40),
      /** As the shop calls it; cash and card are words of the language. */
      label: text(40).optional(),
      amountMinor: minor,
      givenMinor: minor.optional(),
      reference: text(60).optional(),
      card: cardSchema.optional(),
    }),
  ),
  changeMinor: minor,
  footer: z.array(text(80)),
  copy: z.boolean(),
});

export type Receipt = z.infer<typeof receiptSchema>;

/** The receipt of a tendered sale. */
export function receiptOf(
  sale: TenderedSale,
  settings: StoreSettings,
  names: {
    readonly terminalName: string;
    readonly cashierName: string;
    /** Rehearsed: the receipt says so wherever it is drawn. */
    readonly training?: boolean;
  },
  copy = false,
): Receipt {
  const labelOf = (kind: string) => tenderKindsOf(settings).find((other) => other.kind === kind)?.label ?? '';
  const totals = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
  return {
    ...(settings.logo ? { logo: settings.logo } : {}),
    storeName: settings.storeName,
    address: settings.address,
    taxNumber: settings.taxNumber,
    currency: sale.currency,
    locale: settings.locale,
    timeZone: settings.timeZone,
    saleId: sale.id,
    terminalName: names.terminalName,
    cashierName: names.cashierName,
    sequence: sale.sequence,
    hash: sale.hash,
    tenderedAt: sale.tenderedAt,
    businessDate: sale.businessDate,
    lines: sale.lines.map((line) => ({
      name: line.name ?? line.sku,
      variant: [line.size, ...Object.values(line.properties ?? {})].filter(Boolean).join(' · '),
      quantity: line.quantity,
      unit: line.unit ?? { code: 'PCE', scale: 0 },
      unitPriceMinor: line.unitPriceMinor,
      discountMinor: line.discountMinor,
      amountMinor: lineAmountMinor(line),
      taxClass: line.taxClass ?? '',
      ...(line.listPriceMinor === undefined ? {} : { listPriceMinor: line.listPriceMinor }),
      ...(line.cartDiscountMinor ? { cartDiscountMinor: line.cartDiscountMinor } : {}),
      ...(line.discount?.kind === 'percent' ? { discountPpm: line.discount.value } : {}),
      ...(line.note ? { note: line.note } : {}),
    })),
    taxes: totals.taxes.map((row) => ({
      label: settings.taxClasses.find((entry) => entry.taxClass === row.taxClass)?.label ?? row.taxClass,
      ratePpm: row.taxRatePpm,
      netMinor: row.netMinor,
      taxMinor: row.taxMinor,
      grossMinor: row.grossMinor,
    })),
    kind: sale.voidOf ? 'void' : sale.totalMinor < 0 ? 'refund' : 'sale',
    ...(sale.customer ? { customer: sale.customer.name } : {}),
    ...(sale.taxExempt ? { taxExempt: sale.taxExempt.reason } : {}),
    ...(sale.note ? { note: sale.note } : {}),
    ...(names.training ? { training: true } : {}),
    subtotalMinor: totals.subtotalMinor,
    totalMinor: sale.totalMinor,
    roundingMinor: sale.roundingMinor,
    tenders: sale.tenders
      .filter((tender) => tender.state === 'captured')
      .map((tender) => ({
        kind: tender.kind,
        ...(labelOf(tender.kind) ? { label: labelOf(tender.kind) } : {}),
        amountMinor: tender.amountMinor,
        ...(tender.givenMinor === undefined ? {} : { givenMinor: tender.givenMinor }),
        ...(tender.reference ? { reference: tender.reference } : {}),
        ...(tender.card ? { card: tender.card } : {}),
      })),
    changeMinor: settlement(sale).changeMinor,
    footer: settings.receiptFooter,
    copy,
  };
}
