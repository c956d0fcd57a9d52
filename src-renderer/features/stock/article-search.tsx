import { PackageSearch, SearchX } from 'lucide-react';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueHit } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { TextField } from '../../ui/text-field.tsx';
import { findForms, formName } from './find-article.ts';

/** Finds one form of an article by name, SKU or code. The field keeps the focus; the arrows move through what was found. */
export function ArticleSearch(props: {
  /** What is looked for at first. */
  text: string;
  /** A scan that nothing was found for. */
  unknownCode: string | undefined;
  onChoose: (hit: CatalogueHit) => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const listId = useId();
  const revision = useReadable(till.catalogue.revision);
  const [text, setText] = useState(props.text);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found changes with the catalogue
  const found = useMemo(() => findForms(till, text), [till, text, revision]);
  const chosenAt = Math.min(at, found.length - 1);
  const chosen = found[chosenAt];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      const next = Math.max(0, Math.min(found.length - 1, chosenAt + step));
      setAt(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && chosen) props.onChoose(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label={t('stock.search')}
        value={text}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${chosenAt}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        data-testid="stock-search"
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      {props.unknownCode === undefined ? null : (
        <Banner tone="warning" testId="stock-unknown-code">
          {t('till.notices.unknownCode', { code: props.unknownCode })}
        </Banner>
      )}
      <p role="status" className="sr-only">
        {text.trim() === '' ? '' : t('selling.searchResults', { count: found.length })}
      </p>
      {found.length > 0 ? (
        <div
          ref={list}
          role="listbox"
          tabIndex={-1}
          id={listId}
          aria-label={t('stock.search')}
          className="max-h-[50vh] overflow-y-auto rounded-md border border-line"
        >
          {found.map((hit, index) => (
            <Found
              key={hit.variant.sku}
              hit={hit}
              id={`${listId}-${index}`}
              chosen={index === chosenAt}
              onChoose={() => props.onChoose(hit)}
            />
          ))}
        </div>
      ) : text.trim() === '' ? (
        <EmptyState icon={<PackageSearch size={40} />} title={t('stock.scanOrSearch')} />
      ) : (
        <EmptyState icon={<SearchX size={40} />} title={t('selling.nothingFound', { text })} />
      )}
    </div>
  );
}

function Found(props: { hit: CatalogueHit; id: string; chosen: boolean; onChoose: () => void }) {
  const { item, variant } = props.hit;
  const { stock } = useTill();
  const locale = useLocale();
  const view = useReadable(useMemo(() => stock.watch(variant.sku), [stock, variant.sku]));
  const form = formName(props.hit);
  return (
    // The search keeps the focus and moves through the list, as comboboxes do.
    // biome-ignore lint/a11y/useFocusableInteractive: told by aria-activedescendant
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
    <div
      role="option"
      id={props.id}
      aria-selected={props.chosen}
      data-testid={`stock-found-${variant.sku}`}
      onPointerDown={(event) => event.preventDefault()}
      onClick={props.onChoose}
      className={classNames(
        'pressable flex min-h-14 cursor-pointer items-center gap-4 border-b border-line px-4 py-2 last:border-b-0',
        props.chosen && 'bg-accent-soft',
      )}
    >
      <span className="min-w-0 flex-1">
        <span dir="auto" className="own-direction block truncate text-body font-medium">
          {item.name}
        </span>
        <span className="block truncate text-small text-muted">
          {form ? `${form} · ` : ''}
          <bdi>{variant.sku}</bdi>
        </span>
      </span>
      {view.known && item.tracksStock !== false ? (
        <span className="money text-body font-semibold">
          {formatQuantity(Math.max(0, view.available), variant.unit, locale, true)}
        </span>
      ) : null}
    </div>
  );
}
