import { memo } from 'react';
import { type Item, tracksStock } from '../../../shared/catalog/item.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { ArticleTile } from '../../ui/article-tile.tsx';
import { useStockOf } from './item-stock.ts';
import { StockBadge } from './stock-badge.tsx';

export const TILE_HEIGHT = 84;

/** One article of the grid, with what is left of it. */
export const ItemButton = memo(function ItemButton(props: {
  item: Item;
  index: number;
  tabbable: boolean;
  onPick: (item: Item) => void;
}) {
  const { item } = props;
  const available = useStockOf(item.variants.map((variant) => variant.sku));
  const unit = item.variants[0]?.unit ?? { code: 'PCE', scale: 0 };
  const tracked = tracksStock(item);
  return (
    <ArticleTile
      item={item}
      faded={available !== null && available <= 0 && tracked}
      badge={<StockBadge available={available} unit={unit} tracked={tracked} />}
      data-testid={`tile-${item.id}`}
      data-available={available ?? ''}
      data-index={props.index}
      tabIndex={props.tabbable ? 0 : -1}
      onClick={() => props.onPick(item)}
      // A long touch, the other button of the mouse, the menu key: what there is of it.
      onContextMenu={(event) => {
        event.preventDefault();
        const [only, ...others] = item.variants;
        const stockLook = only && others.length === 0 ? { sku: only.sku } : { itemId: item.id };
        cashier.set({ panel: 'stock', stockLook });
      }}
    />
  );
});
