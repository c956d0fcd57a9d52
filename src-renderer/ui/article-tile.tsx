import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import type { Item } from '../../shared/catalog/item.ts';
import { useWords } from '../languages/use-words.ts';
import { classNames } from './class-names.ts';
import { ItemTile } from './letter-tile.tsx';
import { useMoney } from './money.tsx';
import { signOf } from './quantity.ts';

/** An article as a key of the grid: letter tile, name, price, and what stands beside the price. */
export function ArticleTile(
  props: ButtonHTMLAttributes<HTMLButtonElement> & {
    item: Item;
    /** There is nothing left of it. */
    faded?: boolean;
    badge?: ReactNode;
    ref?: Ref<HTMLButtonElement>;
  },
) {
  const { item, faded, badge, className, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'pressable flex min-h-21 w-full min-w-0 overflow-hidden rounded-md border border-line bg-surface text-start shadow-lift hover:border-line-strong focus-visible:outline-offset-[-1px]',
        className,
      )}
    >
      <ItemTile
        item={item}
        className={classNames('w-11 shrink-0 self-stretch text-strong', faded && 'opacity-55 saturate-50')}
      />
      <span className="flex min-w-0 flex-1 flex-col justify-between self-stretch px-2 py-2">
        <span
          dir="auto"
          className="own-direction line-clamp-2 shrink-0 text-small font-medium text-ink [overflow-wrap:anywhere]"
        >
          {item.name}
        </span>
        <span className="flex min-w-0 items-center justify-between gap-1.5 in-data-[text-size=125]:flex-wrap in-data-[text-size=150]:flex-wrap">
          <Price item={item} />
          {badge}
        </span>
      </span>
    </button>
  );
}

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
