import { useTranslation } from 'react-i18next';
import type { SpeedKeysNews } from '../../../shared/staff/speed-keys.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { useClock } from '../../ui/money.tsx';

/** Whose arrangement holds, where that is not plain: this till's own alone, or another's that came before or after it. */
export function NewsBanner({ news }: { news: SpeedKeysNews }) {
  const { t } = useTranslation();
  const clock = useClock();
  const staff = useReadable(useTill().staff);
  const name = staff.find(({ id }) => id === news.staffId)?.name ?? '';
  return (
    <Banner tone="info" still code={news.kind} testId="speed-keys-news">
      {t(`speedKeys.news.${news.kind}`, { name, time: clock.dayAndTime(news.at) })}
    </Banner>
  );
}
