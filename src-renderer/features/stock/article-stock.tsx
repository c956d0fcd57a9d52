import { ArrowLeft, ClipboardCheck, PackageMinus, PackagePlus } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tracksStock } from '../../../shared/catalog/item.ts';
import type { CatalogueHit, StockView } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { useClock, useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { CommandHistory, useUnsentCommands } from './command-history.tsx';
import { formName } from './find-article.ts';
import { OtherStores } from './other-stores.tsx';
import type { StockActKind } from './stock-acts.ts';
import { StockForm } from './stock-form.tsx';

const ACTS = [
  { kind: 'receipt', Icon: PackagePlus },
  { kind: 'adjustment', Icon: PackageMinus },
  { kind: 'count', Icon: ClipboardCheck },
] as const satisfies readonly { kind: StockActKind; Icon: unknown }[];

/** One form of an article: its figures here and elsewhere, what can be done to them, and what was done at this till. */
export function ArticleStock({ hit, onBack }: { hit: CatalogueHit; onBack: () => void }) {
  const { t } = useTranslation();
  const { stock } = useTill();
  const { item, variant } = hit;
  const view = useReadable(useMemo(() => stock.watch(variant.sku), [stock, variant.sku]));
  const [act, setAct] = useState<StockActKind | null>(null);
  const [blind, setBlind] = useState(true);
  const firstAct = useRef<HTMLButtonElement>(null);
  const tracked = tracksStock(item);
  const form = formName(hit);

  // Out of the search, or back from the form: the next thing that is done begins here.
  useEffect(() => {
    if (act === null) firstAct.current?.focus();
  }, [act]);

  return (
    <div className="flex flex-col gap-6 pt-2" data-testid="stock-article" data-sku={variant.sku}>
      <header className="flex items-start gap-3">
        <Button
          look="quiet"
          size="square"
          aria-label={t('stock.back')}
          onClick={onBack}
          data-testid="stock-back"
        >
          <ArrowLeft size={22} aria-hidden="true" className="mirrored" />
        </Button>
        <div className="min-w-0 flex-1">
          <h3 dir="auto" className="own-direction text-title font-semibold tracking-tight">
            {item.name}
          </h3>
          <p className="text-small text-muted">
            {form ? `${form} · ` : ''}
            <bdi>{variant.sku}</bdi>
          </p>
        </div>
      </header>
      {!tracked ? (
        <p className="text-body text-muted" data-testid="stock-untracked">
          {t('stock.untracked')}
        </p>
      ) : (
        <>
          {act === 'count' && blind ? (
            <p className="text-body text-muted" data-testid="stock-hidden">
              {t('stock.hidden')}
            </p>
          ) : (
            <FiguresHere hit={hit} view={view} short={act !== null} />
          )}
          {act === null ? (
            <div className="grid grid-cols-3 gap-3">
              {ACTS.map(({ kind, Icon }, index) => (
                <Button
                  key={kind}
                  {...(index === 0 ? { ref: firstAct } : {})}
                  size="large"
                  onClick={() => setAct(kind)}
                  data-testid={`stock-${kind}`}
                >
                  <Icon size={20} aria-hidden="true" />
                  {t(`stock.acts.${kind}`)}
                </Button>
              ))}
            </div>
          ) : (
            <StockForm
              key={act}
              hit={hit}
              kind={act}
              blind={blind}
              onBlind={setBlind}
              onDone={() => setAct(null)}
            />
          )}
          {act === null ? <OtherStores sku={variant.sku} unit={variant.unit} /> : null}
        </>
      )}
      {act === null ? <CommandHistory sku={variant.sku} /> : null}
    </div>
  );
}

/** On hand, less what others hold, less what this till has in carts and unbooked sales, is what may still be promised. */
function FiguresHere(props: {
  hit: CatalogueHit;
  view: StockView;
  /** Beside a form there is no room for how it comes about. */
  short: boolean;
}) {
  const { hit, view } = props;
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const locale = useLocale();
  const online = useReadable(till.connection).state === 'online';
  const heardAt = useReadable(till.clock.lastContactAt);
  const waiting = useUnsentCommands().filter(({ sku }) => sku === hit.variant.sku).length;
  const show = (quantity: number) => formatQuantity(quantity, hit.variant.unit, locale, true);
  const here = view.demand - (view.level?.soldHere ?? 0);
  const rows = [
    { name: 'onHand', quantity: view.onHand },
    { name: 'reservedElsewhere', quantity: view.reservedElsewhere },
    { name: 'here', quantity: here },
  ] as const;
  const shown = props.short ? rows.slice(0, 1) : rows;
  return (
    <section aria-label={t('stock.here')} data-testid="stock-figures">
      <p className="mb-2 text-small text-muted" data-testid="stock-as-of-here">
        {!view.known
          ? t('stock.unknown')
          : online || heardAt === null
            ? t('stock.asOfNow')
            : t('stock.asOfOffline', { time: clock.dayAndTime(heardAt) })}
      </p>
      <dl className="divide-y divide-line rounded-md border border-line">
        {shown.map(({ name, quantity }) => (
          <div key={name} className="flex min-h-12 items-center justify-between gap-4 px-4">
            <dt className="text-body text-muted">{t(`stock.figures.${name}`)}</dt>
            <dd
              className="money text-body font-medium"
              data-testid={`stock-${name}`}
              data-quantity={quantity}
            >
              {show(quantity)}
            </dd>
          </div>
        ))}
        <div className="flex min-h-14 items-center justify-between gap-4 px-4">
          <dt className="text-strong font-semibold">{t('stock.figures.available')}</dt>
          <dd
            className="money text-title font-bold"
            data-testid="stock-available"
            data-quantity={view.available}
          >
            {show(Math.max(0, view.available))}
          </dd>
        </div>
      </dl>
      {waiting > 0 ? (
        <p className="mt-2 text-small text-muted" data-testid="stock-waiting" data-count={waiting}>
          {t('stock.waiting', { count: waiting })}
        </p>
      ) : null}
    </section>
  );
}
