import { ChevronLeft, ChevronRight, Grid3x3, LayoutGrid, Pencil, Star } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '../../database/till-data.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { lineStep } from '../../ui/line-step.ts';

/** Stands for the articles that this till sells most; no category of a shop is called so. */
export const OFTEN_SOLD = '\u2605';

/** Stands before the name of a page of speed keys, for the same reason. */
const PAGE_MARK = '\u2328';
export const pageTab = (name: string): string => `${PAGE_MARK}${name}`;
export const pageOfTab = (tab: string): string | null =>
  tab.startsWith(PAGE_MARK) ? tab.slice(PAGE_MARK.length) : null;

/** Categories in one row that scrolls; the first button shows them all at once. */
export function CategoryTabs(props: {
  categories: readonly Category[];
  hasOftenSold: boolean;
  /** Names of the pages of speed keys that a manager has arranged. */
  pages: readonly string[];
  /** Null while all categories are shown as tiles. */
  selected: string | null;
  onSelect: (category: string | null) => void;
  /** Arranges the page that is shown; not there for who may not, or where none is shown. */
  onArrange?: () => void;
}) {
  const { t } = useTranslation();
  const names = [
    ...props.pages.map(pageTab),
    ...(props.hasOftenSold ? [OFTEN_SOLD] : []),
    ...props.categories.map((category) => category.name),
  ];
  const strip = useRef<HTMLDivElement>(null);
  const [edges, setEdges] = useState({ before: false, after: false });

  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const measure = () =>
      setEdges({
        // From right to left it is counted from 0 downwards.
        before: Math.abs(element.scrollLeft) > 4,
        after: Math.abs(element.scrollLeft) + element.clientWidth < element.scrollWidth - 4,
      });
    measure();
    element.addEventListener('scroll', measure, { passive: true });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    return () => {
      element.removeEventListener('scroll', measure);
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    if (props.selected !== null)
      strip.current
        ?.querySelector('[aria-selected="true"]')
        ?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
  }, [props.selected]);

  const scroll = (direction: 1 | -1) =>
    strip.current?.scrollBy({ left: lineStep(direction) * (strip.current.clientWidth - 80) });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: lineStep(1), ArrowLeft: lineStep(-1) }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = names.indexOf(props.selected ?? '');
    const next = names[Math.max(0, Math.min(names.length - 1, at + step))];
    if (next === undefined) return;
    props.onSelect(next);
    requestAnimationFrame(() => strip.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };

  return (
    <div className="flex items-center gap-1.5">
      <Button
        look={props.selected === null ? 'primary' : 'secondary'}
        size="square"
        aria-label={t('selling.allCategories')}
        aria-pressed={props.selected === null}
        onClick={() => props.onSelect(null)}
        data-testid="all-categories"
      >
        <LayoutGrid size={20} aria-hidden="true" />
      </Button>
      {edges.before ? (
        <Button
          look="quiet"
          size="square"
          className="!w-9"
          tabIndex={-1}
          aria-label={t('selling.earlier')}
          onClick={() => scroll(-1)}
        >
          <ChevronLeft size={20} aria-hidden="true" className="mirrored" />
        </Button>
      ) : null}
      <div ref={strip} className="no-scrollbar min-w-0 flex-1 overflow-x-auto rounded-md">
        <div
          role="tablist"
          aria-label={t('selling.categories')}
          className="flex w-max gap-1.5"
          onKeyDown={onKeyDown}
        >
          {names.map((name, index) => {
            const active = name === props.selected;
            return (
              <button
                key={name}
                type="button"
                role="tab"
                aria-selected={active}
                tabIndex={active || (!names.includes(props.selected ?? '') && index === 0) ? 0 : -1}
                onClick={() => props.onSelect(name)}
                data-testid={`category-${name}`}
                className={classNames(
                  'pressable flex h-12 items-center gap-2 rounded-md px-3.5 text-body whitespace-nowrap focus-visible:outline-offset-[-3px]',
                  active
                    ? 'bg-ink text-canvas font-semibold'
                    : 'bg-sunken text-ink font-medium hover:bg-line',
                )}
              >
                {name === OFTEN_SOLD ? (
                  <>
                    <Star size={17} aria-hidden="true" />
                    {t('selling.oftenSold')}
                  </>
                ) : pageOfTab(name) === null ? (
                  name
                ) : (
                  <>
                    <Grid3x3 size={17} aria-hidden="true" />
                    {pageOfTab(name)}
                  </>
                )}
              </button>
            );
          })}
        </div>
      </div>
      {edges.after ? (
        <Button
          look="quiet"
          size="square"
          className="!w-9"
          tabIndex={-1}
          aria-label={t('selling.later')}
          onClick={() => scroll(1)}
        >
          <ChevronRight size={20} aria-hidden="true" className="mirrored" />
        </Button>
      ) : null}
      {props.onArrange ? (
        <IconButton
          label={t('speedKeys.title')}
          icon={<Pencil size={18} aria-hidden="true" />}
          onClick={props.onArrange}
          data-testid="arrange-keys"
        />
      ) : null}
    </div>
  );
}
