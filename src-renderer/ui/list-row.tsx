import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** One row of a list: a picture or icon, what it is, a note, and what stands at the end. With `onPress` it is a button. */
export function ListRow(props: {
  lead?: ReactNode;
  title: ReactNode;
  note?: ReactNode;
  end?: ReactNode;
  onPress?: () => void;
  /** The one that is chosen or open. */
  current?: boolean;
  testId?: string;
}) {
  const inside = (
    <>
      {props.lead ? <span className="shrink-0">{props.lead}</span> : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-body font-medium">{props.title}</span>
        {props.note ? <span className="block truncate text-small text-muted">{props.note}</span> : null}
      </span>
      {props.end ? <span className="shrink-0">{props.end}</span> : null}
    </>
  );
  const look = classNames(
    'flex min-h-14 w-full items-center gap-3 px-4 py-2 text-start',
    props.current && 'bg-accent-soft',
  );
  return (
    <li data-testid={props.testId} aria-current={props.current || undefined}>
      {props.onPress ? (
        <button
          type="button"
          onClick={props.onPress}
          className={classNames('pressable outline-offset-[-3px] hover:bg-sunken', look)}
        >
          {inside}
          <ChevronRight size={20} aria-hidden="true" className="mirrored shrink-0 text-muted" />
        </button>
      ) : (
        <div className={look}>{inside}</div>
      )}
    </li>
  );
}

/** The frame around rows. */
export function List(props: { label: string; children: ReactNode; testId?: string }) {
  return (
    <ul
      aria-label={props.label}
      data-testid={props.testId}
      className="divide-y divide-line overflow-hidden rounded-md border border-line bg-surface"
    >
      {props.children}
    </ul>
  );
}
