import { formatMoney } from '../../../shared/money/money.ts';
import { type CartDecision, decideTouch } from '../../../shared/sale/cart.ts';
import {
  decideCartDiscount,
  decideCustomer,
  decideEditLine,
  decideLineDiscount,
  decideSaleNote,
  decideTaxExempt,
  type LineEdit,
  withApproval,
} from '../../../shared/sale/cart-pricing.ts';
import {
  asPricedMinor,
  deepDiscounts,
  depthPpm,
  discountableMinor,
  grossOfMinor,
} from '../../../shared/sale/pricing.ts';
import type { Discount, OpenSale, Sale, SaleApproval, SaleLine } from '../../../shared/sale/sale.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import { askApproval, recordedApproval } from '../../runtime/approvals.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { refuse } from '../../runtime/refuse.ts';
import type { Till } from '../../sync/till.ts';
import type { CartWriter, Decide, Undoable } from './cart-writer.ts';

/** How amounts and discounts are said to whoever has to agree. */
export interface PriceWords {
  money(amountMinor: number): string;
  discount(discount: Discount): string;
}

/** What a cashier says of prices, of a line or of the cart. What needs permission asks for it first; false: not done. */
export interface PricingActs {
  /** Quantity, price, discount and note of a line, all at once. */
  editLine(lineId: string, edit: LineEdit, words: PriceWords): Promise<boolean>;
  /** @param discount null takes it away */
  discountLine(lineId: string, discount: Discount | null, words: PriceWords): Promise<boolean>;
  discountCart(discount: Discount | null, words: PriceWords): Promise<boolean>;
  noteSale(note: string): Promise<boolean>;
  /** @param customer null: nobody in particular */
  setCustomer(customer: NonNullable<OpenSale['customer']> | null): Promise<boolean>;
  /** @param reason null: tax is due again */
  exemptFromTax(reason: string | null): Promise<boolean>;
  /** Before money changes hands: what has become a large discount since it was given is asked about. True: go on. */
  agreeToDiscounts(): Promise<boolean>;
}

type Asked = Parameters<typeof askApproval>[1];
type Agreed = { readonly ok: true; readonly approvals: readonly SaleApproval[] } | { readonly ok: false };

