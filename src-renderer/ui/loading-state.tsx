import { Spinner } from './spinner.tsx';

/** What is being fetched or done, and how long one may wait. */
export function LoadingState(props: { title: string; hint?: string; testId?: string }) {
  return (
    <div
      role="status"
      data-testid={props.testId}
      className="flex min-h-48 flex-1 flex-col items-center justify-center gap-2 px-6 py-8 text-center"
    >
      <Spinner size={32} className="mb-1 text-muted" />
      <p className="text-strong font-semibold">{props.title}</p>
      {props.hint ? <p className="max-w-[44ch] text-body text-muted">{props.hint}</p> : null}
    </div>
  );
}
