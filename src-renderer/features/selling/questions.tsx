import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { AgeQuestion } from './age-question.tsx';
import { PriceQuestion, WeightQuestion } from './amount-question.tsx';
import type { SellingActs } from './selling-acts.ts';
import { VariantPicker } from './variant-picker.tsx';

/** What stands between an article and its line: which form, how much, at what price. */
export function Questions(props: { acts: SellingActs }) {
  const { catalogue } = useTill();
  const asking = useCashier((state) => state.asking);
  if (asking?.kind === 'age')
    return <AgeQuestion waiting={asking.waiting} onAnswer={(yes) => void props.acts.answerAge(yes)} />;
  const item = asking ? catalogue.findItem(asking.itemId) : undefined;
  if (!asking || !item) return null;
  const close = () => cashier.set({ asking: null });
  const add: SellingActs['add'] = (wanted) => {
    close();
    return props.acts.add(wanted);
  };

  if (asking.kind === 'variant')
    return (
      <VariantPicker
        key={item.id}
        item={item}
        times={asking.times}
        onClose={close}
        onPick={(variant) => {
          const scaled = item.openPrice || variant.unit.scale > 0;
          if (!scaled) void add({ item, variant, quantity: asking.times });
          else if (item.openPrice)
            cashier.set({
              asking: { kind: 'price', itemId: item.id, sku: variant.sku, times: asking.times },
            });
          else
            cashier.set({
              asking: { kind: 'weight', itemId: item.id, sku: variant.sku, times: asking.times },
            });
        }}
      />
    );
  const variant = item.variants.find((other) => other.sku === asking.sku);
  if (!variant) return null;
  if (asking.kind === 'weight')
    return (
      <WeightQuestion
        key={variant.sku}
        item={item}
        variant={variant}
        times={asking.times}
        onClose={close}
        onAnswer={(quantity) => void add({ item, variant, quantity: quantity * asking.times })}
      />
    );
  return (
    <PriceQuestion
      key={variant.sku}
      item={item}
      times={asking.times}
      onClose={close}
      onAnswer={(unitPriceMinor) =>
        void add({ item, variant, quantity: asking.times * 10 ** variant.unit.scale, unitPriceMinor })
      }
    />
  );
}
