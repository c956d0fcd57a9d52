import type { ReactNode } from 'react';

/** What is so, in rows; a fact that is not known (an empty text) has none. */
export function Facts(props: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="divide-y divide-line rounded-md border border-line">
      {props.rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div
            key={label}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-4 py-2"
          >
            <dt className="text-small text-muted">{label}</dt>
            <dd className="selectable text-body font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