export function createPricingActs(till: Pick<Till, 'settings'>, cart: CartWriter): PricingActs {
  /** A discount beyond what a cashier gives is another permission. */
  const depthOf = (discount: Discount, amountMinor: number): 'discount' | 'largeDiscount' =>
    depthPpm(discount, amountMinor) > dayOf(till.settings.getSnapshot()).largeDiscountPpm
      ? 'largeDiscount'
      : 'discount';

  /** A manager is not called for what cannot be done anyway. */
  const possible = (decide: Decide): boolean => {
    const sale = cart.activeSale();
    if (!sale) return false;
    const { ok, ...rest } = decide(sale, nowIso());
    if (ok) return true;
    const { code, ...values } = (rest as Extract<CartDecision, { ok: false }>).rejection;
    return refuse(code, values as Readonly<Record<string, string | number>>);
  };

  /** Outside the turn of the cart: whatever is scanned meanwhile goes on. */
  async function ask(
    wanted: readonly {
      readonly permission: Parameters<typeof askApproval>[0];
      readonly asked: Asked;
      readonly depth?: number;
    }[],
    lineId?: string,
  ): Promise<Agreed> {
    const approvals: SaleApproval[] = [];
    for (const { permission, asked, depth } of wanted) {
      const approval = await askApproval(permission, asked);
      if (!approval) return { ok: false };
      approvals.push(
        recordedApproval(permission, approval, {
          ...(lineId ? { lineId } : {}),
          ...(depth === undefined ? {} : { depthPpm: depth }),
        }),
      );
    }
    return { ok: true, approvals };
  }

  const write = async (decide: Decide, agreed: readonly SaleApproval[], did: Undoable): Promise<boolean> =>
    (await cart.inTurn(() =>
      cart.change(
        (sale, at) => agreed.reduce((decision, one) => withApproval(decision, one), decide(sale, at)),
        did,
      ),
    )) !== null;

  const discounted = (line: SaleLine, discount: Discount, words: PriceWords, amountMinor: number) => {
    const permission = depthOf(discount, amountMinor);
    const values = { discount: words.discount(discount), name: line.name ?? line.sku };
    return {
      permission,
      asked: { act: permission, values },
      depth: depthPpm(discount, amountMinor),
    } as const;
  };

  const lineOf = (sale: Sale | undefined, lineId: string) =>
    sale?.lines.find((line) => line.lineId === lineId);

  return {
    async editLine(lineId, edit, words) {
      const sale = cart.activeSale();
      const line = lineOf(sale, lineId);
      const decide: Decide = (now, at) => decideEditLine(now, lineId, edit, at);
      if (!line || !possible(decide)) return false;
      const price = edit.unitPriceMinor ?? asPricedMinor(line);
      const name = line.name ?? line.sku;
      const values = { name, price: words.money(price), listPrice: words.money(asPricedMinor(line)) };
      const overrides = edit.unitPriceMinor !== undefined && !line.openPrice;
      const grossMinor = Math.abs(
        grossOfMinor({ ...line, quantity: edit.quantity ?? line.quantity, unitPriceMinor: price }),
      );
      const agreed = await ask(
        [
          ...(overrides
            ? [{ permission: 'priceOverride', asked: { act: 'priceOverride', values } } as const]
            : []),
          ...(edit.discount ? [discounted(line, edit.discount, words, grossMinor)] : []),
        ],
        lineId,
      );
      return agreed.ok && write(decide, agreed.approvals, { did: 'edited', name });
    },

    async discountLine(lineId, discount, words) {
      const line = lineOf(cart.activeSale(), lineId);
      const decide: Decide = (now, at) => decideLineDiscount(now, lineId, discount, at);
      if (!line || !possible(decide)) return false;
      const wanted = discount ? [discounted(line, discount, words, Math.abs(grossOfMinor(line)))] : [];
      const agreed = await ask(wanted, lineId);
      const name = line.name ?? line.sku;
      return (
        agreed.ok && write(decide, agreed.approvals, { did: discount ? 'discount' : 'noDiscount', name })
      );
    },

    async discountCart(discount, words) {
      const sale = cart.activeSale();
      const decide: Decide = (now, at) => decideCartDiscount(now, discount, at);
      if (!sale || !possible(decide)) return false;
      const baseMinor = discountableMinor(sale.lines);
      const permission = discount ? depthOf(discount, baseMinor) : 'discount';
      const act = permission === 'discount' ? 'cartDiscount' : 'largeCartDiscount';
      const agreed = await ask(
        discount
          ? [
              {
                permission,
                asked: { act, values: { discount: words.discount(discount) } },
                depth: depthPpm(discount, baseMinor),
              },
            ]
          : [],
      );
      return (
        agreed.ok && write(decide, agreed.approvals, { did: discount ? 'cartDiscount' : 'noCartDiscount' })
      );
    },

    noteSale: (note) => write((sale, at) => decideSaleNote(sale, note, at), [], { did: 'note' }),

    async setCustomer(customer) {
      const did: Undoable = customer ? { did: 'customer', name: customer.name } : { did: 'noCustomer' };
      const decide: Decide = (sale, at) => decideCustomer(sale, customer, at);
      return (await cart.inTurn(() => cart.changeOrBegin(decide, did))) !== null;
    },

    async exemptFromTax(reason) {
      if (reason === null) return write((sale, at) => decideTaxExempt(sale, null, at), [], { did: 'taxDue' });
      const approval = await askApproval('taxExempt', { act: 'taxExempt' });
      if (!approval) return false;
      const exempt = { reason, approvedBy: approval.approvedBy };
      const decide: Decide = (sale, at) =>
        withApproval(decideTaxExempt(sale, exempt, at), {
          ...recordedApproval('taxExempt', approval),
          reason,
        });
      return (await cart.inTurn(() => cart.changeOrBegin(decide, { did: 'exempt' }))) !== null;
    },

    async agreeToDiscounts() {
      const sale = cart.activeSale();
      const settings = till.settings.getSnapshot();
      if (!sale || !settings) return true;
      for (const deep of deepDiscounts(sale, dayOf(settings).largeDiscountPpm)) {
        const { discount, lineId, name = '' } = deep;
        const percent = new Intl.NumberFormat(settings.locale, {
          style: 'percent',
          maximumFractionDigits: 1,
        });
        const said =
          discount.kind === 'percent'
            ? percent.format(discount.value / 1_000_000)
            : formatMoney(discount.value, sale.currency, settings.locale);
        const act = lineId === undefined ? 'largeCartDiscount' : 'largeDiscount';
        const asked = { act, values: { discount: said, name } } as const;
        const agreed = await ask([{ permission: 'largeDiscount', asked, depth: deep.depthPpm }], lineId);
        if (!agreed.ok) return false;
        const noted = await cart.inTurn(() =>
          cart.change(
            (now, at) =>
              agreed.approvals.reduce((decision, one) => withApproval(decision, one), decideTouch(now, at)),
            null,
          ),
        );
        if (!noted) return false;
      }
      return true;
    },
  };
}
