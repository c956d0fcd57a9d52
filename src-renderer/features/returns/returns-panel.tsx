import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SaleLine, TenderedSale } from '../../../shared/sale/sale.ts';
import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { OneReceipt } from './one-receipt.tsx';
import { ReceiptList } from './receipt-list.tsx';
import type { ReturningActs } from './returning-acts.ts';
import { UnverifiedReturn } from './unverified-return.tsx';

/** Goods that come back without their receipt being looked up. */
interface Without {
  /** Of the receipt that was scanned. */
  readonly saleId: string | null;
  /** What was typed of one that could not be scanned: noted for whoever looks it up later. */
  readonly numbered?: string | undefined;
}

/** Receipts of the day and of other tills: goods come back, a copy is printed, the last sale is undone. */
export function ReturnsPanel(props: {
  acts: ReturningActs;
  onShow: (sale: TenderedSale) => void;
  onVoided: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const saleId = useCashier((state) => state.returnSaleId);
  const [without, setWithout] = useState<Without | null>(null);
  const [busy, setBusy] = useState(false);
  const taking = useRef(false);
  const isForeign = without !== null && (without.saleId !== null || without.numbered !== undefined);
  const choose = (id: string | null) => cashier.set({ returnSaleId: id });
  const close = () => {
    choose(null);
    props.onClose();
  };
  /** One act, however often it is pressed: a second tap while it is asked and written is none. */
  const once = (act: () => Promise<boolean>, then: () => void) => {
    if (taking.current) return;
    taking.current = true;
    setBusy(true);
    act()
      .then((done) => {
        if (done) return then();
        taking.current = false;
        setBusy(false);
      })
      .catch(reportError);
  };
  return (
    <Dialog
      title={t(isForeign ? 'returns.foreignTitle' : without ? 'returns.withoutTitle' : 'returns.title')}
      {...(without ? { description: t(isForeign ? 'returns.foreignHint' : 'returns.withoutHint') } : {})}
      closeLabel={t('returns.close')}
      onClose={close}
      width="wide"
      asPanel
      testId="returns-panel"
    >
      {without ? (
        <UnverifiedReturn
          saleId={without.saleId}
          busy={busy}
          onTake={(lines) =>
            once(
              () =>
                props.acts.takeBackUnverified(
                  without.numbered === undefined
                    ? lines
                    : lines.map((line) => ({
                        ...line,
                        note: t('returns.number', { number: without.numbered }),
                      })),
                  without.saleId,
                  !isForeign && areEmpties(till, lines),
                ),
              close,
            )
          }
          onReceipt={(id) => {
            setWithout(null);
            choose(id);
          }}
          onBack={() => {
            setWithout(null);
            choose(null);
          }}
        />
      ) : saleId === null ? (
        <ReceiptList onChoose={choose} onWithout={(numbered) => setWithout({ saleId: null, numbered })} />
      ) : (
        <OneReceipt
          key={saleId}
          saleId={saleId}
          acts={props.acts}
          busy={busy}
          once={once}
          onShow={(sale) => {
            close();
            props.onShow(sale);
          }}
          onChoose={choose}
          onBack={() => choose(null)}
          onWithout={() => setWithout({ saleId })}
          onTaken={close}
          onVoided={() => {
            close();
            props.onVoided();
          }}
        />
      )}
    </Dialog>
  );
}

/** Whether all of it goes along with other articles, as a deposit does: empties are brought back without a receipt all day. */
function areEmpties(till: ReturnType<typeof useTill>, lines: readonly SaleLine[]): boolean {
  const along = new Set<string>();
  for (const { linked } of till.catalogue.allItems()) for (const { sku } of linked ?? []) along.add(sku);
  return lines.every(({ sku }) => along.has(sku));
}
