import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import { FieldNote } from './field-note.tsx';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean;
}

/** One of many, in a list that opens. For a few, `Choice` shows them all. */
export function Select<T extends string>(props: {
  label: string;
  /** Null: nothing chosen yet, and `placeholder` is shown. */
  value: T | null;
  options: readonly SelectOption<T>[];
  onChange: (value: T) => void;
  placeholder?: string;
  hint?: ReactNode;
  error?: ReactNode;
  disabled?: boolean;
  testId?: string;
}) {
  const id = useId();
  return (
    <BaseSelect.Root
      items={props.options}
      value={props.value}
      disabled={props.disabled ?? false}
      // The page behind stays where it is: nothing jumps when a scrollbar goes.
      modal={false}
      onValueChange={(value) => {
        if (value !== null) props.onChange(value);
      }}
    >
      <div>
        <span id={id} className="mb-1.5 block text-small font-medium text-muted">
          {props.label}
        </span>
        <BaseSelect.Trigger
          aria-labelledby={id}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={props.hint || props.error ? `${id}-note` : undefined}
          data-testid={props.testId}
          className={classNames(
            'flex min-h-12 w-full items-center justify-between gap-3 rounded-md border bg-surface px-3.5 text-start text-body',
            'data-[disabled]:opacity-45',
            props.error ? 'border-danger-ink' : 'border-line-strong',
          )}
        >
          <BaseSelect.Value className="min-w-0 truncate data-[placeholder]:text-faint">
            {(value: T | null) =>
              props.options.find((option) => option.value === value)?.label ?? props.placeholder ?? ''
            }
          </BaseSelect.Value>
          <BaseSelect.Icon className="shrink-0 text-muted">
            <ChevronDown size={20} aria-hidden="true" />
          </BaseSelect.Icon>
        </BaseSelect.Trigger>
        <FieldNote id={`${id}-note`} hint={props.hint} error={props.error} />
      </div>
      <BaseSelect.Portal>
        <BaseSelect.Positioner sideOffset={6} alignItemWithTrigger={false} className="z-60 outline-none">
          <BaseSelect.Popup className="max-h-[min(420px,var(--available-height))] min-w-[var(--anchor-width)] overflow-y-auto rounded-md border border-line bg-surface p-1 text-ink shadow-float outline-none">
            {props.options.map((option) => (
              <BaseSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                data-testid={props.testId ? `${props.testId}-${option.value}` : undefined}
                className="flex min-h-12 items-center justify-between gap-4 rounded-sm px-3 text-body outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-accent-soft data-[selected]:font-semibold"
              >
                <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                <BaseSelect.ItemIndicator>
                  <Check size={18} aria-hidden="true" />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
