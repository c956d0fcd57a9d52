import {
  CloudCheck,
  CloudOff,
  CloudUpload,
  Link2Off,
  RefreshCw,
  ShieldAlert,
  TriangleAlert,
} from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useWords } from '../../languages/use-words.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useCalm } from '../../runtime/use-calm.ts';
import { useReadable } from '../../runtime/use-readable.ts';
import { classNames } from '../../ui/class-names.ts';
import { announce } from '../../ui/live-region.tsx';
import { useLocale } from '../../ui/money.tsx';
import { type PillView, pillView } from './sync-view.ts';

const LOOKS = {
  synced: { Icon: CloudCheck, tone: 'text-accent-ink bg-accent-soft' },
  sending: { Icon: CloudUpload, tone: 'text-info-ink bg-info-soft' },
  connecting: { Icon: RefreshCw, tone: 'text-info-ink bg-info-soft' },
  // Offline is no alarm: the till sells. It only says so.
  offline: { Icon: CloudOff, tone: 'text-ink bg-sunken' },
  attention: { Icon: TriangleAlert, tone: 'text-warn-ink bg-warn-soft' },
  revoked: { Icon: ShieldAlert, tone: 'text-danger-ink bg-danger-soft' },
  unpaired: { Icon: Link2Off, tone: 'text-ink bg-sunken' },
};

/** A backlog moves many times a second; twice is enough to read. */
const MOVING_MS = 500;

/** Always visible: what the server has not answered yet. Driven by documents, never by `navigator.onLine`. */
export function SyncPill(props: { onOpen: () => void }) {
  const { t } = useWords();
  const status = useReadable(useTill().status);
  const pill = useMemo(() => pillView(status), [status]);
  const view = usePassing(useCalm(pill, MOVING_MS, pill.key === 'sendingProgress'));
  const { Icon, tone } = LOOKS[view.state];
  const locale = useLocale();
  const numbers = useMemo(() => new Intl.NumberFormat(locale), [locale]);
  const words = t(`attention.${view.key}`, {
    count: view.count,
    done: numbers.format(view.done),
    total: numbers.format(view.total),
  });
  useStateAloud(view.state, words);
  return (
    <button
      type="button"
      data-testid="sync-pill"
      data-state={view.state}
      data-unsent={status.unsentSales}
      onClick={props.onOpen}
      className="pressable flex h-12 min-w-0 items-center rounded-full px-1"
    >
      <span
        className={classNames(
          'flex h-9 min-w-0 items-center gap-2 rounded-full px-3.5 text-small font-semibold',
          tone,
        )}
      >
        <Icon size={17} aria-hidden="true" className="shrink-0" />
        <span className="truncate">{words}</span>
      </span>
    </button>
  );
}

/** Said when it becomes another, and not with each sale that it counts. What is in a button is no live region. */
function useStateAloud(state: PillView['state'], words: string): void {
  const heard = useRef(state);
  useEffect(() => {
    if (state === heard.current || state === 'sending' || state === 'connecting') return;
    heard.current = state;
    announce(words);
  }, [state, words]);
}

const PASSING_MS = 1200;

/** A cart is sent within a moment of each scan: only what takes longer is worth a word. */
function usePassing(view: PillView): PillView {
  const [shown, setShown] = useState(view);
  const passing = shown.state === 'synced' && (view.state === 'sending' || view.state === 'connecting');
  useEffect(() => {
    const timer = setTimeout(() => setShown(view), passing ? PASSING_MS : 0);
    return () => clearTimeout(timer);
  }, [view, passing]);
  return passing ? shown : view;
}
