import { useTranslation } from 'react-i18next';
import { useCaps, useKeysInForce } from '../runtime/key-acts.ts';
import { CHOSEN_ACTS } from '../runtime/till-keys.ts';
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
