import { useTranslation } from 'react-i18next';
import { tenderKindsOf } from '../../../shared/sale/tender-kind.ts';
import { useStoreSettings } from '../../runtime/till-context.tsx';

/** What a way of paying is called: cash and card in the till's language, the others as the shop calls them. */
export function useTenderName(): (kind: string) => string {
  const { t } = useTranslation();
  const kinds = tenderKindsOf(useStoreSettings());
  return (kind) => {
    const label = kinds.find((other) => other.kind === kind)?.label ?? '';
    if (label !== '') return label;
    return kind === 'cash' ? t('tendering.cash') : kind === 'card' ? t('tendering.card') : kind;
  };
}
