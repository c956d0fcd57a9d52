import { useTranslation } from 'react-i18next';
import { BrandMark } from '../ui/brand-mark.tsx';
import { Button } from '../ui/button.tsx';

const WORDS = {
  inUse: ['till.inUse', 'till.inUseHint'],
  otherVersion: ['till.otherVersion', 'till.otherVersionHint'],
  failed: ['till.openFailed', 'till.openFailedHint'],
} as const;

/** The local store did not open. Says that nothing is lost, and why. */
export function OpenFailed(props: {
  why: keyof typeof WORDS;
  detail: string;
  /** Where a person may decide to begin anew. */
  onSetAside?: () => void;
}) {
  const { t } = useTranslation();
  const [title, hint] = WORDS[props.why];
  return (
    <main
      className="flex h-full flex-col items-center justify-center gap-4 bg-canvas p-8 text-center"
      role="alert"
      data-testid="open-failed"
      data-in-use={props.why === 'inUse'}
      data-why={props.why}
    >
      <BrandMark size={48} />
      <h1 className="text-title font-semibold">{t(title)}</h1>
      <p className="max-w-[48ch] text-body text-muted">{t(hint)}</p>
      {props.why === 'inUse' ? null : (
        <p className="selectable max-w-[72ch] text-small text-faint [overflow-wrap:anywhere]">
          {props.detail}
        </p>
      )}
      <Button look="primary" size="large" onClick={() => location.reload()}>
        {t('till.again')}
      </Button>
      {props.onSetAside ? (
        <>
          <p className="mt-4 max-w-[56ch] text-body text-muted">{t('till.openFailedAsideHint')}</p>
          <Button look="danger" onClick={props.onSetAside} data-testid="set-aside">
            {t('till.openFailedAside')}
          </Button>
        </>
      ) : null}
    </main>
  );
}

/** While the store is opened, or until the window opens anew. */
export function Waiting(props: { words: 'till.opening' | 'till.openFailedRebuilding' }) {
  const { t } = useTranslation();
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 bg-canvas p-8" role="status">
      <BrandMark size={48} />
      <p className="text-body text-muted">{t(props.words)}</p>
    </main>
  );
}
