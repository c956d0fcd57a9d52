import { PackageSearch, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueHit } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { SearchList } from '../../ui/search-list.tsx';
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
  const revision = useReadable(till.catalogue.revision);
  const [text, setText] = useState(props.text);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found changes with the catalogue
  const found = useMemo(() => findForms(till, text), [till, text, revision]);
  return (
    <SearchList
      label={t('stock.search')}
      listLabel={t('stock.search')}
      text={text}
      onText={setText}
      found={found}
      keyOf={({ variant }) => variant.sku}
      row={(hit) => <Found hit={hit} />}
      onChoose={props.onChoose}
      says={text.trim() === '' ? '' : t('selling.searchResults', { count: found.length })}
      between={
        props.unknownCode === undefined ? null : (
          <Banner tone="warning" testId="stock-unknown-code">
            {t('till.notices.unknownCode', { code: props.unknownCode })}
          </Banner>
        )
      }
      empty={
        text.trim() === '' ? (
          <EmptyState icon={<PackageSearch size={40} />} title={t('stock.scanOrSearch')} />
        ) : (
          <EmptyState icon={<SearchX size={40} />} title={t('selling.nothingFound', { text })} />
        )
      }
      testId="stock-search"
      rowTestId="stock-found"
    />
  );
}

function Found({ hit }: { hit: CatalogueHit }) {
  const { item, variant } = hit;
  const { stock } = useTill();
  const locale = useLocale();
  const view = useReadable(useMemo(() => stock.watch(variant.sku), [stock, variant.sku]));
  const form = formName(hit);
  return (
    <>
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
    </>
  );
}
