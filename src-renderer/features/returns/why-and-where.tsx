import { useTranslation } from 'react-i18next';
import { RETURN_REASONS, type ReturnReason } from '../../../shared/sale/returns.ts';
import { Choice } from '../../ui/choice.tsx';
import { Select } from '../../ui/select.tsx';

export interface WhyAndWhereOf {
  readonly reason: ReturnReason;
  readonly disposition: 'restock' | 'damaged';
}

/** Why goods come back, and where they go. */
export function WhyAndWhere(props: {
  lineId: string;
  value: WhyAndWhereOf;
  onChange: (part: Partial<WhyAndWhereOf>) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="mt-3 grid grid-cols-2 gap-3">
      <Select
        label={t('returns.reason')}
        value={props.value.reason}
        options={RETURN_REASONS.map((value) => ({ value, label: t(`returns.reasons.${value}`) }))}
        onChange={(reason) =>
          props.onChange({
            reason,
            // Goods that are broken do not go back on the shelf unless somebody says so.
            disposition: reason === 'faulty' || reason === 'damaged' ? 'damaged' : 'restock',
          })
        }
        testId={`return-reason-${props.lineId}`}
      />
      <Choice
        label={t('returns.disposition')}
        value={props.value.disposition}
        options={(['restock', 'damaged'] as const).map((value) => ({ value, label: t(`returns.${value}`) }))}
        onChange={(disposition) => props.onChange({ disposition })}
        testId={`return-disposition-${props.lineId}`}
      />
    </div>
  );
}
