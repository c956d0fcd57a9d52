import type { Unit } from '../../../shared/catalog/item.ts';
import { useWords } from '../../languages/use-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { useLocale } from '../../ui/money.tsx';
import { formatStock } from '../../ui/quantity.ts';
import { badgeLevel } from './line-view.ts';

/** What is left of an article. Words change with the level, so that colour is not the only sign. */
export function StockBadge(props: { available: number | null; unit: Unit; tracked: boolean }) {
  const { t } = useWords();
  const locale = useLocale();
  const level = badgeLevel(props.available, props.unit, props.tracked);
  if (level === 'untracked' || level === 'unknown') return null;
  const quantity = formatStock(Math.max(0, props.available ?? 0), props.unit, locale);
  const words =
    level === 'out'
      ? t('selling.outOfStock')
      : level === 'low'
        ? t('selling.lowStock', { quantity })
        : t('selling.availableShort', { quantity });
  return (
    <span
      className={classNames(
        'money min-w-0 truncate rounded-sm px-1.5 text-note font-medium leading-[20px]',
        level === 'plenty' && 'bg-sunken text-muted',
        level === 'low' && 'bg-warn-soft text-warn-ink',
        level === 'out' && 'bg-danger-soft text-danger-ink',
      )}
    >
      {words}
    </span>
  );
}
