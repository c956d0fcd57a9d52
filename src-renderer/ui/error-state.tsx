import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** What went wrong, with what, and what to do about it. */
export function ErrorState(props: {
  title: string;
  hint?: ReactNode;
  /** For whoever is asked for help, as it came. */
  detail?: string;
  act?: ReactNode;
  testId?: string;
  code?: string;
}) {
  return (
    <div
      role="alert"
      data-testid={props.testId}
      data-code={props.code}
      className="flex min-h-48 flex-1 flex-col items-center justify-center gap-2 px-6 py-8 text-center"
    >
      <CircleAlert size={40} aria-hidden="true" className="mb-1 text-danger-ink" />
      <p className="text-strong font-semibold">{props.title}</p>
      {props.hint ? <p className="max-w-[48ch] text-body text-muted">{props.hint}</p> : null}
      {props.act ? <div className="mt-3">{props.act}</div> : null}
      {props.detail ? (
        <p className="selectable mt-2 max-w-[60ch] text-small text-faint [overflow-wrap:anywhere]" dir="ltr">
          {props.detail}
        </p>
      ) : null}
    </div>
  );
}
