import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';
import { FieldNote } from './field-note.tsx';

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  inputClassName?: string;
  /** At the end of the field: a unit, a button. */
  after?: ReactNode;
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, className, inputClassName, after, ...rest } = props;
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-small font-medium text-muted">
        {label}
      </label>
      <div className="relative">
        <input
          {...rest}
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={hint || error ? `${id}-note` : undefined}
          className={classNames(
            'h-12 w-full rounded-md border bg-surface px-3.5 text-body text-ink',
            'disabled:bg-sunken disabled:text-muted read-only:bg-sunken',
            error ? 'border-danger-ink' : 'border-line-strong',
            after ? 'pe-12' : null,
            inputClassName,
          )}
        />
        {after ? (
          <span className="pointer-events-none absolute inset-y-0 end-0 flex min-w-12 items-center justify-center px-3 text-body text-muted">
            {after}
          </span>
        ) : null}
      </div>
      <FieldNote id={`${id}-note`} hint={hint} error={error} />
    </div>
  );
}
