import type { ReactNode } from 'react';

/** Nothing here: why, and what brings something. `icon` is one of lucide's at 40. */
export function EmptyState(props: {
  icon: ReactNode;
  title: string;
  hint?: ReactNode;
  act?: ReactNode;
  testId?: string;
}) {
  return (
    <div
      data-testid={props.testId}
      className="flex min-h-48 flex-1 flex-col items-center justify-center gap-2 px-6 py-8 text-center"
    >
      <span aria-hidden="true" className="mb-1 text-line-strong">
        {props.icon}
      </span>
      <p className="text-strong font-semibold">{props.title}</p>
      {props.hint ? <p className="max-w-[44ch] text-body text-muted">{props.hint}</p> : null}
      {props.act ? <div className="mt-3">{props.act}</div> : null}
    </div>
  );
}
