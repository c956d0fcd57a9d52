import { ChevronLeft, ChevronRight, LayoutGrid } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Category } from '../../database/till-data.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';

/** Categories in one row that scrolls; the first button shows them all at once. */
export function CategoryTabs(props: {
  categories: readonly Category[];
  /** Null while all categories are shown as tiles. */
  selected: string | null;
  onSelect: (category: string | null) => void;
}) {
  const { t } = useTranslation();
  const strip = useRef<HTMLDivElement>(null);
  const [edges, setEdges] = useState({ before: false, after: false });

  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const measure = () =>
      setEdges({
        before: element.scrollLeft > 4,
        after: element.scrollLeft + element.clientWidth < element.scrollWidth - 4,
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
    strip.current?.scrollBy({ left: direction * (strip.current.clientWidth - 80) });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const at = props.categories.findIndex((category) => category.name === props.selected);
    const next = props.categories[Math.max(0, Math.min(props.categories.length - 1, at + step))];
    if (!next) return;
    props.onSelect(next.name);
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
          <ChevronLeft size={20} aria-hidden="true" />
        </Button>
      ) : null}
      <div ref={strip} className="no-scrollbar min-w-0 flex-1 overflow-x-auto rounded-md">
        <div
          role="tablist"
          aria-label={t('selling.categories')}
          className="flex w-max gap-1.5"
          onKeyDown={onKeyDown}
        >
          {props.categories.map((category, index) => {
            const active = category.name === props.selected;
            return (
              <button
                key={category.name}
                type="button"
                role="tab"
                aria-selected={active}
                tabIndex={active || (props.selected === null && index === 0) ? 0 : -1}
                onClick={() => props.onSelect(category.name)}
                data-testid={`category-${category.name}`}
                className={classNames(
                  'pressable h-12 rounded-md px-3.5 text-body whitespace-nowrap focus-visible:outline-offset-[-3px]',
                  active
                    ? 'bg-ink text-canvas font-semibold'
                    : 'bg-sunken text-ink font-medium hover:bg-line',
                )}
              >
                {category.name}
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
          <ChevronRight size={20} aria-hidden="true" />
        </Button>
      ) : null}
    </div>
  );
}
