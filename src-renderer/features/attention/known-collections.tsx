import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useCalm } from '../../runtime/use-calm.ts';
import { useReadable } from '../../runtime/use-readable.ts';
import { useLocale } from '../../ui/money.tsx';
import { ageOf } from './sync-view.ts';
import { useAge } from './use-age.ts';

/** How far the till has followed the server, collection by collection. */
export function KnownCollections(props: { now: number }) {
  const { t } = useTranslation();
  const till = useTill();
  const age = useAge();
  const locale = useLocale();
  const collections = useCalm(useReadable(till.collections), 500, true);
  const progress = useReadable(till.catalogue.progress);
  return (
    <dl className="divide-y divide-line rounded-md border border-line">
      {collections.map(({ collection, state, receivedAt }) => {
        const words = t(`attention.knownStates.${state}`);
        const figure =
          collection === 'items' && progress.items > 0
            ? new Intl.NumberFormat(locale).format(progress.items)
            : '';
        return (
          <div
            key={collection}
            className="flex min-h-12 items-center gap-3 px-4"
            data-testid={`known-${collection}`}
            data-state={state}
          >
            <dt className="flex-1 text-body font-medium">
              {[t(`attention.knownCollections.${collection}`), figure].filter(Boolean).join(' · ')}
            </dt>
            <dd data-varies className="money text-end text-small text-muted">
              {receivedAt && state === 'complete'
                ? t('attention.knownSince', { state: words, age: age(ageOf(receivedAt, props.now)) })
                : words}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
