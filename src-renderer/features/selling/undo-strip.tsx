import type { TFunction } from 'i18next';
import { Undo2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useWords } from '../../languages/use-words.ts';
import { type UndoStep, useCashier } from '../../runtime/cashier-store.ts';
import { useKeyHint } from '../../runtime/key-acts.ts';
import { announce } from '../../ui/live-region.tsx';

/** What was done; null for what is seen at once. */
function wordsOf(step: UndoStep, t: TFunction<'till'>): string | null {
  const name = step.name ?? '';
  switch (step.did) {
    case 'added':
    case 'quantity':
      return null;
    case 'removed':
      return t('selling.undoRemoved', { name });
    case 'cleared':
      return t('selling.undoRemovedMany', { count: step.count ?? 0 });
    default:
      return t(`selling.undoDid.${step.did}`, { name });
  }
}

/** After an act that cannot be seen at once: what was done, and the way back. No question was asked before, so none is needed now. */
export function UndoStrip(props: { onUndo: () => void }) {
  const { t } = useWords();
  const undoKey = useKeyHint('undo');
  const step = useCashier((state) => state.undo.at(-1));
  const activeSaleId = useCashier((state) => state.activeSaleId);
  const added = useCashier((state) => state.lastAdded?.count ?? 0);
  // The next article ends the offer (Ctrl+Z still undoes): the list needs its room.
  const offered = useRef<{ step: UndoStep | undefined; added: number }>({ step: undefined, added: 0 });
  if (offered.current.step !== step) offered.current = { step, added };
  const shown = step?.saleId === activeSaleId && offered.current.added === added ? step : undefined;
  const words = shown ? wordsOf(shown, t) : null;
  useEffect(() => {
    if (shown && words !== null) announce(words, 'polite', shown);
  }, [shown, words]);
  if (words === null) return null;
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 bg-sunken ps-3 text-ink">
      <span className="min-w-0 flex-1 truncate text-small">{words}</span>
      <button
        type="button"
        data-testid="undo"
        aria-keyshortcuts={undoKey['aria-keyshortcuts']}
        onClick={props.onUndo}
        className="pressable flex h-12 shrink-0 items-center gap-2 px-4 text-body font-semibold text-accent-ink"
      >
        <Undo2 size={18} aria-hidden="true" className="mirrored" />
        {t('selling.undo')}
        <span aria-hidden="true" className="text-note font-medium text-muted" dir="ltr">
          {undoKey.keyCap}
        </span>
      </button>
    </div>
  );
}
