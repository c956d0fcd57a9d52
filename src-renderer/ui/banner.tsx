import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

const TONES = {
  info: { box: 'bg-info-soft text-info-ink', Icon: Info },
  good: { box: 'bg-accent-soft text-accent-ink', Icon: CircleCheck },
  warning: { box: 'bg-warn-soft text-warn-ink', Icon: TriangleAlert },
  error: { box: 'bg-danger-soft text-danger-ink', Icon: CircleAlert },
  training: { box: 'bg-training-soft text-training-ink', Icon: Info },
} as const;

/** Says what happened, to what, and what to do, in its place. An error is read out at once, all else when there is time. */
export function Banner(props: {
  tone: keyof typeof TONES;
  title?: ReactNode;
  children?: ReactNode;
  /** A button, or a few. */
  acts?: ReactNode;
  /** Not read out by itself: it was there when the screen opened. */
  still?: boolean;
  testId?: string;
  code?: string;
}) {
  const { box, Icon } = TONES[props.tone];
  return (
    <div
      {...(props.still ? {} : { role: props.tone === 'error' ? 'alert' : 'status' })}
      data-testid={props.testId}
      data-code={props.code}
      data-tone={props.tone}
      className={classNames('flex flex-wrap items-center gap-x-4 gap-y-2 rounded-md px-3.5 py-2.5', box)}
    >
      <div className="flex min-w-0 flex-1 basis-60 items-start gap-2.5">
        <Icon size={20} aria-hidden="true" className="shrink-0" />
        <div className="min-w-0 flex-1 text-body">
          {props.title ? <p className="font-semibold">{props.title}</p> : null}
          {props.children ? (
            <div className={props.title ? 'mt-0.5' : 'font-medium'}>{props.children}</div>
          ) : null}
        </div>
      </div>
      {props.acts ? <div className="flex flex-wrap gap-2">{props.acts}</div> : null}
    </div>
  );
}
