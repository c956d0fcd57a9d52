import { SearchX, ServerOff } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whyNotVoid } from '../../../shared/sale/post-void.ts';
import {
  decideReturn,
  type ReturnChoice,
  returnedOf,
  returnedTogether,
} from '../../../shared/sale/returns.ts';
import { isTendered, type TenderedSale } from '../../../shared/sale/sale.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import { useCashier } from '../../runtime/cashier-store.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { type FoundReceipt, findReceipt } from './find-receipt.ts';
import { usePanelSays } from './panel-says.tsx';
import { ReceiptDetail } from './receipt-detail.tsx';
import type { ReturningActs } from './returning-acts.ts';
import { useReceiptScans } from './use-receipt-scans.ts';

const DAY_MS = 86_400_000;

/** A receipt that was chosen: looked up here and at the server, and shown with what may come back of it. */
export function OneReceipt(props: {
  saleId: string;
  acts: ReturningActs;
  busy: boolean;
  once: (act: () => Promise<boolean>, then: () => void) => void;
  onChoose: (saleId: string) => void;
  onShow: (sale: TenderedSale) => void;
  onBack: () => void;
  onWithout: () => void;
  onTaken: () => void;
  onVoided: () => void;
}) {
  const till = useTill();
  const settings = useStoreSettings();
  const shift = useReadable(till.shifts.current);
  const recent = useReadable(till.sales.recent);
  const [found, setFound] = useState<FoundReceipt>({ state: 'looking' });
  const cartId = useCashier((state) => state.activeSaleId);
  const cart = useReadable(useMemo(() => till.sales.watch(cartId ?? ''), [till, cartId]));
  const { saleId, acts } = props;

  useEffect(() => {
    let current = true;
    findReceipt(till, saleId, cartId, (next) => {
      if (current) setFound(next);
    }).catch(reportError);
    return () => {
      current = false;
    };
  }, [till, saleId, cartId]);

  if (found.state === 'looking') return <Looking onChoose={props.onChoose} />;
  if (found.state !== 'found')
    return (
      <NotFound
        isOffline={found.state === 'unreachable'}
        onChoose={props.onChoose}
        onBack={props.onBack}
        onWithout={props.onWithout}
      />
    );
  const { sale, checked } = found;
  const returned = cart ? returnedTogether(found.returned, returnedOf(sale, [cart])) : found.returned;
  const days = dayOf(settings).returnDays;
  const tooOld = till.clock.bestNow().getTime() - Date.parse(sale.tenderedAt) > days * DAY_MS;
  const why = whyNotVoid(sale, {
    last: recent.find((other) => isTendered(other)),
    shiftId: shift?.shiftId ?? null,
    returned,
  });
  const take = (choices: readonly ReturnChoice[]) =>
    props.once(
      () =>
        acts.takeBack(sale, tooOld, (now, at, newLineId) =>
          decideReturn(now, sale, found.returned, choices, { at, newLineId, ways: found.ways }),
        ),
      props.onTaken,
    );
  return (
    <ReceiptDetail
      sale={sale}
      returned={returned}
      checked={checked}
      whyNothing={found.whyNothing}
      tooOldDays={tooOld ? days : null}
      whyNotVoid={why?.code ?? null}
      onTake={take}
      onShow={() => props.onShow(sale)}
      busy={props.busy}
      onVoid={() => props.once(() => acts.undoSale(sale), props.onVoided)}
      onReceipt={props.onChoose}
      onBack={props.onBack}
    />
  );
}

function Looking(props: { onChoose: (saleId: string) => void }) {
  const { t } = useTranslation();
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  return (
    <>
      {says.banner}
      <LoadingState title={t('returns.looking')} />
    </>
  );
}

function NotFound(props: {
  isOffline: boolean;
  onChoose: (saleId: string) => void;
  onBack: () => void;
  onWithout: () => void;
}) {
  const { t } = useTranslation();
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  const Icon = props.isOffline ? ServerOff : SearchX;
  return (
    <>
      {says.banner}
      <EmptyState
        icon={<Icon size={40} aria-hidden="true" />}
        title={t(props.isOffline ? 'returns.unreachable' : 'returns.unknown')}
        {...(props.isOffline ? { hint: t('returns.unreachableHint') } : {})}
        act={
          <span className="flex gap-3">
            <Button onClick={props.onBack} data-testid="returns-back">
              {t('returns.back')}
            </Button>
            <Button onClick={props.onWithout} data-testid="returns-without">
              {t('returns.without')}
            </Button>
          </span>
        }
      />
    </>
  );
}
