import { ArrowLeft, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lineOf } from '../../../shared/sale/cart.ts';
import type { SaleLine } from '../../../shared/sale/sale.ts';
import { taxRateOf } from '../../../shared/staff/store-settings.ts';
import { newId } from '../../runtime/new-id.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMoney } from '../../ui/money.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Goods whose receipt nobody can look up: as articles of today's catalogue, at today's price, one by one. */
export function UnverifiedReturn(props: {
  onTake: (lines: readonly SaleLine[]) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const settings = useStoreSettings();
  const money = useMoney();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState(false);
  const [lines, setLines] = useState<readonly SaleLine[]>([]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = text.trim();
    const hit = till.catalogue.findByCode(code) ?? firstForm(till.catalogue.search(code, 1)[0]);
    if (!hit || !settings || code === '') return setUnknown(code !== '');
    const taxRatePpm = taxRateOf(settings, hit.item.taxClass);
    const quantity = -(10 ** hit.variant.unit.scale);
    const line: SaleLine = {
      ...lineOf({ ...hit, lineId: newId(), quantity, taxRatePpm }),
      disposition: 'restock',
      returnReason: 'other',
    };
    setLines((before) => [...before, line]);
    setText('');
    setUnknown(false);
  };
  const sum = lines.reduce((total, line) => total + line.unitPriceMinor, 0);
  return (
    <div className="flex flex-col gap-4 pt-2">
      <form onSubmit={onSubmit} className="flex items-end gap-3">
        <TextField
          ref={field}
          className="flex-1"
          label={t('returns.code')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setUnknown(false);
          }}
          autoComplete="off"
          spellCheck={false}
          data-testid="unverified-code"
          {...(unknown ? { error: t('returns.unknownArticle') } : {})}
        />
        <Button type="submit" data-testid="unverified-add">
          {t('returns.add')}
        </Button>
      </form>
      <ul className="flex flex-col gap-2" aria-live="polite">
        {lines.map((line) => (
          <li
            key={line.lineId}
            data-testid="unverified-line"
            className="flex min-h-15 items-center gap-4 rounded-md border border-line bg-surface ps-4"
          >
            <span className="min-w-0 flex-1 truncate text-body font-semibold">{line.name}</span>
            <span className="money text-body font-semibold">{money.format(line.unitPriceMinor)}</span>
            <IconButton
              label={t('returns.remove', { name: line.name ?? line.sku })}
              icon={<X size={18} aria-hidden="true" />}
              onClick={() => setLines((before) => before.filter((other) => other !== line))}
            />
          </li>
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-3">
        <Button size="large" onClick={props.onBack} data-testid="unverified-back">
          <ArrowLeft size={20} aria-hidden="true" className="mirrored" />
          {t('returns.back')}
        </Button>
        <Button
          size="large"
          look="primary"
          disabled={lines.length === 0}
          onClick={() => props.onTake(lines)}
          data-testid="unverified-take"
        >
          {lines.length === 0 ? t('returns.confirm') : t('returns.confirmSum', { amount: money.format(sum) })}
        </Button>
      </div>
    </div>
  );
}

type Item = ReturnType<ReturnType<typeof useTill>['catalogue']['search']>[number];
const firstForm = (item: Item | undefined) => {
  const variant = item?.variants[0];
  // One of several forms would be a guess.
  return item && variant && item.variants.length === 1 ? { item, variant } : undefined;
};
