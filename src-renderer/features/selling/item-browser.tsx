import { PackageOpen, Search, SearchX, X } from 'lucide-react';
import {
  type KeyboardEvent,
  memo,
  type ReactNode,
  type RefObject,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { isGtin } from '../../../shared/catalog/gtin.ts';
import type { Item } from '../../../shared/catalog/item.ts';
import type { Category } from '../../database/till-data.ts';
import { cashierMay } from '../../runtime/approvals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { useKeyHint } from '../../runtime/key-acts.ts';
import { speedKeyItems } from '../../runtime/speed-key-items.ts';
import { useSpeedKeys } from '../../runtime/speed-keys.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useCalm } from '../../runtime/use-calm.ts';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { hueOf, LetterTile } from '../../ui/letter-tile.tsx';
import { useClock } from '../../ui/money.tsx';
import { CategoryTabs, OFTEN_SOLD, pageOfTab, pageTab } from './category-tabs.tsx';
import { ItemGrid } from './item-grid.tsx';
import { oftenSold } from './often-sold.ts';

const MOST_FOUND = 120;
const FEW = 200;
const MOST_SIMILAR = 24;
/** Two letters are like everything. */
const SHORTEST_NAME = 3;
const PAUSE_MS = 250;
const CALM_MS = 1500;

/** The left side of the sale screen: search, categories, articles. A cart that changes does not draw it anew. */
export const ItemBrowser = memo(function ItemBrowser(props: {
  searchRef: RefObject<HTMLInputElement | null>;
  onPick: (item: Item) => void;
  /** A code typed in full into the search. */
  onCode: (code: string) => void;
}) {
  const { t } = useTranslation();
  const searchKey = useKeyHint('search');
  const { catalogue, sales } = useTill();
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<string | null | undefined>(undefined);
  // Drawing a hundred tiles must not hold back the next key.
  const searched = useDeferredValue(text.trim());
  const progress = useReadable(catalogue.progress);
  // While a catalogue downloads, sorting it anew with each page would stop the till, and tiles would run away.
  const many = !progress.complete && progress.items > FEW;
  const revision = useCalm(useReadable(catalogue.revision), CALM_MS, many);

  // biome-ignore lint/correctness/useExhaustiveDependencies: revision stands for the content of the catalogue
  const categories = useMemo(() => catalogue.categories(), [catalogue, revision]);
  // Counted when the screen opens: tiles that change places under a finger would be worse than none.
  const [favourites] = useState(() =>
    oftenSold(sales.recent.getSnapshot(), (itemId) => catalogue.findItem(itemId)),
  );
  const { pages } = useSpeedKeys();
  // What a manager has arranged comes before what this till has counted.
  const arranged = pages.find(({ keys }) => keys.length > 0);
  const first = arranged
    ? pageTab(arranged.name)
    : favourites.length > 0
      ? OFTEN_SOLD
      : (categories[0]?.name ?? null);
  // A page that another till has renamed or removed is no place to stay.
  const isGone =
    typeof wanted === 'string' &&
    pageOfTab(wanted) !== null &&
    !pages.some(({ name }) => pageTab(name) === wanted);
  const category = wanted === undefined || isGone ? first : wanted;
  const page = pages.find(({ name }) => pageTab(name) === category);
  // A key means one form of an article: nothing is asked that the key has answered.
  const { onCode } = props;
  const pickKey = useCallback((item: Item) => onCode(item.variants[0]?.sku ?? ''), [onCode]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision stands for the content of the catalogue
  const items = useMemo(() => {
    if (searched !== '') return catalogue.search(searched, MOST_FOUND);
    if (category === OFTEN_SOLD) return favourites;
    if (page) return speedKeyItems(page, (sku) => catalogue.findBySku(sku));
    return category === null ? [] : catalogue.itemsOf(category);
  }, [catalogue, revision, searched, category, favourites, page]);

  const similar = useSimilar(items.length === 0 ? searched : '');
  const shown = similar.items.length > 0 ? similar.items : items;

  // The first article's colour stands for its category, where finding the first costs nothing.
  const small = progress.items < 2_000;

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      focusGrid();
    }
    if (event.key !== 'Enter' || text.trim() === '') return;
    event.preventDefault();
    const code = text.trim();
    // A scanner slower than the detector believes ends up behind what was typed: its number is still a number.
    const scanned = gtinAtEnd(code);
    if (scanned && catalogue.findByCode(scanned)) {
      props.onCode(scanned);
      return setText(code.slice(0, -scanned.length));
    }
    const first = catalogue.search(code, 1)[0];
    if (catalogue.findByCode(code)) props.onCode(code);
    else if (first) props.onPick(first);
    // What is only like the text is chosen by eye: the next keys walk through it.
    else if (similar.items.length > 0) return focusGrid();
    else return props.onCode(code);
    setText('');
  };

  return (
    <section aria-label={t('selling.categories')} className="flex min-h-0 flex-1 flex-col gap-2.5 px-3 pt-3">
      <div className="relative mx-1">
        <Search
          size={20}
          aria-hidden="true"
          className="pointer-events-none absolute start-3.5 top-1/2 -translate-y-1/2 text-faint"
        />
        <input
          ref={props.searchRef}
          type="text"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={t('selling.search')}
          aria-label={t('selling.search')}
          aria-keyshortcuts={searchKey['aria-keyshortcuts']}
          autoComplete="off"
          spellCheck={false}
          data-testid="search"
          className="h-12 w-full rounded-md border border-line-strong bg-surface ps-11 pe-14 text-body text-ink focus-visible:outline-offset-[-1px]"
        />
        <span className="absolute end-0 top-0 flex h-12 w-12 items-center justify-center text-muted">
          {text === '' ? (
            <KeyCap>{searchKey.keyCap}</KeyCap>
          ) : (
            <Button
              look="quiet"
              size="square"
              aria-label={t('selling.searchClear')}
              onClick={() => {
                setText('');
                props.searchRef.current?.focus();
              }}
            >
              <X size={20} aria-hidden="true" />
            </Button>
          )}
        </span>
      </div>
      <div className="px-1">
        <CategoryTabs
          categories={categories}
          hasOftenSold={favourites.length > 0}
          pages={pages.map(({ name }) => name)}
          {...(page && cashierMay('arrangeKeys')
            ? { onArrange: () => cashier.set({ panel: 'speedKeys', speedKeyPage: page.name }) }
            : {})}
          selected={searched === '' ? category : ''}
          onSelect={(name) => {
            setText('');
            setWanted(name);
          }}
        />
      </div>
      {searched !== '' ? (
        <p className="sr-only" role="status">
          {similar.items.length > 0
            ? t('selling.similar', { text: searched })
            : t('selling.searchResults', { count: items.length })}
        </p>
      ) : null}
      {searched === '' && category === null && categories.length > 0 ? (
        <CategoryTiles
          categories={categories}
          hueOf={(name) => (small ? catalogue.itemsOf(name)[0]?.tile?.hue : undefined) ?? hueOf(name)}
          onSelect={setWanted}
        />
      ) : shown.length > 0 ? (
        <>
          {similar.items.length > 0 ? (
            <p className="px-1 text-body text-muted" data-testid="similar">
              {t('selling.similar', { text: searched })}
            </p>
          ) : null}
          <ItemGrid
            items={shown}
            label={searched === '' ? (category ?? '') : t('selling.searchResults', { count: shown.length })}
            listKey={searched === '' ? (category ?? '') : `? ${searched}`}
            onPick={searched === '' && page ? pickKey : props.onPick}
          />
        </>
      ) : searched !== '' && similar.looking ? (
        <p role="status" className="px-1 text-body text-muted">
          {t('selling.lookingForSimilar')}
        </p>
      ) : searched !== '' ? (
        <Empty
          icon={<SearchX size={40} aria-hidden="true" />}
          title={t('selling.nothingFound', { text: searched })}
          hint={t('selling.nothingFoundHint')}
        />
      ) : (
        <Empty
          icon={<PackageOpen size={40} aria-hidden="true" />}
          title={progress.complete ? t('selling.noCatalogue') : t('selling.emptyCatalogue')}
          hint={progress.complete ? t('selling.noCatalogueHint') : t('selling.emptyCatalogueHint')}
        />
      )}
      <OfflineStockNote />
    </section>
  );
});

