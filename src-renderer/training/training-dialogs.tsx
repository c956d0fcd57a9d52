import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';

/** Whoever begins by accident would sell for nothing: so it is asked. */
export function BeginDialog(props: { onBegin: () => void; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t('training.beginTitle')}
      confirmLabel={t('training.begin')}
      cancelLabel={t('training.back')}
      onConfirm={props.onBegin}
      onCancel={props.onBack}
      testId="training-begin"
    >
      <p>{t('training.beginHint')}</p>
      <p className="mt-3">{t('training.beginKept')}</p>
    </ConfirmDialog>
  );
}

/** Whoever leaves by accident would practise in earnest: so it is asked. */
export function EndDialog(props: { onEnd: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t('training.endTitle')}
      confirmLabel={t('training.leave')}
      cancelLabel={t('training.stay')}
      onConfirm={props.onEnd}
      onCancel={props.onStay}
      testId="training-end"
    >
      {t('training.endHint')}
    </ConfirmDialog>
  );
}

/** Settings and the sync centre change the real till, or what it has written. */
export function OfTheRealDialog(props: { onEnd: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <ConfirmDialog
      title={t('training.realTitle')}
      confirmLabel={t('training.leave')}
      cancelLabel={t('training.stay')}
      onConfirm={props.onEnd}
      onCancel={props.onStay}
      testId="training-real"
    >
      {t('training.realHint')}
    </ConfirmDialog>
  );
}
