import type { Ref } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { figuresOf } from '../../ui/pad-entry.ts';

/** A figure that is typed with the keys or the pad: what it means stands over what was typed. */
export function FigureField(props: {
  label: string;
  typed: string;
  shown: string;
  onType: (typed: string) => void;
  onFocus?: () => void;
  active?: boolean;
  large?: boolean;
  testId: string;
  ref?: Ref<HTMLInputElement>;
}) {
  return (
    <div className="relative">
      <input
        ref={props.ref}
        value={props.typed}
        inputMode="decimal"
        autoComplete="off"
        aria-label={`${props.label}: ${props.shown}`}
        data-testid={props.testId}
        onFocus={props.onFocus}
        onChange={(event) => props.onType(figuresOf(event.target.value))}
        className={classNames(
          'w-full rounded-md border bg-canvas px-4 text-end text-transparent caret-transparent',
          props.large ? 'h-16' : 'h-12',
          props.active ? 'border-accent' : 'border-line-strong',
        )}
      />
      <output
        aria-hidden="true"
        className={classNames(
          'money pointer-events-none absolute inset-0 flex items-center justify-end px-4 font-bold',
          props.large ? 'text-sum' : 'text-strong',
          props.typed === '' && 'text-muted',
        )}
      >
        {props.shown}
      </output>
    </div>
  );
}
