import { useTranslation } from 'react-i18next';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Button } from '../ui/button.tsx';

/** The local store did not open. Says that nothing is lost, and why. */
export function OpenFailed(props: { detail: string }) {
  const { t } = useTranslation();
  return (
    <main
      className="flex h-full flex-col items-center justify-center gap-4 bg-canvas p-8 text-center"
      role="alert"
    >
      <BrandMark size={48} />
      <h1 className="text-title font-semibold">{t('till.openFailed')}</h1>
      <p className="max-w-[48ch] text-body text-muted">{t('till.openFailedHint')}</p>
      <p className="selectable max-w-[72ch] text-small text-faint [overflow-wrap:anywhere]">{props.detail}</p>
      <Button look="primary" size="large" onClick={() => location.reload()}>
        {t('till.again')}
      </Button>
    </main>
  );
}
