import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { giveUp, sellHere } from './take-over.ts';

/**
 * Stands over the cart at hand as soon as the till knows that another has taken it over: one that was parked, and recalled
 * here while nobody could say so.
 */
export function HandedOverCart({ sale }: { sale: OpenSale }) {
  const { t } = useTranslation();
  const till = useTill();
  const result = useReadable(useMemo(() => till.saleResults.watch(sale.id), [till, sale.id]));
  const [busy, setBusy] = useState(false);
  if (result?.reservation.state !== 'handedOver') return null;

  /** What follows is shown once it is stored. */
  const choose = (act: () => Promise<string | null>) => () => {
    setBusy(true);
    act()
      .then((nextSaleId) => {
        cashier.startNextSale();
        cashier.set({ activeSaleId: nextSaleId });
      })
      .catch((error: unknown) => {
        reportError(error);
        cashier.tell('error', 'notSaved');
      })
      .finally(() => setBusy(false));
  };
  const startNew = choose(() => giveUp(till, sale.id).then(() => null));
  const goOn = choose(() => sellHere(till, sale, cashier.get().cashierId));

  return (
    <div className="shrink-0 p-2" data-sale={sale.id}>
      <Banner
        tone="warning"
        title={t('parking.cartTaken')}
        testId="cart-taken"
        acts={
          <>
            <Button onClick={goOn} busy={busy} data-testid="cart-taken-sell-here">
              {t('parking.sellHere')}
            </Button>
            <Button look="primary" onClick={startNew} busy={busy} data-testid="cart-taken-start-new">
              {t('tendering.startNew')}
            </Button>
          </>
        }
      >
        {t('parking.cartTakenHint')}
      </Banner>
    </div>
  );
}
