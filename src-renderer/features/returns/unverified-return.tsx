import { ArrowLeft, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unverifiedLines } from '../../../shared/sale/returns.ts';
import type { SaleLine } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { taxRateOf } from '../../../shared/staff/store-settings.ts';
import { newId } from '../../runtime/new-id.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useMoney } from '../../ui/money.tsx';
import { figuresOf, impliedMinor, typedQuantity } from '../../ui/pad-entry.ts';
import { signOf } from '../../ui/quantity.ts';
import { QuantityStepper } from '../../ui/quantity-stepper.tsx';
import { play } from '../../ui/sounds.ts';
import { TextField } from '../../ui/text-field.tsx';
import { type ArticleRow, isLabelled, linesBack, withArticle, withQuantity } from './article-rows.ts';
import { usePanelSays } from './panel-says.tsx';
import { type ArticleBack, readBack } from './scanned-back.ts';
import { WhyAndWhere } from './why-and-where.tsx';

/** Goods whose receipt nobody can look up, or that have none: as articles of today's catalogue, at today's price. */
export function UnverifiedReturn(props: {
  /** The receipt that was scanned and could not be looked up: the server judges it when it hears of the return. */
  saleId: string | null;
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
  const [rows, setRows] = useState<readonly ArticleRow[]>([]);
  const says = usePanelSays();

  const add = (article: ArticleBack) => {
    setRows((before) => withArticle(before, article, newId, (sku) => till.catalogue.findBySku(sku)));
    says.quiet();
    play('added');
  };
  useScanTaker((codes) => {
    const read = readBack(till, codes);
    if (read.kind === 'article') add(read.article);
    else if (read.kind === 'nothing') says.say(read.code, read.values);
    else if (rows.length === 0) props.onReceipt(read.saleId);
    else says.say('choosing');
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = text.trim();
    if (code === '') return;
    const read = readBack(till, [code]);
    const found = firstForm(till.catalogue.search(code, 1)[0]);
    if (read.kind === 'article') add(read.article);
    else if (found) add({ hit: found });
    else return setUnknown(true);
    setText('');
    setUnknown(false);
  };
  const change = (lineId: string, part: Partial<ArticleRow>) =>
    setRows((before) => before.map((row) => (row.lineId === lineId ? { ...row, ...part } : row)));
  const includesTax = settings?.pricesIncludeTax ?? true;
  const lines = settings ? linesBack(rows, (taxClass) => taxRateOf(settings, taxClass)) : [];
  const given = unverifiedLines({ pricesIncludeTax: includesTax }, lines, props.saleId);
  const sumMinor = 0 - saleTotals(given, includesTax).totalMinor;
  const isWhole = rows.every(
    (row) =>
      (row.quantity > 0 || row.along !== undefined) &&
      (!row.hit.item.openPrice || (row.unitPriceMinor ?? 0) > 0),
  );
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
        {rows.map((row) => (
          <Row
            key={row.lineId}
            row={row}
            amount={money.format(
              0 -
                saleTotals(
                  given.filter(({ lineId }) => lineId === row.lineId),
                  true,
                ).subtotalMinor,
            )}
            onQuantity={(quantity) => setRows((before) => withQuantity(before, row.lineId, quantity))}
            onChange={(part) => change(row.lineId, part)}
            onRemove={() =>
              setRows((before) =>
                before.filter(({ lineId, along }) => lineId !== row.lineId && along?.lineId !== row.lineId),
              )
            }
          />
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
          disabled={lines.length === 0 || !isWhole}
          busy={props.busy}
          onClick={() => props.onTake(lines)}
          data-testid="unverified-take"
          data-minor={sumMinor}
        >
          {lines.length === 0
            ? t('returns.confirm')
            : t('returns.confirmSum', { amount: money.format(sumMinor) })}
        </Button>
      </div>
    </div>
  );
}

function Row(props: {
  row: ArticleRow;
  amount: string;
  onQuantity: (quantity: number) => void;
  onChange: (part: Partial<ArticleRow>) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const money = useMoney();
  const { row } = props;
  const { item, variant } = row.hit;
  const { unit } = variant;
  const [weight, setWeight] = useState('');
  const [price, setPrice] = useState('');
  const form = [...Object.values(variant.properties), variant.size].filter(Boolean).join(' · ');
  const isWeighed = unit.scale > 0;
  return (
    <li
      data-testid="unverified-line"
      data-sku={variant.sku}
      data-quantity={row.quantity}
      className="rounded-md border border-line bg-surface py-3 ps-4 pe-2"
    >
      <div className="flex items-center gap-4">
        <p className="min-w-0 flex-1">
          <span dir="auto" className="own-direction block truncate text-body font-semibold">
            {item.name}
          </span>
          {form ? <span className="block truncate text-small text-muted">{form}</span> : null}
        </p>
        {isLabelled(row) ? null : isWeighed ? (
          <TextField
            className="w-36"
            label={t('selling.howMuch')}
            inputMode="decimal"
            dir="ltr"
            autoComplete="off"
            after={signOf(unit)}
            value={weight}
            placeholder={row.quantity > 0 ? String(row.quantity / 10 ** unit.scale) : ''}
            onChange={(event) => {
              const typed = figuresOf(event.target.value);
              setWeight(typed);
              props.onQuantity(typedQuantity(typed, unit.scale, true) ?? 0);
            }}
            data-testid={`unverified-weight-${variant.sku}`}
          />
        ) : (
          <QuantityStepper
            label={t('returns.returnLine', { name: item.name })}
            value={row.quantity}
            min={row.along ? 0 : 1}
            onChange={props.onQuantity}
            lessLabel={t('returns.less', { name: item.name })}
            moreLabel={t('returns.more', { name: item.name })}
            testId={`unverified-${variant.sku}`}
          />
        )}
        {item.openPrice ? (
          <TextField
            className="w-36"
            label={t('returns.price')}
            inputMode="decimal"
            dir="ltr"
            autoComplete="off"
            value={price}
            onChange={(event) => {
              const typed = figuresOf(event.target.value);
              setPrice(typed);
              props.onChange({ unitPriceMinor: impliedMinor(typed, money.exponent) });
            }}
            data-testid={`unverified-price-${variant.sku}`}
          />
        ) : null}
        <span className="money text-body font-semibold">{props.amount}</span>
        <IconButton
          label={t('returns.remove', { name: item.name })}
          icon={<X size={18} aria-hidden="true" />}
          onClick={props.onRemove}
        />
      </div>
      {row.along ? null : <WhyAndWhere lineId={row.lineId} value={row} onChange={props.onChange} />}
    </li>
  );
}

type Item = ReturnType<ReturnType<typeof useTill>['catalogue']['search']>[number];
const firstForm = (item: Item | undefined) => {
  const variant = item?.variants[0];
  // One of several forms would be a guess.
  return item && variant && item.variants.length === 1 ? { item, variant } : undefined;
};
