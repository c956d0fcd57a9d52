import { IdCard } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { businessDay } from '../../../shared/core/business-day.ts';
import { bornOnOrBefore } from '../../../shared/sale/age.ts';
import type { WaitingArticle } from '../../runtime/cashier-store.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useClock } from '../../ui/money.tsx';

/** Is the customer old enough? Asked once for each age of a sale; scanning goes on, and waits here with the rest. */
export function AgeQuestion(props: {
  waiting: readonly WaitingArticle[];
  onAnswer: (oldEnough: boolean) => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const settings = useStoreSettings();
  const yes = useRef<HTMLButtonElement>(null);
  const { waiting } = props;
  const age = Math.min(...waiting.map(({ minAge }) => minAge));
  const about = waiting.find(({ minAge }) => minAge === age);
  const name = till.catalogue.findItem(about?.itemId ?? '')?.name ?? '';
  const now = till.clock.bestNow().toISOString();
  // By the calendar, not by the shop's books: after midnight it is the next day.
  const today = settings ? businessDay(now, settings.timeZone) : now.slice(0, 10);
  const born = bornOnOrBefore(today, age);
  return (
    <Dialog
      title={t('selling.age.title', { age })}
      description={t('selling.age.hint', { name })}
      closeLabel={t('selling.age.no')}
      onClose={() => props.onAnswer(false)}
      initialFocus={yes}
      testId="age-question"
      footer={
        <>
          <Button
            look="danger"
            size="large"
            keyCap="Esc"
            className="flex-1"
            data-testid="age-no"
            onClick={() => props.onAnswer(false)}
          >
            {t('selling.age.no')}
          </Button>
          <Button
            ref={yes}
            look="primary"
            size="large"
            keyCap="Enter"
            className="flex-1"
            data-testid="age-yes"
            onClick={() => props.onAnswer(true)}
          >
            {t('selling.age.yes')}
          </Button>
        </>
      }
    >
      <div className="flex items-center gap-5 pt-3">
        <IdCard size={48} aria-hidden="true" className="shrink-0 text-faint" />
        <div>
          <div className="text-body text-muted">{t('selling.age.born')}</div>
          <div className="money text-sum font-bold" data-testid="age-born" data-day={born}>
            {clock.day(born, 'long')}
          </div>
          <p aria-live="polite" className="mt-1 min-h-5 text-small text-muted">
            {waiting.length > 1 ? t('selling.age.waiting', { count: waiting.length }) : ''}
          </p>
        </div>
      </div>
    </Dialog>
  );
}
