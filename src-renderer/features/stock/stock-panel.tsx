import { useTranslation } from 'react-i18next';
import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ArticleSearch } from './article-search.tsx';
import { ArticleStock } from './article-stock.tsx';
import { CommandHistory } from './command-history.tsx';

/** What there is of an article, here and in other stores; what comes in, goes and is counted. */
export function StockPanel(props: { onClose: () => void }) {
  const { t } = useTranslation();
  const { catalogue } = useTill();
  useReadable(catalogue.revision);
  const look = useCashier((state) => state.stockLook);
  const hit = look?.sku === undefined ? undefined : catalogue.findBySku(look.sku);
  const item = look?.itemId === undefined ? undefined : catalogue.findItem(look.itemId);
  const choose = (sku: string | null) => cashier.set({ stockLook: sku === null ? null : { sku } });
  return (
    <Dialog
      title={t('stock.title')}
      description={t('stock.intro')}
      closeLabel={t('till.close')}
      onClose={() => {
        choose(null);
        props.onClose();
      }}
      width="wide"
      asPanel
      testId="stock-panel"
    >
      {hit ? (
        <ArticleStock key={hit.variant.sku} hit={hit} onBack={() => choose(null)} />
      ) : (
        <div className="flex flex-col gap-6 pt-2">
          <ArticleSearch
            key={item?.id ?? ''}
            text={item?.name ?? ''}
            unknownCode={look?.unknownCode}
            onChoose={({ variant }) => choose(variant.sku)}
          />
          <CommandHistory />
        </div>
      )}
    </Dialog>
  );
}
