import { ArrowLeft, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lineOf } from '../../../shared/sale/cart.ts';
import type { SaleLine } from '../../../shared/sale/sale.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { taxRateOf } from '../../../shared/staff/store-settings.ts';
import { newId } from '../../runtime/new-id.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMoney } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { TextField } from '../../ui/text-field.tsx';
import { usePanelSays } from './panel-says.tsx';
import { type ArticleBack, readBack } from './scanned-back.ts';

/** Goods whose receipt nobody can look up: as articles of today's catalogue, at today's price, one by one. */
export function UnverifiedReturn(props: {
  /** What was chosen is being written. */
  busy: boolean;
  onTake: (lines: readonly SaleLine[]) => void;
  /** A receipt was scanned after all. */
  onReceipt: (saleId: string) => void;
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

  const says = usePanelSays();

  const add = ({ hit, quantity: much, unitPriceMinor }: ArticleBack) => {
    if (!settings) return;
    const taxRatePpm = taxRateOf(settings, hit.item.taxClass);
    const quantity = -(much ?? 10 ** hit.variant.unit.scale);
    const price = unitPriceMinor === undefined ? {} : { unitPriceMinor };
    const line: SaleLine = {
      ...lineOf({ ...hit, lineId: newId(), quantity, taxRatePpm, ...price }),
      disposition: 'restock',
      returnReason: 'other',
    };
    setLines((before) => [...before, line]);
    says.quiet();
    play('added');
  };
  useScanTaker((codes) => {
    const read = readBack(till, codes);
    if (read.kind === 'article') add(read.article);
    else if (read.kind === 'nothing') says.say(read.code, read.values);
    else if (lines.length === 0) props.onReceipt(read.saleId);
    else says.say('choosing');
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = text.trim();
    const hit = till.catalogue.findByCode(code) ?? firstForm(till.catalogue.search(code, 1)[0]);
    if (!hit || code === '') return setUnknown(code !== '');
    add({ hit });
    setText('');
    setUnknown(false);
  };
  const sum = lines.reduce((total, line) => total - lineAmountMinor(line), 0);
  return (
    <div className="flex flex-col gap-4 pt-2">
      {says.banner}
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
            <span className="money text-body font-semibold">{money.format(-lineAmountMinor(line))}</span>
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
          busy={props.busy}
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
