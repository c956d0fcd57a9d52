import { type InputHTMLAttributes, type ReactNode, type Ref, useId } from 'react';
import { classNames } from './class-names.ts';

export interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  inputClassName?: string;
  ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, hint, error, className, inputClassName, ...rest } = props;
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-small font-medium text-muted">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        className={classNames(
          'h-12 w-full rounded-md border bg-surface px-3.5 text-body text-ink',
          error ? 'border-danger-ink' : 'border-line-strong',
          inputClassName,
        )}
      />
      {hint || error ? (
        <p
          id={`${id}-note`}
          className={classNames('mt-1.5 text-small', error ? 'text-danger-ink' : 'text-muted')}
        >
          {error ?? hint}
        </p>
      ) : null}
    </div>
  );
}
