import { CheckCircle2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useCalm } from '../../runtime/use-calm.ts';
import { useReadable } from '../../runtime/use-readable.ts';
import type { DrainProgress } from '../../sync/drain-progress.ts';
import { useLocale } from '../../ui/money.tsx';
import { ageOf, spanOf } from './sync-view.ts';
import { useAge } from './use-age.ts';

const CALM_MS = 500;

/** What waits to be sent, kind by kind; and how far a backlog has come. */
export function OutboxList(props: { now: number }) {
  const { t } = useTranslation();
  const till = useTill();
  const age = useAge();
  const locale = useLocale();
  const numbers = new Intl.NumberFormat(locale);
  const present = useReadable(till.outbox);
  const outbox = useCalm(present, CALM_MS, present.progress !== null);
  return (
    <>
      {outbox.progress ? <Progress progress={outbox.progress} format={(n) => numbers.format(n)} /> : null}
      {outbox.unsent === 0 ? (
        <p className="flex items-center gap-2 text-body text-accent-ink" data-testid="outbox-empty">
          <CheckCircle2 size={20} aria-hidden="true" />
          {t('attention.outboxEmpty')}
        </p>
      ) : null}
      <dl className="mt-2 divide-y divide-line rounded-md border border-line">
        {outbox.parts.map((part) => (
          <div
            key={part.collection}
            className="flex min-h-12 items-center gap-3 px-4"
            data-testid={`outbox-${part.collection}`}
            data-unsent={part.unsent}
          >
            <dt className="flex-1 text-body font-medium">{t(`attention.collections.${part.collection}`)}</dt>
            <dd {...(part.unsent > 0 ? { 'data-varies': true } : {})} className="money text-small text-muted">
              {part.unsent === 0
                ? t('attention.allSent')
                : [
                    t('attention.unsent', { count: part.unsent }),
                    part.oldestAt ? t('attention.oldest', { age: age(ageOf(part.oldestAt, props.now)) }) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Progress(props: { progress: DrainProgress; format: (count: number) => string }) {
  const { t } = useTranslation();
  const { done, total, leftMs } = props.progress;
  const words = t('attention.progress', { done: props.format(done), total: props.format(total) });
  const span = leftMs === null ? null : spanOf(leftMs);
  const left =
    leftMs === null || !span
      ? ''
      : leftMs < 60_000
        ? t('attention.progressSoon')
        : t('attention.progressLeft', { span: t(`attention.${span.key}`, { count: span.count }) });
  return (
    <div className="mb-3 rounded-md bg-info-soft p-4 text-info-ink" data-testid="drain-progress">
      <p className="money flex justify-between gap-4 text-body font-semibold">
        <span>{words}</span>
        <span>{left}</span>
      </p>
      <progress
        className="drain mt-2 block h-2 w-full"
        value={done}
        max={total}
        aria-label={words}
        data-done={done}
        data-total={total}
      />
      <p className="mt-2 text-small">{t('attention.progressHint')}</p>
    </div>
  );
}
