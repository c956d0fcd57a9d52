import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { Item } from '../../../shared/catalog/item.ts';
import { lineStep } from '../../ui/line-step.ts';
import { ItemButton, TILE_HEIGHT } from './item-tile.tsx';

interface GridRow {
  readonly start: number;
  readonly items: readonly Item[];
}

const GAP = 8;
const NARROWEST_TILE = 178;

/** Articles as tiles; only what is on the screen is drawn, so 100,000 of them scroll as well as ten. */
export function ItemGrid(props: {
  items: readonly Item[];
  label: string;
  /** Changes when another list is shown: the grid then begins at its top. */
  listKey: string;
  onPick: (item: Item) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const list = useRef<VListHandle>(null);
  const [columns, setColumns] = useState(3);
  const [current, setCurrent] = useState(0);

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const measure = () =>
      setColumns(Math.max(1, Math.floor((element.clientWidth - 8 + GAP) / (NARROWEST_TILE + GAP))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its top
  useEffect(() => {
    setCurrent(0);
    list.current?.scrollToIndex(0);
  }, [props.listKey]);

  const { items, onPick } = props;
  const rows = useMemo(() => {
    const sliced: GridRow[] = [];
    for (let start = 0; start < items.length; start += columns)
      sliced.push({ start, items: items.slice(start, start + columns) });
    return sliced;
  }, [items, columns]);

  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: lineStep(1),
      ArrowLeft: lineStep(-1),
      ArrowDown: columns,
      ArrowUp: -columns,
      Home: -props.items.length,
      End: props.items.length,
      PageDown: columns * 5,
      PageUp: -columns * 5,
    };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    // From where the focus is: a tap has moved it, and draws nothing anew for that.
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index;
    const from = focused === undefined ? current : Number(focused);
    const next = Math.max(0, Math.min(props.items.length - 1, from + step));
    setCurrent(next);
    list.current?.scrollToIndex(Math.floor(next / columns), { align: 'nearest' });
    // The row may be drawn only after the scroll.
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        frame.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus({ preventScroll: true }),
      ),
    );
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset of a form
    <div
      ref={frame}
      role="group"
      aria-label={props.label}
      className="min-h-0 flex-1"
      onKeyDown={onKeyDown}
      data-testid="item-grid"
    >
      <VList ref={list} className="px-1 pb-3" itemSize={TILE_HEIGHT + GAP} data={rows}>
        {(row) => (
          <div
            key={row.items[0]?.id}
            className="grid gap-2 py-1"
            style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
          >
            {row.items.map((item, column) => {
              const index = row.start + column;
              return (
                <ItemButton
                  key={item.id}
                  item={item}
                  index={index}
                  tabbable={index === current}
                  onPick={onPick}
                />
              );
            })}
          </div>
        )}
      </VList>
    </div>
  );
}
