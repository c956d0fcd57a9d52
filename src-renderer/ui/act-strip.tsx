import type { ReactNode } from 'react';
import { KeyCap } from './key-cap.tsx';

/** What was just done, and the way back: it takes its room from a list, and covers nothing. */
export function ActStrip(props: {
  children: ReactNode;
  act: string;
  icon?: ReactNode;
  keyCap?: string;
  keys?: string;
  onAct: () => void;
  testId?: string;
}) {
  return (
    <div role="status" className="flex min-h-12 shrink-0 items-center gap-2 bg-sunken ps-3 text-ink">
      <span className="min-w-0 flex-1 truncate text-small">{props.children}</span>
      <button
        type="button"
        data-testid={props.testId}
        aria-keyshortcuts={props.keys}
        onClick={props.onAct}
        className="pressable flex min-h-12 shrink-0 items-center gap-2 px-4 text-body font-semibold text-accent-ink outline-offset-[-3px]"
      >
        {props.icon}
        {props.act}
        {props.keyCap ? <KeyCap>{props.keyCap}</KeyCap> : null}
      </button>
    </div>
  );
}
