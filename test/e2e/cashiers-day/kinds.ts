import type { SaleLine, TenderedSale } from '../../../shared/sale/sale.ts';
import type { Day } from './day.ts';
import { butterCase, gift, milk, raspberries, shirt } from './goods-of-stories.ts';
import { sortedPaper } from './receipts-on-paper.ts';

interface Facts {
  readonly day: Day;
  /** Paid sales as the server has them. */
  readonly docs: readonly TenderedSale[];
}

const paidIn = (sale: TenderedSale) => sale.tenders.filter(({ state }) => state === 'captured');
const isBack = (line: SaleLine): boolean => line.quantity < 0;
const isPlain = (sale: TenderedSale): boolean => sale.voidOf === undefined;
const agreedTo = (sale: TenderedSale, act: string): boolean =>
  sale.approvals?.some((approval) => approval.act === act && approval.approvedBy !== approval.cashierId) ??
  false;

const sales =
  (is: (sale: TenderedSale, facts: Facts) => boolean) =>
  (facts: Facts): number =>
    facts.docs.filter((sale) => is(sale, facts)).length;
const lines = (is: (line: SaleLine, sale: TenderedSale) => boolean) =>
  sales((sale) => sale.lines.some((line) => is(line, sale)));
const seen =
  (name: string) =>
  ({ day }: Facts): number =>
    day.seen.has(name) ? 1 : 0;

/**
 * What a day at a counter is made of, and how often it happened: read from what the server has, and from what stayed nowhere
 * else but in the test's own eyes.
 */
export const KINDS: Readonly<Record<string, (facts: Facts) => number>> = {
  'exact cash': sales((sale) => {
    const [tender, ...more] = paidIn(sale);
    return tender?.kind === 'cash' && more.length === 0 && tender.givenMinor === tender.amountMinor;
  }),
  'cash with change': sales((sale) => paidIn(sale).some((one) => (one.givenMinor ?? 0) > one.amountMinor)),
  'a card': sales((sale) => paidIn(sale).every(({ kind }) => kind === 'card') && sale.totalMinor > 0),
  'a card that was declined first': sales((sale) => sale.tenders.some(({ state }) => state === 'declined')),
  'split in two': sales((sale) => paidIn(sale).length === 2),
  'split in three': sales((sale) => new Set(paidIn(sale).map(({ kind }) => kind)).size === 3),
  'a voucher with its number': sales((sale) =>
    paidIn(sale).some(({ kind, reference }) => kind === 'voucher' && reference === 'V-4711'),
  ),
  'rounded up for cash': sales((sale) => isPlain(sale) && sale.totalMinor > 0 && sale.roundingMinor > 0),
  'rounded down for cash': sales((sale) => isPlain(sale) && sale.totalMinor > 0 && sale.roundingMinor < 0),
  'several by 5 ×': lines((line) => line.sku === milk.variant.sku && line.quantity === 5),
  'a label by weight': lines((line) => line.unit?.code === 'KGM' && line.discount === undefined),
  'a label by price': lines((line) => line.discount?.reason === 'labelPrice' && line.discountMinor > 0),
  'a case with a GS1 code': lines(
    (line) => line.sku === butterCase.variant.sku && line.quantity === butterCase.quantity,
  ),
  'a deposit': lines((line) => line.linkedTo !== undefined && !isBack(line)),
  'an age that was checked': sales((sale) => (sale.ageChecked?.age ?? 0) >= 16),
  'a price said by the cashier': lines((line) => line.sku === gift.variant.sku && line.unitPriceMinor > 0),
  'a size that was picked': lines((line) => line.sku === shirt.variant.sku),
  'another price, with a manager': sales(
    (sale) => sale.lines.some(({ listPriceMinor }) => listPriceMinor) && agreedTo(sale, 'priceOverride'),
  ),
  'a large discount, with a manager': sales(
    (sale) => sale.lines.some(({ discount }) => discount) && agreedTo(sale, 'largeDiscount'),
  ),
  'a discount on the cart': sales((sale) => sale.cartDiscount?.kind === 'percent'),
  'a note': lines((line) => line.note !== undefined),
  'a customer without tax': sales((sale) => sale.taxExempt !== undefined && agreedTo(sale, 'taxExempt')),
  'a customer opened offline': sales(
    ({ customer, tenderedAt }, { day }) => customer !== undefined && inOutage(day, tenderedAt),
  ),
  'a receipt by e-mail': ({ day }) => day.mail.letters.length,
  'sold without the network': sales(({ tenderedAt }, { day }) => inOutage(day, tenderedAt)),
  'more sold than there was': lines((line) => line.sku === raspberries.variant.sku && line.quantity > 1),
  'paid after kill -9': seen('paid after kill -9'),
  'goods back for cash': sales(
    (sale) => isPlain(sale) && sale.lines.every(isBack) && paidIn(sale).every(({ kind }) => kind === 'cash'),
  ),
  'goods back to the card': sales(
    (sale) => isPlain(sale) && sale.lines.every(isBack) && paidIn(sale).every(({ kind }) => kind === 'card'),
  ),
  'goods back that are broken': lines((line) => isBack(line) && line.disposition === 'damaged'),
  'an exchange': sales((sale) => sale.lines.some(isBack) && !sale.lines.every(isBack)),
  'a sale undone': sales((sale) => !isPlain(sale) && agreedTo(sale, 'postVoid')),
  'parked and taken up again': seen('parked and taken up again'),
  'taken over by another till': sales((sale) => sale.takenFrom !== undefined),
  'a receipt printed later, as a copy': ({ day }) =>
    sortedPaper(day.printed).receipts.filter(({ isCopy }) => isCopy).length,
  'a sale to practise': seen('a sale to practise'),
  'an X in the middle of the day': seen('an X in the middle of the day'),
  'cash to the safe': ({ day }) => day.books.drops.length,
};

const inOutage = ({ outage }: Day, at: string): boolean => at > outage.from && at < outage.to;
