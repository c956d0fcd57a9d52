import type { ReactNode } from 'react';

/** One part, by its name, with its states side by side. */
export function Part(props: { name: string; children: ReactNode; wide?: boolean }) {
  return (
    <section className="mb-8" data-part={props.name}>
      <h2 className="mb-3 font-sans text-small font-semibold text-muted" dir="ltr">
        {props.name}
      </h2>
      <div className={props.wide ? 'flex flex-col gap-4' : 'flex flex-wrap items-start gap-4'}>
        {props.children}
      </div>
    </section>
  );
}
