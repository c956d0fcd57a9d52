import { Progress as BaseProgress } from '@base-ui/react/progress';

/** How far something is. `value` null: it is not known how far. */
export function Progress(props: {
  label: string;
  value: number | null;
  most: number;
  /** In words, beside the label: `120 of 400`. */
  said?: string;
  testId?: string;
}) {
  return (
    <BaseProgress.Root
      value={props.value}
      max={props.most}
      {...(props.said ? { getAriaValueText: () => props.said ?? '' } : {})}
      data-testid={props.testId}
      className="flex flex-col gap-1.5"
    >
      <span className="flex items-baseline justify-between gap-4 text-small">
        <BaseProgress.Label className="font-medium">{props.label}</BaseProgress.Label>
        {props.said ? <span className="money text-muted">{props.said}</span> : null}
      </span>
      <BaseProgress.Track className="block h-2.5 overflow-hidden rounded-full border border-line-strong bg-sunken">
        <BaseProgress.Indicator className="block h-full rounded-full bg-accent data-[indeterminate]:w-1/3" />
      </BaseProgress.Track>
    </BaseProgress.Root>
  );
}
