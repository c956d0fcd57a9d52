import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';
import { KeyCap } from './key-cap.tsx';
import { Spinner } from './spinner.tsx';

const LOOKS = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-semibold',
  secondary: 'bg-surface text-ink border border-line-strong hover:bg-sunken font-medium',
  quiet: 'bg-transparent text-ink hover:bg-sunken font-medium',
  danger: 'bg-surface text-danger-ink border border-danger-ink hover:bg-danger-soft font-semibold',
} as const;

const SIZES = {
  regular: 'min-h-12 px-4 py-1 text-body gap-2 rounded-md',
  large: 'min-h-16 px-5 py-1 text-strong gap-3 rounded-md',
  square: 'h-12 w-12 shrink-0 rounded-md',
} as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: keyof typeof LOOKS;
  size?: keyof typeof SIZES;
  /** The key that does the same, shown on the button. */
  keyCap?: string | undefined;
  /** What was pressed is under way: it turns, keeps the focus, and takes no second press. */
  busy?: boolean;
  /** Why it cannot be pressed. It stays in the order of focus, so that the reason can be read and heard. */
  disabledReason?: string | null | undefined;
  ref?: Ref<HTMLButtonElement>;
  children?: ReactNode;
}

export function Button(props: ButtonProps) {
  const {
    look = 'secondary',
    size = 'regular',
    keyCap,
    busy,
    disabledReason,
    className,
    children,
    ...rest
  } = props;
  const id = useId();
  const barred = busy || Boolean(disabledReason);
  return (
    <button
      type="button"
      {...rest}
      {...(barred
        ? {
            'aria-disabled': true,
            'aria-busy': busy || undefined,
            // Also keeps a form from being sent twice.
            onClick: (event: MouseEvent) => event.preventDefault(),
          }
        : {})}
      {...(disabledReason ? { title: disabledReason, 'aria-describedby': id } : {})}
      className={classNames(
        'pressable inline-flex items-center justify-center select-none',
        'disabled:opacity-45 disabled:pointer-events-none',
        disabledReason && 'opacity-45',
        LOOKS[look],
        SIZES[size],
        className,
      )}
    >
      {busy ? <Spinner /> : null}
      {children}
      {keyCap ? <KeyCap>{keyCap}</KeyCap> : null}
      {disabledReason ? (
        <span id={id} className="sr-only">
          {disabledReason}
        </span>
      ) : null}
    </button>
  );
}

export { KeyCap };
