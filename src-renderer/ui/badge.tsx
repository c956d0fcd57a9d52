import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  neutral: 'bg-sunken text-muted',
  strong: 'bg-ink text-canvas',
  good: 'bg-accent-soft text-accent-ink',
  info: 'bg-info-soft text-info-ink',
  warning: 'bg-warn-soft text-warn-ink',
  danger: 'bg-danger-soft text-danger-ink',
  training: 'bg-training-soft text-training-ink',
} as const;

export type Tone = keyof typeof TONES;

/** A word or a number about the thing beside it. Colour is never all that tells one from the other. */
export function Badge(props: { tone?: Tone; icon?: ReactNode; children: ReactNode; testId?: string }) {
  return (
    <span
      data-testid={props.testId}
      className={classNames(
        'inline-flex h-6 min-w-6 max-w-full shrink-0 items-center justify-center gap-1 rounded-full px-2 text-note font-semibold whitespace-nowrap tabular-nums',
        TONES[props.tone ?? 'neutral'],
      )}
    >
      {props.icon}
      {props.children}
    </span>
  );
}
