import { useId } from 'react';
import { useWords } from '../languages/use-words.ts';
import { classNames } from './class-names.ts';
import type { MoneyFormat } from './money-format.ts';
import { QuantityStepper } from './quantity-stepper.tsx';

/** How many of each note and coin, by its value in minor units. What is missing counts as none. */
export type DenominationCounts = Readonly<Record<number, number>>;

/** Σ value × count, in minor units. */
export const countedMinor = (counts: DenominationCounts): number =>
  Object.entries(counts).reduce((sum, [value, count]) => sum + Number(value) * count, 0);

/** Cash counted note by note: value × count = sum, and the whole below. Tab goes from count to count. */
export function DenominationCounter(props: {
  label: string;
  /** Minor units, in the order shown; largest first, as a drawer is sorted. */
  denominationsMinor: readonly number[];
  counts: DenominationCounts;
  onChange: (counts: DenominationCounts) => void;
  money: MoneyFormat;
  disabled?: boolean;
}) {
  const { t } = useWords();
  const id = useId();
  const { money, counts } = props;
  return (
    <div data-testid="denominations">
      <h3 id={id} className="sr-only">
        {props.label}
      </h3>
      <ul aria-labelledby={id} className="gap-x-8 min-[900px]:columns-2">
        {props.denominationsMinor.map((value) => {
          const count = counts[value] ?? 0;
          const name = money.format(value);
          return (
            <li
              key={value}
              className="flex min-h-14 break-inside-avoid items-center gap-3 border-b border-line py-1"
              data-value={value}
            >
              <span className="money w-24 shrink-0 text-end text-body font-semibold">{name}</span>
              <span aria-hidden="true" className="text-muted">
                ×
              </span>
              <QuantityStepper
                label={t('kit.countOf', { value: name })}
                value={count}
                onChange={(next) => props.onChange({ ...counts, [value]: next })}
                lessLabel={t('kit.less', { value: name })}
                moreLabel={t('kit.more', { value: name })}
                disabled={props.disabled ?? false}
                testId={`denomination-${value}`}
              />
              <span
                className={classNames(
                  'money min-w-0 flex-1 text-end text-body',
                  count === 0 ? 'text-faint' : 'font-semibold',
                )}
              >
                {money.format(value * count)}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="flex items-baseline justify-between gap-4 pt-3">
        <span className="text-strong font-semibold">{t('kit.sum')}</span>
        <output
          aria-live="polite"
          data-testid="denominations-sum"
          data-minor={countedMinor(counts)}
          className="money text-sum font-bold"
        >
          {money.format(countedMinor(counts))}
        </output>
      </p>
    </div>
  );
}
