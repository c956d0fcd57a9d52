import { Minus, Plus } from 'lucide-react';
import { useId } from 'react';
import { classNames } from './class-names.ts';

/** A whole number by taps or by typing. `label` names what is counted. */
export function QuantityStepper(props: {
  label: string;
  value: number;
  min?: number;
  max?: number;
  onChange: (value: number) => void;
  lessLabel: string;
  moreLabel: string;
  disabled?: boolean;
  testId?: string;
}) {
  const id = useId();
  const { min = 0, max = 9_999, value } = props;
  const take = (wanted: number) => {
    const next = Math.max(min, Math.min(max, wanted));
    if (next !== value) props.onChange(next);
  };
  return (
    <fieldset
      aria-label={props.label}
      disabled={props.disabled}
      className="m-0 inline-flex h-12.5 min-w-0 items-stretch overflow-hidden rounded-md border border-line-strong bg-surface p-0 disabled:opacity-45"
    >
      <StepButton
        label={props.lessLabel}
        disabled={value <= min}
        onPress={() => take(value - 1)}
        testId={props.testId && `${props.testId}-less`}
      >
        <Minus size={20} aria-hidden="true" />
      </StepButton>
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <input
        id={id}
        value={value === 0 && min === 0 ? '0' : String(value)}
        inputMode="numeric"
        autoComplete="off"
        dir="ltr"
        data-testid={props.testId}
        onFocus={(event) => event.target.select()}
        onChange={(event) => take(Number(event.target.value.replace(/\D/g, '').slice(-5) || min))}
        className="money w-16 border-x border-line bg-surface text-center text-body font-semibold outline-offset-[-3px]"
      />
      <StepButton
        label={props.moreLabel}
        disabled={value >= max}
        onPress={() => take(value + 1)}
        testId={props.testId && `${props.testId}-more`}
      >
        <Plus size={20} aria-hidden="true" />
      </StepButton>
    </fieldset>
  );
}

function StepButton(props: {
  label: string;
  disabled: boolean;
  onPress: () => void;
  testId: string | undefined;
  children: React.ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      disabled={props.disabled}
      onClick={props.onPress}
      data-testid={props.testId}
      className={classNames(
        'pressable flex w-12 items-center justify-center outline-offset-[-3px] disabled:text-line-strong disabled:opacity-60',
      )}
    >
      {props.children}
    </button>
  );
}
