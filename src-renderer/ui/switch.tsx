import { Switch as BaseSwitch } from '@base-ui/react/switch';
import { type ReactNode, useId } from 'react';

/** On or off, at once. The whole row is the target. */
export function Switch(props: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  testId?: string;
}) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is the control
    <label className="flex min-h-12 items-center gap-4 py-1">
      <span className="min-w-0 flex-1">
        <span id={id} className="block text-body font-medium">
          {props.label}
        </span>
        {props.hint ? <span className="block text-small text-muted">{props.hint}</span> : null}
      </span>
      <BaseSwitch.Root
        checked={props.checked}
        onCheckedChange={props.onChange}
        disabled={props.disabled ?? false}
        aria-labelledby={id}
        data-testid={props.testId}
        className="flex h-8 w-14 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-[3px] data-[checked]:justify-end data-[checked]:border-accent data-[checked]:bg-accent data-[disabled]:opacity-45"
      >
        <BaseSwitch.Thumb className="block h-6 w-6 rounded-full bg-muted data-[checked]:bg-on-accent" />
      </BaseSwitch.Root>
    </label>
  );
}
