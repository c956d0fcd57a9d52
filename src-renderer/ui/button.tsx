import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-semibold',
  secondary: 'bg-surface text-ink border border-line-strong hover:bg-sunken font-medium',
  quiet: 'bg-transparent text-ink hover:bg-sunken font-medium',
  danger: 'bg-surface text-danger-ink border border-danger-ink hover:bg-danger-soft font-semibold',
} as const;

const SIZES = {
  regular: 'min-h-12 px-4 text-body gap-2 rounded-md',
  large: 'min-h-16 px-5 text-strong gap-3 rounded-md',
  square: 'h-12 w-12 shrink-0 rounded-md',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS;
  size?: keyof typeof SIZES;
  /** The key that does the same, shown on the button. */
  keyCap?: string | undefined;
  ref?: Ref<HTMLButtonElement>;
  children?: ReactNode;
}

export function Button(props: ButtonProps) {
  const { look = 'secondary', size = 'regular', keyCap, className, children, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={classNames(
        'pressable inline-flex items-center justify-center select-none',
        'disabled:opacity-45 disabled:pointer-events-none',
        LOOKS[look],
        SIZES[size],
        className,
      )}
    >
      {children}
      {keyCap ? <KeyCap>{keyCap}</KeyCap> : null}
    </button>
  );
}

/** A key's name as it stands on the keyboard. Read out by `aria-keyshortcuts` of its button, so hidden here. */
export function KeyCap(props: { children: ReactNode }) {
  return (
    <span
      aria-hidden="true"
      className="font-sans text-note font-medium leading-none px-1.5 py-1 rounded-sm border border-current/30"
    >
      {props.children}
    </span>
  );
}
