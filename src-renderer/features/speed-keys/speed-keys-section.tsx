import { Grid3x3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cashier } from '../../runtime/cashier-store.ts';
import type { SettingsSection } from '../../runtime/settings-section.ts';
import { useSpeedKeys } from '../../runtime/speed-keys.ts';
import { Button } from '../../ui/button.tsx';
import { List, ListRow } from '../../ui/list-row.tsx';
import { NewsBanner } from './news-banner.tsx';

/** What is arranged, and the way into the editor. */
export const speedKeysSection: SettingsSection = {
  id: 'speedKeys',
  title: (t) => t('speedKeys.section.title'),
  icon: <Grid3x3 size={19} aria-hidden="true" className="shrink-0" />,
  Content: SpeedKeysOverview,
};

function SpeedKeysOverview() {
  const { t } = useTranslation();
  const { pages, news } = useSpeedKeys();
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-body text-muted">{t('speedKeys.section.hint')}</p>
      {news ? <NewsBanner news={news} /> : null}
      <div className="w-full">
        <List label={t('speedKeys.pages')}>
          {pages.length === 0 ? <ListRow title={t('speedKeys.section.none')} /> : null}
          {pages.map(({ name, keys }) => (
            <ListRow
              key={name}
              title={<bdi>{name}</bdi>}
              end={t('speedKeys.section.keys', { count: keys.length })}
            />
          ))}
        </List>
      </div>
      <Button
        look="primary"
        onClick={() => cashier.set({ panel: 'speedKeys', speedKeyPage: null })}
        data-testid="speed-keys-open"
      >
        {t('speedKeys.section.open')}
      </Button>
    </div>
  );
}
