import { GraduationCap } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCaps, useKeyHint, useKeysInForce } from '../runtime/key-acts.ts';
import { useIsTraining } from '../runtime/till-context.tsx';
import { CHOSEN_ACTS } from '../runtime/till-keys.ts';
import { askForTraining, useTraining } from '../training/till-stage.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { KeyCap } from '../ui/key-cap.tsx';

/** Keys that stay where they are. */
const FIXED = [
  { caps: ['5', '*'], words: 'times' },
  { caps: ['Enter'], words: 'enter' },
  { caps: ['↑', '↓'], words: 'select' },
  { caps: ['+', '−'], words: 'moreLess' },
  { caps: ['Esc'], words: 'escape' },
] as const;

/** The keys, as they stand on the buttons. */
export function HelpOverlay(props: { onClose: () => void }) {
  const { t } = useTranslation();
  const keys = useKeysInForce();
  const caps = useCaps();
  const rows = [
    ...CHOSEN_ACTS.map((act) => ({
      caps: act === 'help' ? [...caps(keys.help), '?'] : caps(keys[act]),
      words: act,
    })),
    ...FIXED,
  ];
  return (
    <Dialog
      title={t('till.keys.title')}
      description={t('till.keys.intro')}
      width="wide"
      closeLabel={t('till.close')}
      onClose={props.onClose}
      bodyTakesFocus
      testId="help"
      footer={<TrainingDoor onClose={props.onClose} />}
    >
      <dl className="gap-x-10 pt-1 min-[760px]:columns-2">
        {rows.map(({ caps: shown, words }) => (
          <div
            key={words}
            className="flex min-h-12 break-inside-avoid items-center gap-3 border-b border-line py-1"
            data-testid={`help-${words}`}
          >
            <dt className="flex w-28 shrink-0 gap-1.5" dir="ltr">
              {shown.map((cap) => (
                <KeyCap key={cap} standing>
                  {cap}
                </KeyCap>
              ))}
            </dt>
            <dd className="min-w-0 text-body">{t(`till.keys.${words}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

/** The way into the training by touch, and out of it. */
function TrainingDoor(props: { onClose: () => void }) {
  const { t } = useTranslation();
  const training = useTraining();
  const isTraining = useIsTraining();
  const why = training.whyNot();
  return (
    <div className="flex min-w-0 flex-1 items-center gap-4">
      <GraduationCap size={24} aria-hidden="true" className="shrink-0 text-training-ink" />
      <p className="min-w-0 flex-1 text-body">
        <span className="block font-semibold">{t('training.title')}</span>
        <span className="block text-small text-muted">{t('training.intro')}</span>
      </p>
      <Button
        {...useKeyHint('training')}
        disabledReason={why && !isTraining ? t(`till.notices.${why}`) : null}
        onClick={() => {
          props.onClose();
          askForTraining(training);
        }}
        data-testid="training-door"
      >
        {isTraining ? t('training.leave') : t('training.begin')}
      </Button>
    </div>
  );
}
