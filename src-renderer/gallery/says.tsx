import { ArchiveRestore, Undo2 } from 'lucide-react';
import { useWords } from '../languages/use-words.ts';
import { ActStrip } from '../ui/act-strip.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadingState } from '../ui/loading-state.tsx';
import { Progress } from '../ui/progress.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { Spinner } from '../ui/spinner.tsx';
import { Part } from './part.tsx';

const nothing = () => {};

export function Says() {
  const { t } = useWords();
  return (
    <>
      <Part name="banner" wide>
        <Banner still tone="info">
          {t('attention.progressHint')}
        </Banner>
        <Banner still tone="good" title={t('settings.printerTested')} />
        <Banner
          still
          tone="warning"
          title={t('till.notices.clockWrong')}
          acts={<Button>{t('till.dismiss')}</Button>}
        />
        <Banner
          still
          tone="error"
          title={t('tendering.commitFailedTitle')}
          acts={<Button>{t('till.again')}</Button>}
        >
          {t('tendering.commitFailedHint')}
        </Banner>
        <Banner still tone="training" title={t('kit.training')}>
          {t('kit.trainingHint')}
        </Banner>
      </Part>
      <Part name="act-strip" wide>
        <ActStrip
          act={t('selling.undo')}
          icon={<Undo2 size={18} aria-hidden="true" className="mirrored" />}
          keyCap="Ctrl+Z"
          onAct={nothing}
        >
          {t('selling.undoRemovedMany', { count: 3 })}
        </ActStrip>
      </Part>
      <Part name="empty-state · loading-state · error-state">
        <div className="w-90">
          <Card>
            <EmptyState
              icon={<ArchiveRestore size={40} />}
              title={t('parking.empty')}
              hint={t('parking.emptyHint')}
              act={<Button>{t('selling.park')}</Button>}
            />
          </Card>
        </div>
        <div className="w-90">
          <Card>
            <LoadingState title={t('staff.waiting')} hint={t('staff.waitingHint')} />
          </Card>
        </div>
        <div className="w-90">
          <Card>
            <ErrorState
              title={t('till.openFailed')}
              hint={t('till.openFailedHint')}
              detail="QuotaExceededError: no space left"
              act={<Button look="primary">{t('till.again')}</Button>}
            />
          </Card>
        </div>
      </Part>
      <Part name="progress · skeleton · spinner">
        <div className="w-90">
          <Progress
            label={t('pairing.downloading')}
            value={120}
            most={400}
            said={t('attention.progress', { done: 120, total: 400 })}
          />
        </div>
        <div className="w-90">
          <Progress label={t('attention.connecting')} value={null} most={1} />
        </div>
        <div className="w-90">
          <SkeletonRows rows={2} label={t('pairing.downloading')} />
        </div>
        <Spinner />
      </Part>
    </>
  );
}
