import { useMemo } from 'react';
import { tenderKindsOf } from '../../shared/sale/tender-kind.ts';
import { startPayment } from '../features/tendering/payment.ts';
import { PaymentScreen } from '../features/tendering/payment-screen.tsx';
import { cashierMay } from '../runtime/approvals.ts';
import { cashier, EMPTY_ENTRY } from '../runtime/cashier-store.ts';
import { kickDrawer } from '../runtime/device-health.ts';
import { refuse } from '../runtime/refuse.ts';
import { useDevice, useTill } from '../runtime/till-context.tsx';
import { useReadable } from '../runtime/use-readable.ts';
import { play } from '../ui/sounds.ts';

/** One payment from Pay to the commit. Drawer and print come after it, never before. */
export function PaymentStage(props: { saleId: string; cashierId: string }) {
  const till = useTill();
  const device = useDevice();
  const { saleId, cashierId } = props;
  const sale = useReadable(useMemo(() => till.sales.watch(saleId), [till, saleId]));
  const payment = useMemo(
    () =>
      startPayment({
        till,
        saleId,
        cashierId,
        mayOversell: cashierMay('sellBeyondStock'),
        onPaid(paid) {
          cashier.startNextSale();
          cashier.set({ screen: 'receipt', receiptSaleId: paid.id });
          play('paid');
          const kinds = tenderKindsOf(till.settings.getSnapshot());
          const opens = paid.tenders.some(
            (tender) =>
              tender.state === 'captured' && kinds.find(({ kind }) => kind === tender.kind)?.opensDrawer,
          );
          if (opens) kickDrawer(device);
        },
        onCart: () => cashier.set({ screen: 'sale', entry: EMPTY_ENTRY }),
        onRefused: refuse,
      }),
    [till, device, saleId, cashierId],
  );
  if (!sale || sale.status === 'tendered') return null;
  return (
    <PaymentScreen
      sale={sale}
      payment={payment}
      onStartNew={() => {
        cashier.startNextSale();
      }}
    />
  );
}
