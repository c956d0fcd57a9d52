import { useTranslation } from 'react-i18next';
import type { Age } from './sync-view.ts';

/** How long ago, in words. */
export function useAge(): (age: Age) => string {
  const { t } = useTranslation();
  return (age) =>
    age.key === 'agoNow' ? t('attention.agoNow') : t(`attention.${age.key}`, { count: age.count });
}
