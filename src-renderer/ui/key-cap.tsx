import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/**
 * A key's name as it stands on the keyboard. On a button it is hidden from a screen reader, which hears
 * `aria-keyshortcuts` instead; `standing` is the larger one of a list, and is read out.
 */
export function KeyCap(props: { children: ReactNode; standing?: boolean }) {
  if (props.standing)
    return (
      <kbd
        dir="ltr"
        className="inline-flex min-w-9 items-center justify-center rounded-sm border border-line-strong bg-sunken px-2 py-1 font-sans text-small font-semibold"
      >
        {props.children}
      </kbd>
    );
  return (
    <span
      aria-hidden="true"
      dir="ltr"
      className={classNames(
        'font-sans text-note font-medium leading-none px-1.5 py-1 rounded-sm border border-current/30',
      )}
    >
      {props.children}
    </span>
  );
}
