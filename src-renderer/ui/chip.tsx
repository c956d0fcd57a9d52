import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** One of several that can be on together, or one value of an axis. `impossible` is struck through and cannot be pressed. */
export function Chip(props: {
  pressed: boolean;
  onPress: () => void;
  children: ReactNode;
  /** Under the word: what there is of it. */
  note?: ReactNode;
  impossible?: boolean;
  testId?: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={props.pressed}
      disabled={props.impossible}
      onClick={props.onPress}
      data-testid={props.testId}
      className={classNames(
        'pressable flex min-h-12 min-w-12 flex-col items-center justify-center rounded-md border px-3.5 py-1 text-body',
        props.impossible
          ? 'border-dashed border-line-strong text-faint line-through'
          : props.pressed
            ? 'border-accent bg-accent font-semibold text-on-accent'
            : 'border-line-strong bg-surface font-medium text-ink hover:bg-sunken',
      )}
    >
      {props.children}
      {props.note ? <span className="text-note font-normal">{props.note}</span> : null}
    </button>
  );
}
