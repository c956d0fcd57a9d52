import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { HELP_KEYS } from './keys.ts';

/** The keys, as they stand on the buttons. */
export function HelpOverlay(props: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('till.keys.title')}
      description={t('till.keys.intro')}
      closeLabel={t('till.close')}
      onClose={props.onClose}
      testId="help"
    >
      <dl className="grid grid-cols-1 gap-x-8 pt-2">
        {HELP_KEYS.map(({ caps, words }) => (
          <div key={words} className="flex min-h-11 items-center gap-4 border-b border-line last:border-b-0">
            <dt className="flex w-32 shrink-0 gap-1.5">
              {caps.map((cap) => (
                <kbd
                  key={cap}
                  className="inline-flex min-w-9 items-center justify-center rounded-sm border border-line-strong bg-sunken px-2 py-1 font-sans text-small font-semibold"
                >
                  {cap}
                </kbd>
              ))}
            </dt>
            <dd className="text-body">{t(`till.keys.${words}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
