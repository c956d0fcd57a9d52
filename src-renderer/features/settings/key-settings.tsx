import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCaps, useKeysInForce } from '../../runtime/key-acts.ts';
import { CHOSEN_ACTS, type ChosenAct, type ChosenKeys, decideKey, nameOf } from '../../runtime/till-keys.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';

/** Which key does what. A key that another act has is named, and the two may swap. */
export function KeySettings(props: { chosen: ChosenKeys; onSave: (chosen: ChosenKeys) => void }) {
  const { t } = useTranslation();
  const keys = useKeysInForce();
  const caps = useCaps();
  const [choosing, setChoosing] = useState<ChosenAct | null>(null);
  return (
    <div>
      <p className="mb-2 text-small text-muted">{t('settings.keys.hint')}</p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {CHOSEN_ACTS.map((act) => (
          <li key={act}>
            <button
              type="button"
              onClick={() => setChoosing(act)}
              aria-label={t('settings.keys.change', {
                key: caps(keys[act]).join('+'),
                act: t(`till.keys.${act}`),
              })}
              data-testid={`key-${act}`}
              data-key={keys[act]}
              className="pressable flex min-h-12 w-full items-center gap-4 px-4 py-1.5 text-start hover:bg-sunken"
            >
              <span className="min-w-0 flex-1 text-body">{t(`till.keys.${act}`)}</span>
              <span className="flex gap-1" dir="ltr">
                {caps(keys[act]).map((cap) => (
                  <KeyCap key={cap} standing>
                    {cap}
                  </KeyCap>
                ))}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <Button
        className="mt-3"
        disabled={Object.keys(props.chosen).length === 0}
        onClick={() => props.onSave({})}
        data-testid="keys-reset"
      >
        {t('settings.keys.reset')}
      </Button>
      {choosing ? (
        <KeyQuestion
          act={choosing}
          chosen={props.chosen}
          onDone={(chosen) => {
            if (chosen) props.onSave(chosen);
            setChoosing(null);
          }}
        />
      ) : null}
    </div>
  );
}

function KeyQuestion(props: {
  act: ChosenAct;
  chosen: ChosenKeys;
  /** Null leaves it as it was. */
  onDone: (chosen: ChosenKeys | null) => void;
}) {
  const { t } = useTranslation();
  const caps = useCaps();
  const box = useRef<HTMLDivElement>(null);
  const [pressed, setPressed] = useState<string | null>(null);
  const decided = pressed === null ? null : decideKey(props.chosen, props.act, pressed);
  const shown = pressed === null ? '' : caps(pressed).join('+');
  return (
    <Dialog
      title={t('settings.keys.press', { act: t(`till.keys.${props.act}`) })}
      description={t('settings.keys.pressHint')}
      width="narrow"
      closeLabel={t('settings.keys.cancel')}
      onClose={() => props.onDone(null)}
      initialFocus={box}
      testId="key-question"
    >
      <div
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it hears the key that is asked for
        tabIndex={0}
        role="application"
        aria-label={t('settings.keys.pressHint')}
        data-testid="key-listens"
        className="my-2 flex h-20 items-center justify-center gap-2 rounded-md border border-dashed border-line-strong"
        dir="ltr"
        onKeyDown={(event) => {
          // Escape and Tab stay the dialog's.
          if (event.key === 'Escape' || event.key === 'Tab') return;
          event.preventDefault();
          event.stopPropagation();
          const name = nameOf(event);
          if (name === null) return;
          const now = decideKey(props.chosen, props.act, name);
          if (now.ok) props.onDone(now.chosen);
          else setPressed(name);
        }}
      >
        {(pressed === null ? ['…'] : caps(pressed)).map((cap) => (
          <KeyCap key={cap} standing>
            {cap}
          </KeyCap>
        ))}
      </div>
      {decided && !decided.ok ? (
        <Banner
          tone="warning"
          testId="key-refused"
          code={decided.code}
          acts={
            decided.code === 'taken' ? (
              <Button onClick={() => props.onDone(decided.swapped)} data-testid="key-swap">
                {t('settings.keys.swap')}
              </Button>
            ) : null
          }
        >
          {decided.code === 'taken'
            ? t('settings.keys.taken', { key: shown, act: t(`till.keys.${decided.by}`) })
            : t('settings.keys.impossible', { key: shown })}
        </Banner>
      ) : null}
    </Dialog>
  );
}
