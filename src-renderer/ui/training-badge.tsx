import { GraduationCap } from 'lucide-react';
import { useWords } from '../languages/use-words.ts';

/** The word to the frame: there only while `data-training` stands on the root, in whatever bar it is put. */
export function TrainingBadge() {
  const { t } = useWords();
  return (
    <span
      title={t('kit.trainingHint')}
      data-testid="training-badge"
      className="hidden h-9 shrink-0 items-center gap-2 rounded-full border-2 border-training-ink bg-training-soft px-3.5 text-small font-bold text-training-ink uppercase in-data-training:flex"
    >
      <GraduationCap size={18} aria-hidden="true" />
      {t('kit.training')}
    </span>
  );
}
