import { Check, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { speedKeyItem } from '../../runtime/speed-key-items.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { ArticleTile } from '../../ui/article-tile.tsx';
import { TextField } from '../../ui/text-field.tsx';

const MOST_FOUND = 40;

/** Articles by name, SKU or code; each is one press from being a key. A scan needs no search. */
export function KeySearch(props: { taken: ReadonlySet<string>; onAdd: (sku: string) => void }) {
  const { t } = useTranslation();
  const { catalogue } = useTill();
  const revision = useReadable(catalogue.revision);
  const [text, setText] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found changes with the catalogue
  const found = useMemo(() => {
    if (text.trim() === '') return [];
    return catalogue
      .search(text, MOST_FOUND)
      .flatMap((item) =>
        item.variants.map((variant) => ({ sku: variant.sku, item: speedKeyItem({ item, variant }) })),
      )
      .slice(0, MOST_FOUND);
  }, [catalogue, text, revision]);
  return (
    <div className="flex min-h-0 flex-col gap-3">
      <TextField
        label={t('speedKeys.search')}
        hint={t('speedKeys.searchHint')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          const first = found.find(({ sku }) => !props.taken.has(sku));
          if (event.key !== 'Enter' || !first) return;
          event.preventDefault();
          props.onAdd(first.sku);
          setText('');
        }}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        data-testid="speed-search"
      />
      <p role="status" className="sr-only">
        {text.trim() === '' ? '' : t('selling.searchResults', { count: found.length })}
      </p>
      {found.length > 0 ? (
        <ul
          className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto p-0.5"
          aria-label={t('speedKeys.found')}
        >
          {found.map(({ sku, item }) => (
            <li key={sku}>
              <ArticleTile
                item={item}
                faded={props.taken.has(sku)}
                badge={
                  props.taken.has(sku) ? (
                    <Check size={18} aria-label={t('speedKeys.refusals.twice')} />
                  ) : (
                    <Plus size={18} aria-hidden="true" />
                  )
                }
                onClick={() => props.onAdd(sku)}
                data-testid={`speed-found-${sku}`}
              />
            </li>
          ))}
        </ul>
      ) : text.trim() === '' ? null : (
        <p className="text-body text-muted">{t('selling.nothingFound', { text })}</p>
      )}
    </div>
  );
}
