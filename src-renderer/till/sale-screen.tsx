import { type ReactNode, type RefObject, useCallback, useMemo } from 'react';
import type { Item } from '../../shared/catalog/item.ts';
import type { OpenSale } from '../../shared/sale/sale.ts';
import { HandedOverCart } from '../features/parking/handed-over-cart.tsx';
import { type CartKeys, CartPanel } from '../features/selling/cart-panel.tsx';
import { ItemBrowser } from '../features/selling/item-browser.tsx';
import { Questions } from '../features/selling/questions.tsx';
import { SalePanels } from '../features/selling/sale-panels.tsx';
import type { SellingActs } from '../features/selling/selling-acts.ts';
import { cashier, useCashier } from '../runtime/cashier-store.ts';
import { useTill } from '../runtime/till-context.tsx';
import { useReadable } from '../runtime/use-readable.ts';

const timesTyped = (): number => cashier.get().entry.times ?? 1;

/** Search and articles on the left, the cart on the right. */
export function SaleScreen(props: {
  acts: SellingActs;
  keys: CartKeys;
  searchRef: RefObject<HTMLInputElement | null>;
  notices: ReactNode;
  onPark: () => void;
  onPay: () => void;
}) {
  const { sales } = useTill();
  const activeSaleId = useCashier((state) => state.activeSaleId);
  const sale = useReadable(useMemo(() => sales.watch(activeSaleId ?? ''), [sales, activeSaleId]));
  const { acts } = props;
  const open = sale?.status === 'open' ? (sale as OpenSale) : undefined;
  const pick = useCallback((item: Item) => acts.pick(item, timesTyped()), [acts]);
  const lookUp = useCallback((code: string) => acts.scan([code], timesTyped()), [acts]);
  return (
    <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,58fr)_minmax(0,42fr)]">
      <ItemBrowser searchRef={props.searchRef} onPick={pick} onCode={lookUp} />
      <CartPanel
        sale={open}
        acts={acts}
        keys={props.keys}
        notices={
          <>
            {open ? <HandedOverCart key={open.id} sale={open} /> : null}
            {props.notices}
          </>
        }
        onPark={props.onPark}
        onPay={props.onPay}
      />
      <Questions acts={acts} />
      <SalePanels sale={open} acts={acts} />
    </main>
  );
}