function focusGrid(): void {
  document.querySelector<HTMLElement>('[data-testid="item-grid"] [tabindex="0"]')?.focus();
}

const NOTHING_SIMILAR = { items: [], looking: false };

/** Articles with a name like the text, for a text that nothing holds as it was typed. */
function useSimilar(text: string): { readonly items: readonly Item[]; readonly looking: boolean } {
  const { catalogue } = useTill();
  const [found, setFound] = useState<{ text: string; items: readonly Item[] } | null>(null);
  const asked = text.length < SHORTEST_NAME ? '' : text;
  useEffect(() => {
    if (asked === '') return;
    let current = true;
    // Not between two keys: the index is made at the first question, and the next key may find something after all.
    const timer = setTimeout(() => {
      catalogue.similar(asked, MOST_SIMILAR).then((items) => {
        if (current) setFound({ text: asked, items });
      }, reportError);
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [catalogue, asked]);
  if (asked === '') return NOTHING_SIMILAR;
  return found?.text === asked ? { items: found.items, looking: false } : { items: [], looking: true };
}

/** The valid article number with which a text ends, or null. */
function gtinAtEnd(text: string): string | null {
  const ends = [14, 13, 12, 8].map((length) => text.slice(-length));
  return ends.find((end) => isGtin(end)) ?? null;
}

/** Two letters that tell categories apart better than one. */
function initials(name: string): string {
  const words = name.match(/\p{L}+/gu) ?? [];
  const [first = '', second] = words;
  return second ? `${first.slice(0, 1)}${second.slice(0, 1).toLowerCase()}` : first.slice(0, 2);
}

function CategoryTiles(props: {
  categories: readonly Category[];
  hueOf: (category: string) => number;
  onSelect: (name: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="grid min-h-0 flex-1 auto-rows-min grid-cols-[repeat(auto-fill,minmax(178px,1fr))] gap-2 overflow-y-auto px-1 pb-3">
      {props.categories.map((category) => (
        <button
          key={category.name}
          type="button"
          onClick={() => props.onSelect(category.name)}
          className="pressable flex h-21 overflow-hidden rounded-md border border-line bg-surface text-start shadow-lift hover:border-line-strong focus-visible:outline-offset-[-1px]"
        >
          <LetterTile
            glyph={initials(category.name)}
            hue={props.hueOf(category.name)}
            className="h-full w-12 shrink-0 text-title"
          />
          <span className="flex h-full min-w-0 flex-1 flex-col justify-between px-3 py-2.5">
            <span className="line-clamp-2 text-body font-semibold">{category.name}</span>
            <span className="text-small text-muted">
              {t('selling.itemsInCategory', { count: category.items })}
            </span>
          </span>
        </button>
      ))}
    </div>
  );
}

/** Offline, the figures are as old as the last word from the server. At the foot, so that no tile moves when it comes. */
function OfflineStockNote() {
  const { t } = useTranslation();
  const clock = useClock();
  const connection = useReadable(useTill().connection);
  if (connection.state !== 'offline') return null;
  return (
    <p
      className="-mx-3 -mt-2.5 border-t border-line bg-sunken px-5 py-1.5 text-small text-muted"
      data-testid="stock-as-of"
    >
      {t('selling.stockAsOf', { time: clock.time(connection.since) })}
    </p>
  );
}

function Empty(props: { icon: ReactNode; title: string; hint: string }) {
  return (
    <div className="flex flex-1 flex-col items-center justify-center gap-2 pb-24 text-center text-muted">
      <span className="text-faint">{props.icon}</span>
      <p className="text-strong font-semibold text-ink">{props.title}</p>
      <p className="max-w-[40ch] text-body">{props.hint}</p>
    </div>
  );
}
