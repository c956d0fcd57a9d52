import { receiptCode } from '../sale/receipt-code.ts';
import { isTendered, type Sale, type SaleLine, type TenderedSale } from '../sale/sale.ts';
import { settlement } from '../sale/settlement.ts';
import { tenderKindsOf } from '../sale/tender-kind.ts';
import { lineAmountMinor, saleTotals } from '../sale/totals.ts';
import type { StoreSettings } from '../staff/store-settings.ts';
import {
  type DisplayLine,
  type DisplayMessage,
  type DisplayScene,
  type DisplayTender,
  LINES_SENT,
} from './display-message.ts';

type ShopFacts = Pick<
  StoreSettings,
  'storeName' | 'logo' | 'locale' | 'timeZone' | 'currency' | 'cashStepMinor' | 'tenderKinds'
>;

/** What the till knows and is doing. Nothing of it says whether the server can be reached: a customer need not know. */
export interface DisplayFacts {
  readonly look: DisplayMessage['look'];
  /** Null until the first download has brought them. */
  readonly settings: ShopFacts | null;
  readonly isShiftOpen: boolean;
  readonly isLocked: boolean;
  readonly screen: 'sale' | 'payment' | 'receipt' | 'shift';
  /** The cart or payment on the desk. */
  readonly sale: Sale | undefined;
  /** The line that was changed last. */
  readonly newestLineId: string | null;
  /** The sale whose receipt is shown, and whether it is somebody's receipt of before. */
  readonly receiptSale: Sale | undefined;
  readonly receiptIsCopy: boolean;
}

/** What the customer sees of it. */
export function customerView(facts: DisplayFacts): DisplayMessage {
  const { settings, look } = facts;
  const scene = sceneOf(facts);
  const calm = scene.kind === 'idle' || scene.kind === 'paused' || scene.kind === 'closed';
  return {
    look,
    shop: settings && {
      name: settings.storeName,
      // The largest thing there is to send: only where it is shown.
      ...(calm && settings.logo ? { logo: settings.logo } : {}),
      locale: settings.locale,
      timeZone: settings.timeZone,
      currency: settings.currency,
    },
    scene,
  };
}

function sceneOf(facts: DisplayFacts): DisplayScene {
  const { settings, screen, sale, receiptSale } = facts;
  if (!settings || !facts.isShiftOpen) return { kind: 'closed' };
  if (facts.isLocked) return { kind: 'paused' };
  // Another customer's receipt, looked at again, is nobody else's business.
  if (screen === 'receipt' && receiptSale && isTendered(receiptSale) && !facts.receiptIsCopy)
    return doneScene(receiptSale, settings, facts.look.training);
  if (sale && sale.lines.length > 0 && (sale.status === 'open' || sale.status === 'underPaying')) {
    const cart = cartOf(sale, facts.newestLineId);
    if (sale.status === 'open' && screen !== 'payment') return { kind: 'cart', ...cart };
    const { roundingMinor, dueMinor } = settlement(sale, settings.cashStepMinor);
    return { kind: 'paying', ...cart, tenders: tendersOf(sale, settings), roundingMinor, dueMinor };
  }
  return { kind: screen === 'shift' ? 'paused' : 'idle' };
}

function doneScene(sale: TenderedSale, settings: ShopFacts, training: boolean): DisplayScene {
  return {
    kind: 'done',
    totalMinor: sale.totalMinor + sale.roundingMinor,
    tenders: tendersOf(sale, settings),
    changeMinor: settlement(sale).changeMinor,
    sequence: sale.sequence,
    ...(training ? {} : { code: receiptCode({ saleId: sale.id, hash: sale.hash }) }),
  };
}

function cartOf(sale: Sale, newestLineId: string | null) {
  const taxIncluded = sale.pricesIncludeTax ?? true;
  const totals = saleTotals(sale.lines, taxIncluded);
  const cartDiscountMinor = sale.lines.reduce((sum, line) => sum + (line.cartDiscountMinor ?? 0), 0);
  const newestAt = sale.lines.findIndex(({ lineId }) => lineId === newestLineId);
  const from = windowStart(sale.lines.length, newestAt);
  const lines = sale.lines.slice(from, from + LINES_SENT);
  return {
    lines: lines.map(lineOf),
    earlier: from,
    later: sale.lines.length - from - lines.length,
    newest: newestAt < 0 ? null : newestAt - from,
    subtotalMinor: totals.subtotalMinor + cartDiscountMinor,
    cartDiscountMinor,
    taxMinor: totals.taxMinor,
    taxIncluded,
    taxExempt: sale.taxExempt !== undefined,
    totalMinor: totals.totalMinor,
  };
}

/** The end of the cart, or as far up as the newest line still has some lines above it. */
function windowStart(count: number, newestAt: number): number {
  const end = Math.max(0, count - LINES_SENT);
  return newestAt < 0 ? end : Math.min(end, Math.max(0, newestAt - LINES_SENT / 2));
}

function lineOf(line: SaleLine): DisplayLine {
  const share = line.cartDiscountMinor ?? 0;
  return {
    name: line.name ?? line.sku,
    variant: [line.size, ...Object.values(line.properties ?? {})].filter(Boolean).join(' · ').slice(0, 400),
    quantity: line.quantity,
    unit: line.unit ?? { code: 'PCE', scale: 0 },
    unitPriceMinor: line.unitPriceMinor,
    ...(line.listPriceMinor === undefined ? {} : { listPriceMinor: line.listPriceMinor }),
    discountMinor: line.discountMinor - share,
    amountMinor: lineAmountMinor(line) + share,
  };
}

/** What was taken and what is being waited for. What came to nothing is the cashier's to know. */
function tendersOf(sale: Sale, settings: ShopFacts): DisplayTender[] {
  const kinds = tenderKindsOf(settings);
  return sale.tenders
    .filter(({ state }) => state === 'captured' || state === 'pending')
    .map((tender) => ({
      kind: tender.kind,
      label: kinds.find(({ kind }) => kind === tender.kind)?.label ?? '',
      amountMinor: tender.givenMinor ?? tender.amountMinor,
      waits: tender.state === 'pending',
    }));
}

/**
 * Which line of a cart was changed last, for the eye: added, or another quantity, price or discount of its own.
 *
 * @returns null where none was; a line that went along with another (a deposit) only where nothing else changed
 */
export function changedLine(before: readonly SaleLine[], after: readonly SaleLine[]): string | null {
  const known = new Map(before.map((line) => [line.lineId, line]));
  const changed = after.filter((line) => {
    const old = known.get(line.lineId);
    return (
      old === undefined ||
      old.quantity !== line.quantity ||
      old.unitPriceMinor !== line.unitPriceMinor ||
      old.discountMinor - (old.cartDiscountMinor ?? 0) !== line.discountMinor - (line.cartDiscountMinor ?? 0)
    );
  });
  return (changed.findLast(({ linkedTo }) => linkedTo === undefined) ?? changed.at(-1))?.lineId ?? null;
}

/** What customers read: what the terminal's settings say, otherwise the language of the shop's receipts, otherwise the till's. */
export function displayLanguage(
  chosen: DisplayMessage['look']['language'] | undefined,
  storeLocale: string | undefined,
  tillLanguage: DisplayMessage['look']['language'],
): DisplayMessage['look']['language'] {
  const spoken = ['en', 'de', 'ar'] as const;
  return chosen ?? spoken.find((one) => one === storeLocale?.toLowerCase().split('-')[0]) ?? tillLanguage;
}
