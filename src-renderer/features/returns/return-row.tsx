import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReturnableLine } from '../../../shared/sale/returns.ts';
import { useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { QuantityStepper } from '../../ui/quantity-stepper.tsx';
import { Switch } from '../../ui/switch.tsx';
import { WhyAndWhere, type WhyAndWhereOf } from './why-and-where.tsx';

const PIECES = { code: 'PCE', scale: 0 };

export interface Chosen extends WhyAndWhereOf {
  /** In the unit's smallest step. */
  readonly quantity: number;
}

/** A line of a receipt: what may come back of it, how much does, why and where to. */
export function ReturnRow(props: {
  entry: ReturnableLine;
  chosen: Chosen | undefined;
  /** Counts the scans of it, as long as it was the last one. */
  scanned: number;
  onChange: (part: Partial<Chosen>) => void;
}) {
  const { t } = useTranslation();
  const locale = useLocale();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (props.scanned > 0) row.current?.scrollIntoView({ block: 'nearest' });
  }, [props.scanned]);
  const { line, left } = props.entry;
  const name = line.name ?? line.sku;
  const unit = line.unit ?? PIECES;
  const weighed = unit.scale > 0;
  const quantity = props.chosen?.quantity ?? 0;
  const form = [...Object.values(line.properties ?? {}), line.size].filter(Boolean).join(' · ');
  return (
    <li
      ref={row}
      className="rounded-md border border-line bg-surface px-4 py-3"
      data-testid="return-line"
      data-sku={line.sku}
      data-left={left}
    >
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1">
          <span className="block truncate text-body font-semibold">{name}</span>
          <span className="block text-small text-muted">
            {[
              form,
              left === 0
                ? t('returns.nothingLeft')
                : weighed
                  ? t('returns.leftWeight', { quantity: formatQuantity(left, unit, locale, true) })
                  : t('returns.left', { count: left }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
        {weighed ? (
          <Switch
            label={t('returns.returnLine', { name })}
            checked={quantity > 0}
            disabled={left === 0}
            onChange={(on) => props.onChange({ quantity: on ? left : 0 })}
            testId={`return-${line.lineId}`}
          />
        ) : (
          <QuantityStepper
            label={t('returns.returnLine', { name })}
            value={quantity}
            max={left}
            disabled={left === 0}
            onChange={(value) => props.onChange({ quantity: value })}
            lessLabel={t('returns.less', { name })}
            moreLabel={t('returns.more', { name })}
            testId={`return-${line.lineId}`}
          />
        )}
      </div>
      {quantity > 0 && props.chosen ? (
        <WhyAndWhere lineId={line.lineId} value={props.chosen} onChange={props.onChange} />
      ) : null}
    </li>
  );
}
