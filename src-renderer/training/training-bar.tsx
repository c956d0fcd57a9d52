import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useKeyHint } from '../runtime/key-acts.ts';
import { Button } from '../ui/button.tsx';

/** Stands over every screen of a training: what this is, and the way out of it. */
export function TrainingBar(props: { onEnd: () => void }) {
  const { t } = useTranslation();
  return (
    <aside
      aria-label={t('kit.training')}
      data-testid="training-bar"
      className="flex min-h-15 shrink-0 items-center gap-4 border-b-2 border-training-ink bg-training-soft ps-5 pe-4 pt-1.5 text-training-ink"
    >
      <GraduationCap size={26} aria-hidden="true" className="shrink-0" />
      <p className="text-title font-bold whitespace-nowrap uppercase">{t('kit.training')}</p>
      <p className="min-w-0 flex-1 text-small font-medium">{t('kit.trainingHint')}</p>
      <Button
        onClick={props.onEnd}
        {...useKeyHint('training')}
        data-testid="training-leave"
        className="shrink-0"
      >
        {t('training.leave')}
      </Button>
    </aside>
  );
}
