import { type ReactNode, useId } from 'react';

/** What belongs together, with its name and what can be done with it. */
export function Card(props: { title?: string; acts?: ReactNode; children: ReactNode; testId?: string }) {
  const id = useId();
  return (
    <section
      {...(props.title ? { 'aria-labelledby': id } : {})}
      data-testid={props.testId}
      className="rounded-lg border border-line bg-surface p-5 shadow-lift"
    >
      {props.title || props.acts ? (
        <header className="mb-3 flex min-h-8 items-center gap-3">
          <h2 id={id} className="min-w-0 flex-1 text-strong font-semibold tracking-tight">
            {props.title}
          </h2>
          {props.acts}
        </header>
      ) : null}
      {props.children}
    </section>
  );
}
