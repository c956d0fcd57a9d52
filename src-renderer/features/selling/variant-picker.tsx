import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Item, tracksStock, type Variant } from '../../../shared/catalog/item.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useMoney } from '../../ui/money.tsx';
import { useStockOf } from './item-stock.ts';
import { StockBadge } from './stock-badge.tsx';
import {
  type Axis,
  axesOf,
  type Choice,
  choose,
  chosenVariant,
  variantsFor,
  variantsWith,
} from './variant-axes.ts';

/** Size and properties as chips, each with what is left of it. What is not made is struck through. */
export function VariantPicker(props: {
  item: Item;
  times: number;
  onPick: (variant: Variant) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const money = useMoney();
  const { item } = props;
  const axes = axesOf(item);
  const [choice, setChoice] = useState<Choice>({});
  const possible = variantsFor(item, axes, choice);
  const prices = possible.map((variant) => variant.priceMinor * props.times);
  const lowest = money.format(Math.min(...prices));

  const select = (axis: Axis, value: string) => {
    const next = choose(item, axes, choice, axis, value);
    const chosen = chosenVariant(item, axes, next);
    // The last answer adds it: no further tap, and Undo takes it back.
    if (chosen) props.onPick(chosen);
    else setChoice(next);
  };

  return (
    <Dialog
      title={item.name}
      description={t('selling.pickVariant')}
      closeLabel={t('selling.cancel')}
      onClose={props.onClose}
      testId="variant-picker"
      footer={
        <>
          <div className="money flex min-w-0 flex-1 items-center text-title font-semibold">
            {prices.some((price) => price !== prices[0]) ? t('selling.fromPrice', { price: lowest }) : lowest}
          </div>
          <Button look="secondary" keyCap="Esc" onClick={props.onClose}>
            {t('selling.cancel')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5 pt-2">
        {axes.map((axis, index) => (
          <fieldset key={axis.name} className="m-0 min-w-0 border-0 p-0">
            <legend className="mb-2 p-0 text-small font-medium capitalize text-muted">
              {axis.isSize ? t('selling.size') : <bdi>{axis.name}</bdi>}
            </legend>
            <div className="flex flex-wrap gap-2">
              {axis.values.map((value) => (
                <Chip
                  key={value}
                  item={item}
                  axis={axis}
                  value={value}
                  // The first axis is never barred by the others: choosing on it lets go of what does not fit.
                  variants={variantsWith(item, axes, index === 0 ? {} : choice, axis, value)}
                  completes={chosenVariant(item, axes, choose(item, axes, choice, axis, value))}
                  selected={choice[axis.name] === value}
                  onSelect={() => select(axis, value)}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}

function Chip(props: {
  item: Item;
  axis: Axis;
  value: string;
  variants: readonly Variant[];
  /** The variant that this value would add at once. */
  completes: Variant | null;
  selected: boolean;
  onSelect: () => void;
}) {
  const { t } = useTranslation();
  const made = props.variants.length > 0;
  // Forms that others have a property of, and these do not.
  const value = props.value === '' ? t('selling.without') : props.value;
  const counted = props.completes && made ? [props.completes] : props.variants;
  const available = useStockOf(counted.map((variant) => variant.sku));
  const unit = props.variants[0]?.unit ?? { code: 'PCE', scale: 0 };
  return (
    <button
      type="button"
      aria-pressed={props.selected}
      aria-label={made ? undefined : `${value}: ${t('selling.notMade')}`}
      disabled={!made}
      data-testid={
        made && props.completes ? `variant-${props.completes.sku}` : `axis-${props.axis.name}-${props.value}`
      }
      data-available={available ?? ''}
      onClick={props.onSelect}
      className={classNames(
        'pressable flex min-h-14 min-w-20 flex-col items-center justify-center gap-0.5 rounded-md border px-4',
        props.selected
          ? 'border-accent bg-accent-soft text-accent-ink outline-2 outline-offset-[-2px] outline-accent'
          : made && 'border-line-strong bg-surface text-ink hover:bg-sunken',
        !made && 'border-dashed border-line-strong text-faint line-through',
      )}
    >
      <bdi className="text-body font-semibold">{value}</bdi>
      {made ? <StockBadge available={available} unit={unit} tracked={tracksStock(props.item)} /> : null}
    </button>
  );
}
