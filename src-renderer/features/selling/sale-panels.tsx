import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { useTillAct } from '../../runtime/key-acts.ts';
import { CustomerPanel } from './customer-panel.tsx';
import { DiscountDialog } from './discount-dialog.tsx';
import { LinePanel } from './line-panel.tsx';
import { SaleNote } from './sale-note.tsx';
import type { SellingActs } from './selling-acts.ts';

/** What is said of a line or of the whole sale, over the cart, and the keys that open it. */
export function SalePanels(props: { sale: OpenSale | undefined; acts: SellingActs }) {
  const { sale, acts } = props;
  const panel = useCashier((state) => state.panel);
  const selectedLineId = useCashier((state) => state.selectedLineId);
  const hasLines = (sale?.lines.length ?? 0) > 0;
  useTillAct('customer', () => cashier.set({ panel: 'customer' }));
  useTillAct('discount', () => {
    if (hasLines) cashier.set({ panel: 'discount' });
  });
  const close = () => cashier.set({ panel: null });
  const line = sale?.lines.find(({ lineId }) => lineId === selectedLineId);
  // What goes along with a line is changed with that line.
  const changed =
    line?.linkedTo === undefined ? line : sale?.lines.find(({ lineId }) => lineId === line.linkedTo);
  switch (panel) {
    case 'customer':
      return <CustomerPanel sale={sale} acts={acts} onClose={close} />;
    case 'discount':
      return sale && hasLines ? (
        <DiscountDialog sale={sale} line={changed} acts={acts} onClose={close} />
      ) : null;
    case 'line':
      return sale && changed ? (
        <LinePanel key={changed.lineId} sale={sale} line={changed} acts={acts} onClose={close} />
      ) : null;
    case 'saleNote':
      return <SaleNote note={sale?.note ?? ''} onSave={(note) => void acts.noteSale(note)} onClose={close} />;
    default:
      return null;
  }
}
