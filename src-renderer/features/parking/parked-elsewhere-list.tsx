import { CloudOff, RotateCw, Store } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTakeOverOpen } from '../../../shared/sale/take-over.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { ParkedElsewhere } from '../../sync/look-ups.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { ParkedHead } from './parked-head.tsx';
import { type TakingOver, useTakeOver } from './use-take-over.tsx';

type Known =
  | { readonly state: 'asking' }
  | { readonly state: 'unreachable' }
  | { readonly state: 'found'; readonly sales: readonly ParkedElsewhere[] };

/** What other tills of the shop have parked, as the server has it now. Nothing of it is kept here. */
export function ParkedElsewhereList(props: { onTaken: (saleId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const own = useReadable(till.identity)?.terminalId;
  const [known, setKnown] = useState<Known>({ state: 'asking' });
  const asked = useRef(0);

  const ask = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    setKnown({ state: 'asking' });
    till.lookUps.parkedElsewhere().then((answer) => {
      if (mine !== asked.current) return;
      setKnown(answer.state === 'found' ? { state: 'found', sales: answer.value } : { state: 'unreachable' });
    }, reportError);
  }, [till]);
  useEffect(() => {
    ask();
    return () => {
      asked.current += 1;
    };
  }, [ask]);
  const taking = useTakeOver(props.onTaken, ask);
  const elsewhere =
    known.state === 'found'
      ? known.sales.filter((sale) => sale.terminalId !== own && !isTakeOverOpen(sale))
      : [];

  return (
    <section
      aria-label={t('parking.elsewhere')}
      data-testid="parked-elsewhere"
      data-state={known.state}
      className="mt-8 border-t border-line pt-4"
    >
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-strong font-semibold">{t('parking.elsewhere')}</h3>
        <Button look="quiet" onClick={ask} data-testid="parked-elsewhere-again">
          <RotateCw size={18} aria-hidden="true" />
          {t('parking.look')}
        </Button>
      </div>
      {taking.says}
      {known.state === 'asking' ? (
        <LoadingState title={t('parking.looking')} />
      ) : known.state === 'unreachable' ? (
        <EmptyState
          icon={<CloudOff size={40} />}
          title={t('parking.unreachable')}
          hint={t('parking.unreachableHint')}
          testId="parked-elsewhere-offline"
        />
      ) : elsewhere.length === 0 ? (
        <EmptyState icon={<Store size={40} />} title={t('parking.nothingElsewhere')} />
      ) : (
        <ul className="flex flex-col gap-3 pt-3">
          {elsewhere.map((sale) => (
            <Elsewhere key={sale.id} sale={sale} taking={taking} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Elsewhere({ sale, taking }: { sale: ParkedElsewhere; taking: TakingOver }) {
  const { t } = useTranslation();
  return (
    <li
      className="rounded-md border border-line bg-surface p-4 shadow-lift"
      data-testid="elsewhere-row"
      data-sale={sale.id}
    >
      <ParkedHead sale={sale} tillName={sale.terminalName ?? t('parking.otherTill')} />
      <div className="mt-3 flex justify-end">
        <Button
          look="primary"
          busy={taking.busy}
          onClick={() => taking.take(sale)}
          data-testid={`take-over-${sale.id}`}
        >
          {t('parking.takeOver')}
        </Button>
      </div>
    </li>
  );
}
