import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';

export interface ChoiceOption<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** One of a few, all visible. Arrow keys move, as radio buttons do. */
export function Choice<T extends string>(props: {
  label: string;
  value: T;
  options: readonly ChoiceOption<T>[];
  onChange: (value: T) => void;
  testId?: string;
}) {
  const id = useId();
  return (
    <div>
      <div id={id} className="mb-1.5 text-small font-medium text-muted">
        {props.label}
      </div>
      <RadioGroup
        value={props.value}
        onValueChange={(value) => props.onChange(value as T)}
        aria-labelledby={id}
        className="flex rounded-md border border-line-strong bg-sunken p-1 gap-1"
      >
        {props.options.map((option) => (
          <Radio.Root
            key={option.value}
            value={option.value}
            aria-label={option.label}
            data-testid={props.testId ? `${props.testId}-${option.value}` : undefined}
            className="pressable flex min-h-12 flex-1 items-center justify-center rounded-sm px-2 py-1 text-center text-body font-medium text-muted data-[checked]:bg-surface data-[checked]:text-ink data-[checked]:shadow-lift data-[checked]:font-semibold"
          >
            {option.label}
          </Radio.Root>
        ))}
      </RadioGroup>
    </div>
  );
}
