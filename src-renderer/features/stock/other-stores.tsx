import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Unit } from '../../../shared/catalog/item.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { StoreStock } from '../../sync/look-ups.ts';
import type { Till } from '../../sync/till.ts';
import { useClock, useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { SkeletonRows } from '../../ui/skeleton.tsx';

interface Told {
  readonly stores: readonly StoreStock[];
  readonly at: string;
}

/** What was told last of each SKU, while the program runs: what there is to say when nobody answers. */
const told = new WeakMap<Till, Map<string, Told>>();

type Asked = 'asking' | 'answered' | 'unreachable';

/** What the other stores have of an article, asked now; offline what was told last, with its time. */
export function OtherStores({ sku, unit }: { sku: string; unit: Unit }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const locale = useLocale();
  const own = useReadable(till.identity)?.storeId;
  const online = useReadable(till.connection).state === 'online';
  const [asked, setAsked] = useState<Asked>('asking');

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the server is there again
  useEffect(() => {
    let current = true;
    setAsked('asking');
    till.lookUps.stockOf(sku).then((answer) => {
      if (answer.state !== 'unreachable') {
        const known = told.get(till) ?? new Map<string, Told>();
        told.set(till, known);
        known.set(sku, { stores: answer.state === 'found' ? answer.value : [], at: nowIso() });
      }
      if (current) setAsked(answer.state === 'unreachable' ? 'unreachable' : 'answered');
    }, reportError);
    return () => {
      current = false;
    };
  }, [till, sku, online]);

  const known = told.get(till)?.get(sku);
  const others = known?.stores.filter(({ storeId }) => storeId !== own) ?? [];
  return (
    <section
      aria-label={t('stock.elsewhere')}
      aria-busy={asked === 'asking'}
      data-testid="stock-elsewhere"
      data-state={asked}
      className="flex flex-col gap-2"
    >
      <h3 className="text-strong font-semibold">{t('stock.elsewhere')}</h3>
      {known && asked !== 'asking' ? (
        <p className="text-small text-muted" data-testid="stock-elsewhere-as-of">
          {asked === 'answered'
            ? t('stock.asOf', { time: clock.time(known.at) })
            : t('stock.lastKnown', { time: clock.time(known.at) })}
        </p>
      ) : null}
      {asked === 'asking' && !known ? (
        <SkeletonRows label={t('stock.asking')} rows={2} />
      ) : !known ? (
        <p className="text-body text-muted">{t('stock.elsewhereOffline')}</p>
      ) : others.length === 0 ? (
        <p className="text-body text-muted">{t('stock.noOtherStore')}</p>
      ) : (
        <ul className="divide-y divide-line rounded-md border border-line">
          {others.map((store) => (
            <li
              key={store.storeId}
              data-testid={`stock-store-${store.storeId}`}
              data-available={store.available}
              className="flex min-h-14 items-center gap-4 px-4 py-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate text-body font-medium">{store.storeName}</span>
                <span className="block text-small text-muted">
                  {t('stock.onHandReserved', {
                    onHand: formatQuantity(store.onHand, unit, locale, true),
                    reserved: formatQuantity(store.reserved, unit, locale, true),
                  })}
                </span>
              </span>
              <span className="money text-strong font-semibold">
                {formatQuantity(store.available, unit, locale, true)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
