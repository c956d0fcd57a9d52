import { Delete } from 'lucide-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useWords } from '../languages/use-words.ts';
import { classNames } from './class-names.ts';
import { digitOf } from './pad-entry.ts';
import { Spinner } from './spinner.tsx';

const KEYS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', 'clear', '0', 'erase'] as const;

/** How many digits were typed, never which. */
export function PinDots(props: { typed: number; length: number; wrong?: boolean }) {
  const { t } = useWords();
  const places = Array.from({ length: Math.max(props.length, props.typed) }, (_, place) => place);
  return (
    <p
      role="img"
      aria-label={t('kit.pinTyped', { count: props.typed })}
      data-testid="pin-dots"
      data-typed={props.typed}
      className="flex h-10 items-center justify-center gap-4"
      dir="ltr"
    >
      {places.map((place) => (
        <span
          key={place}
          className={classNames(
            'block h-4 w-4 rounded-full border-2',
            props.wrong ? 'border-danger-ink' : 'border-ink',
            place < props.typed && (props.wrong ? 'bg-danger-ink' : 'bg-ink'),
          )}
        />
      ))}
    </p>
  );
}

/**
 * A PIN by touch or keyboard. It is asked for whole: `onPin` is called when `length` digits are there, or by Enter
 * from `least` on. The digits are forgotten with that call.
 * While `locked` is set nothing can be typed and the words say for how long.
 */
export function PinPad(props: {
  label: string;
  /** Digits that a PIN has; the dots show as many. */
  length: number;
  /** The fewest that Enter takes, for PINs of several lengths. By default `length`. */
  least?: number;
  onPin: (pin: string) => void;
  busy?: boolean;
  /** What was wrong with the last one, in words. */
  error?: string | null;
  /** Words that say why and until when nothing is taken; null when it may be typed. */
  locked?: string | null;
}) {
  const { t } = useWords();
  const [pin, setPin] = useState('');
  const box = useRef<HTMLFieldSetElement>(null);
  const barred = Boolean(props.busy) || Boolean(props.locked);
  const { length, least = length, onPin } = props;

  const give = (whole: string) => {
    setPin('');
    onPin(whole);
  };
  const press = (key: string) => {
    if (barred) return;
    if (key === 'clear') setPin('');
    else if (key === 'erase') setPin(pin.slice(0, -1));
    else if (key === 'enter') {
      if (pin.length >= least) give(pin);
    } else if (pin.length + 1 >= length) give(pin + key);
    else setPin(pin + key);
  };
  const heard = useRef(press);
  heard.current = press;

  // Digits count wherever the focus is within the dialog or screen that shows the pad, but not in another field; from the moment
  // that the pad is there.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
      // By its place, too: a PIN is digits alone, so the row above the letters means them on a French keyboard as well.
      const digit = digitOf(event) ?? /^Digit(\d)$/.exec(event.code)?.[1];
      const isOwnButton = event.target instanceof HTMLButtonElement;
      const key =
        digit ??
        (event.key === 'Backspace' ? 'erase' : event.key === 'Enter' && !isOwnButton ? 'enter' : null);
      if (!key || !box.current?.isConnected) return;
      event.preventDefault();
      event.stopPropagation();
      heard.current(key);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);

  return (
    <fieldset ref={box} aria-label={props.label} data-testid="pin-pad" className="m-0 min-w-0 border-0 p-0">
      <PinDots typed={pin.length} length={length} wrong={Boolean(props.error) && pin === ''} />
      <p
        role={props.error || props.locked ? 'alert' : undefined}
        data-testid="pin-says"
        {...(props.locked ? { 'data-varies': true } : {})}
        className={classNames(
          'mb-3 flex min-h-12 items-center justify-center gap-2 text-center text-body',
          props.error || props.locked ? 'font-medium text-danger-ink' : 'text-muted',
        )}
      >
        {props.busy ? <Spinner /> : null}
        {props.locked ?? props.error ?? (props.busy ? t('kit.pinChecking') : '')}
      </p>
      <div className="mx-auto grid w-full max-w-[320px] grid-cols-3 gap-2" dir="ltr">
        {KEYS.map((key) => (
          <button
            key={key}
            type="button"
            disabled={barred}
            aria-label={key === 'clear' ? t('kit.pinClear') : key === 'erase' ? t('kit.pinErase') : key}
            data-testid={`pin-${key}`}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => press(key)}
            className={classNames(
              'pressable money flex h-16 items-center justify-center rounded-md text-title font-semibold disabled:opacity-45',
              key === 'clear' || key === 'erase'
                ? 'bg-sunken text-body text-ink'
                : 'border border-line bg-surface text-ink shadow-lift',
            )}
          >
            {key === 'clear' ? (
              t('kit.pinClear')
            ) : key === 'erase' ? (
              <Delete size={24} aria-hidden="true" />
            ) : (
              key
            )}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
