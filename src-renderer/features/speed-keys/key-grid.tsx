import { Grid3x3 } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item } from '../../../shared/catalog/item.ts';
import type { SpeedKeyPage } from '../../../shared/staff/store-settings.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import { speedKeyItem } from '../../runtime/speed-key-items.ts';
import { ArticleTile } from '../../ui/article-tile.tsx';
import { Badge } from '../../ui/badge.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lineStep } from '../../ui/line-step.ts';
import { useKeyDrag } from './use-key-drag.ts';

/** As the grid of the sale shows a page, three keys a row. The arrows choose; with Ctrl they move the key. */
export function KeyGrid(props: {
  page: SpeedKeyPage;
  chosen: number;
  findBySku: (sku: string) => CatalogueHit | undefined;
  onChoose: (at: number) => void;
  /** @param stroke moves of one drag */
  onMove: (from: number, to: number, stroke?: string) => void;
  onRemove: (at: number) => void;
}) {
  const { t } = useTranslation();
  const { page, chosen, findBySku } = props;
  const grid = useRef<HTMLDivElement>(null);
  const drag = useKeyDrag(props.onMove);
  if (page.keys.length === 0)
    return (
      <EmptyState
        icon={<Grid3x3 size={40} />}
        title={t('speedKeys.emptyPage')}
        hint={t('speedKeys.emptyPageHint')}
        testId="speed-page-empty"
      />
    );

  const focus = (at: number) =>
    requestAnimationFrame(() =>
      grid.current?.querySelector<HTMLElement>(`[data-key-place="${at}"]`)?.focus(),
    );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Delete') {
      event.preventDefault();
      props.onRemove(chosen);
      focus(Math.min(chosen, page.keys.length - 2));
      return;
    }
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: lineStep(1),
      ArrowLeft: lineStep(-1),
      ArrowDown: columnsOf(grid.current),
      ArrowUp: -columnsOf(grid.current),
      Home: -page.keys.length,
      End: page.keys.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(page.keys.length - 1, chosen + step));
    if (event.ctrlKey || event.metaKey) props.onMove(chosen, to);
    else props.onChoose(to);
    focus(to);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons is no fieldset of a form
    <div
      ref={grid}
      role="group"
      aria-label={t('speedKeys.keysOf', { page: page.name })}
      aria-description={t('speedKeys.moveHint')}
      className="grid grid-cols-[repeat(auto-fill,minmax(164px,1fr))] gap-2"
      onKeyDown={onKeyDown}
      data-testid="speed-keys"
    >
      {page.keys.map(({ sku, label }, index) => {
        const hit = findBySku(sku);
        const isSold = hit?.item.active === true;
        const item = hit ? speedKeyItem(hit, label) : unknownItem(sku, label);
        return (
          <ArticleTile
            key={sku}
            item={item}
            faded={!isSold}
            badge={isSold ? null : <Badge tone="warning">{t('speedKeys.gone')}</Badge>}
            aria-pressed={index === chosen}
            aria-label={t('speedKeys.place', {
              name: item.name,
              place: index + 1,
              count: page.keys.length,
            })}
            tabIndex={index === chosen ? 0 : -1}
            data-key-place={index}
            data-testid={`speed-key-${sku}`}
            onPointerDown={(event) => drag.onPointerDown(event, index)}
            onContextMenu={(event) => event.preventDefault()}
            onClick={() => {
              if (!drag.wasDragged()) props.onChoose(index);
            }}
            className={classNames(
              'cursor-grab',
              index === chosen && 'border-accent-ink ring-2 ring-accent-ink',
              drag.dragged === index && 'scale-95 cursor-grabbing opacity-70',
            )}
          />
        );
      })}
    </div>
  );
}

/** How many stand in a row just now. */
function columnsOf(grid: HTMLElement | null): number {
  return grid ? getComputedStyle(grid).gridTemplateColumns.split(' ').length : 1;
}

/** A key of an article that the catalogue does not have: its number, and no price. */
const unknownItem = (sku: string, label: string | undefined): Item => ({
  id: sku,
  name: label ?? sku,
  category: '',
  taxClass: '',
  hasSizes: false,
  active: false,
  openPrice: true,
  variants: [],
  version: 0,
});
