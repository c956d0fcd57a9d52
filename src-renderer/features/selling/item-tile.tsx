import { memo } from 'react';
import { type Item, tracksStock } from '../../../shared/catalog/item.ts';
import { useWords } from '../../languages/use-words.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { ItemTile } from '../../ui/letter-tile.tsx';
import { useMoney } from '../../ui/money.tsx';
import { signOf } from '../../ui/quantity.ts';
import { useStockOf } from './item-stock.ts';
import { StockBadge } from './stock-badge.tsx';

export const TILE_HEIGHT = 84;

/** One article of the grid: letter tile, name, price, what is left. */
export const ItemButton = memo(function ItemButton(props: {
  item: Item;
  index: number;
  tabbable: boolean;
  onPick: (item: Item, index: number) => void;
}) {
  const { item } = props;
  const available = useStockOf(item.variants.map((variant) => variant.sku));
  const unit = item.variants[0]?.unit ?? { code: 'PCE', scale: 0 };
  const out = available !== null && available <= 0 && tracksStock(item);
  return (
    <button
      type="button"
      data-testid={`tile-${item.id}`}
      data-available={available ?? ''}
      data-index={props.index}
      tabIndex={props.tabbable ? 0 : -1}
      onClick={() => props.onPick(item, props.index)}
      // A long touch, the other button of the mouse, the menu key: what there is of it.
      onContextMenu={(event) => {
        event.preventDefault();
        const [only, ...others] = item.variants;
        const stockLook = only && others.length === 0 ? { sku: only.sku } : { itemId: item.id };
        cashier.set({ panel: 'stock', stockLook });
      }}
      className="pressable flex h-21 w-full min-w-0 overflow-hidden rounded-md border border-line bg-surface text-start shadow-lift hover:border-line-strong focus-visible:outline-offset-[-1px]"
    >
      <ItemTile
        item={item}
        className={classNames('h-full w-11 shrink-0 text-strong', out && 'opacity-55 saturate-50')}
      />
      <span className="flex h-full min-w-0 flex-1 flex-col justify-between px-2 py-2">
        <span
          dir="auto"
          className="own-direction line-clamp-2 text-small font-medium text-ink [overflow-wrap:anywhere]"
        >
          {item.name}
        </span>
        <span className="flex min-w-0 items-center justify-between gap-1.5">
          <Price item={item} />
          <StockBadge available={available} unit={unit} tracked={tracksStock(item)} />
        </span>
      </span>
    </button>
  );
});

function Price({ item }: { item: Item }) {
  const { t } = useWords();
  const money = useMoney();
  if (item.openPrice) return <span className="truncate text-small text-muted">{t('selling.askPrice')}</span>;
  const prices = item.variants.map((variant) => variant.priceMinor);
  const lowest = Math.min(...prices);
  const unit = item.variants[0]?.unit;
  const price = money.format(lowest);
  const sign = unit ? signOf(unit) : '';
  const text = sign
    ? t('selling.perUnit', { price, unit: sign })
    : prices.some((other) => other !== lowest)
      ? t('selling.fromPrice', { price })
      : price;
  return <span className="money shrink-0 text-body font-semibold text-ink">{text}</span>;
}
