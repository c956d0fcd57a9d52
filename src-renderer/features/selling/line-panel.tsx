import { PackageSearch } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideEditLine, type LineEdit } from '../../../shared/sale/cart-pricing.ts';
import { asPricedMinor, shelfPriceMinor } from '../../../shared/sale/pricing.ts';
import type { Discount, OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { useKeyHint } from '../../runtime/key-acts.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { impliedMinor, type PadKey, typedAfter, typedQuantity } from '../../ui/pad-entry.ts';
import { formatQuantity } from '../../ui/quantity.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FigureField } from './figure-field.tsx';
import { usePriceWords } from './price-words.ts';
import type { SellingActs } from './selling-acts.ts';
import { typedDiscount } from './typed-discount.ts';
import { isRepriced, useApprover } from './use-approver.ts';

const PIECES = { code: 'PCE', scale: 0 };
type Figure = 'quantity' | 'price' | 'discount';
const NOTHING_TYPED: Readonly<Record<Figure, string>> = { quantity: '', price: '', discount: '' };

/** Quantity, price, discount and note of a line in one place; the pad types into the field that was touched last. */
export function LinePanel(props: { sale: OpenSale; line: SaleLine; acts: SellingActs; onClose: () => void }) {
  const { t } = useTranslation();
  const { sale, line, acts, onClose } = props;
  const locale = useLocale();
  const money = useMoney(sale.currency);
  const words = usePriceWords(sale.currency);
  const stockKey = useKeyHint('stock');
  const first = useRef<HTMLInputElement>(null);
  const [active, setActive] = useState<Figure>('quantity');
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [kind, setKind] = useState<Discount['kind']>(line.discount?.kind ?? 'percent');
  const [note, setNote] = useState(line.note ?? '');

  const unit = line.unit ?? PIECES;
  const price = asPricedMinor(line);
  const sold = line.returnOf === undefined;
  const type = (figure: Figure, text: string) => setTyped((before) => ({ ...before, [figure]: text }));
  const onKey = (key: PadKey) => type(active, typedAfter(typed[active], key));

  const quantity = typed.quantity === '' ? null : typedQuantity(typed.quantity, unit.scale, unit.scale > 0);
  const newPrice = typed.price === '' ? null : impliedMinor(typed.price, money.exponent);
  const discount = typedDiscount(typed.discount, kind, money.exponent);
  const edit: LineEdit = {
    ...(quantity === null || quantity === line.quantity ? {} : { quantity }),
    ...(newPrice === null || newPrice === price ? {} : { unitPriceMinor: newPrice }),
    ...(discount === null ? {} : { discount: discount.value === 0 ? null : discount }),
    ...(note.trim() === (line.note ?? '') ? {} : { note }),
  };
  useScansWait(Object.keys(edit).length > 0);
  const tried = decideEditLine(sale, line.lineId, edit, nowIso());
  const after = tried.ok ? tried.sale.lines.find(({ lineId }) => lineId === tried.lineId) : undefined;
  const wrong =
    (typed.quantity !== '' && quantity === null) || (typed.discount !== '' && discount === null) || !tried.ok;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (wrong) return;
    onClose();
    if (Object.keys(edit).length > 0) void acts.editLine(line.lineId, edit, words);
  };
  const listPrice = shelfPriceMinor(line);
  const agreed = useApprover(sale, line.lineId);
  const approver = isRepriced(line) ? agreed : undefined;

  return (
    <Dialog
      title={t('selling.pricing.editLine', { name: line.name ?? line.sku })}
      description={
        [
          listPrice === price ? '' : t('selling.pricing.listPrice', { price: money.format(listPrice) }),
          approver ? t('selling.pricing.approvedBy', { name: approver }) : '',
        ]
          .filter(Boolean)
          .join(' · ') || undefined
      }
      width="wide"
      closeLabel={t('selling.cancel')}
      onClose={onClose}
      initialFocus={first}
      testId="line-panel"
    >
      <form onSubmit={onSubmit} className="grid grid-cols-[1fr_280px] gap-6 pt-2">
        <div className="flex min-w-0 flex-col gap-3">
          <Labelled label={t('selling.pricing.quantity')}>
            <FigureField
              ref={first}
              label={t('selling.pricing.quantity')}
              typed={typed.quantity}
              shown={formatQuantity(quantity ?? line.quantity, unit, locale)}
              onType={(text) => type('quantity', text)}
              onFocus={() => setActive('quantity')}
              active={active === 'quantity'}
              testId="line-quantity-input"
            />
          </Labelled>
          {sold ? (
            <Labelled label={t('selling.pricing.price')}>
              <FigureField
                label={t('selling.pricing.price')}
                typed={typed.price}
                shown={money.format(newPrice ?? price)}
                onType={(text) => type('price', text)}
                onFocus={() => setActive('price')}
                active={active === 'price'}
                testId="line-price-input"
              />
            </Labelled>
          ) : null}
          {sold && line.discountable !== false ? (
            <div className="grid grid-cols-2 items-end gap-3">
              <Choice
                label={t('selling.pricing.discount')}
                value={kind}
                options={[
                  { value: 'percent', label: t('selling.pricing.percent') },
                  { value: 'amount', label: t('selling.pricing.amount') },
                ]}
                onChange={(next) => {
                  setKind(next);
                  type('discount', '');
                  setActive('discount');
                }}
                testId="line-discount-kind"
              />
              <FigureField
                label={t('selling.pricing.discount')}
                typed={typed.discount}
                shown={words.discount(
                  discount ?? (line.discount?.kind === kind ? line.discount : { kind, value: 0 }),
                )}
                onType={(text) => type('discount', text)}
                onFocus={() => setActive('discount')}
                active={active === 'discount'}
                large
                testId="line-discount-input"
              />
            </div>
          ) : null}
          <TextField
            label={t('selling.pricing.note')}
            hint={t('selling.pricing.noteHint')}
            value={note}
            maxLength={200}
            autoComplete="off"
            data-testid="line-note-input"
            onChange={(event) => setNote(event.target.value)}
          />
          <Button
            aria-keyshortcuts={stockKey['aria-keyshortcuts']}
            onClick={() => cashier.set({ panel: 'stock', stockLook: { sku: line.sku } })}
            data-testid="line-stock"
          >
            <PackageSearch size={18} aria-hidden="true" />
            {t('till.keys.stock')}
          </Button>
        </div>
        <div className="flex flex-col gap-3">
          <p
            role="status"
            data-testid="line-preview"
            className={`money min-h-7 text-end text-strong font-semibold ${wrong ? 'text-danger-ink' : ''}`}
          >
            {tried.ok
              ? t('selling.pricing.wasNow', {
                  before: money.format(lineAmountMinor(line)),
                  after: money.format(after ? lineAmountMinor(after) : 0),
                })
              : t(`till.notices.${tried.rejection.code}` as 'till.notices.discountTooLarge', {
                  ...tried.rejection,
                })}
          </p>
          <NumberPad
            label={t('selling.padLabel')}
            point={money.point}
            onKey={onKey}
            eraseLabel={t('selling.padErase')}
          />
          <Button type="submit" look="primary" size="large" disabled={wrong} data-testid="line-save">
            {t('selling.pricing.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Labelled(props: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <div aria-hidden="true" className="mb-1.5 text-small font-medium text-muted">
        {props.label}
      </div>
      {props.children}
    </div>
  );
}
