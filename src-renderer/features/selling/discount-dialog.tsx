import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { discountableMinor, discountOfMinor, grossOfMinor } from '../../../shared/sale/pricing.ts';
import type { Discount, OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useMoney } from '../../ui/money.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { typedAfter } from '../../ui/pad-entry.ts';
import { TextField } from '../../ui/text-field.tsx';
import { FigureField } from './figure-field.tsx';
import { usePriceWords } from './price-words.ts';
import type { SellingActs } from './selling-acts.ts';
import { typedDiscount } from './typed-discount.ts';
import { useApprover } from './use-approver.ts';

const PRESETS_PERCENT = [5, 10, 15, 20, 25, 50];

const mayTakeOff = (line: SaleLine | undefined): line is SaleLine =>
  line !== undefined &&
  line.discountable !== false &&
  line.linkedTo === undefined &&
  line.returnOf === undefined &&
  grossOfMinor(line) !== 0;

/** Percent or amount, off a line or the whole sale. A usual discount is one tap; what is typed needs Enter. */
export function DiscountDialog(props: {
  sale: OpenSale;
  line: SaleLine | undefined;
  acts: SellingActs;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { sale, acts, onClose } = props;
  const money = useMoney(sale.currency);
  const words = usePriceWords(sale.currency);
  const line = mayTakeOff(props.line) ? props.line : undefined;
  const field = useRef<HTMLInputElement>(null);
  const [target, setTarget] = useState<'line' | 'cart'>(line ? 'line' : 'cart');
  const [kind, setKind] = useState<Discount['kind']>('percent');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  useScansWait(typed !== '' || reason !== '');

  const ofLine = target === 'line' && line !== undefined;
  const beforeMinor = ofLine ? Math.abs(grossOfMinor(line)) : discountableMinor(sale.lines);
  const given = ofLine ? line.discount : sale.cartDiscount;
  const approver = useApprover(sale, ofLine ? line.lineId : undefined);
  const said = typedDiscount(typed, kind, money.exponent);
  const fits = said !== null && said.value > 0 && (said.kind === 'percent' || said.value <= beforeMinor);

  const give = (discount: Pick<Discount, 'kind' | 'value'> | null) => {
    onClose();
    const whole = discount && { ...discount, ...(reason.trim() ? { reason: reason.trim() } : {}) };
    void (ofLine ? acts.discountLine(line.lineId, whole, words) : acts.discountCart(whole, words));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (fits) give(said);
  };

  return (
    <Dialog
      title={t('selling.pricing.discount')}
      description={[
        ofLine ? (line.name ?? line.sku) : t('selling.pricing.ofCart'),
        given && approver ? t('selling.pricing.approvedBy', { name: approver }) : '',
      ]
        .filter(Boolean)
        .join(' · ')}
      width="wide"
      closeLabel={t('selling.cancel')}
      onClose={onClose}
      initialFocus={field}
      testId="discount-dialog"
    >
      <form onSubmit={onSubmit} className="grid grid-cols-[1fr_280px] gap-6 pt-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Choice
            label={t('selling.pricing.target')}
            value={target}
            options={[
              ...(line ? [{ value: 'line' as const, label: t('selling.pricing.ofLine') }] : []),
              { value: 'cart', label: t('selling.pricing.ofCart') },
            ]}
            onChange={setTarget}
            testId="discount-target"
          />
          <Choice
            label={t('selling.pricing.kind')}
            value={kind}
            options={[
              { value: 'percent', label: t('selling.pricing.percent') },
              { value: 'amount', label: t('selling.pricing.amount') },
            ]}
            onChange={(next) => {
              setKind(next);
              setTyped('');
            }}
            testId="discount-kind"
          />
          <fieldset
            aria-label={t('selling.pricing.presets')}
            className="m-0 grid min-w-0 grid-cols-3 gap-2 border-0 p-0"
          >
            {PRESETS_PERCENT.map((percent) => (
              <Button
                key={percent}
                disabled={beforeMinor === 0}
                data-testid={`discount-preset-${percent}`}
                onClick={() => give({ kind: 'percent', value: percent * 10_000 })}
                className="money"
              >
                {words.discount({ kind: 'percent', value: percent * 10_000 })}
              </Button>
            ))}
          </fieldset>
          <TextField
            label={t('selling.pricing.reason')}
            value={reason}
            maxLength={200}
            autoComplete="off"
            data-testid="discount-reason"
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <div className="flex flex-col gap-3">
          <FigureField
            ref={field}
            large
            active
            label={kind === 'percent' ? t('selling.pricing.percent') : t('selling.pricing.amount')}
            typed={typed}
            shown={words.discount(said ?? { kind, value: 0 })}
            onType={setTyped}
            testId="discount-input"
          />
          <p
            role="status"
            data-testid="discount-preview"
            className={`money min-h-5 text-end text-body ${said !== null && said.value > 0 && !fits ? 'text-danger-ink' : 'text-muted'}`}
          >
            {beforeMinor === 0
              ? t('selling.pricing.nothingToTakeOff')
              : said === null || said.value === 0
                ? money.format(beforeMinor)
                : fits
                  ? t('selling.pricing.wasNow', {
                      before: money.format(beforeMinor),
                      after: money.format(beforeMinor - discountOfMinor(said, beforeMinor)),
                    })
                  : t('till.notices.discountTooLarge')}
          </p>
          <NumberPad
            label={t('selling.padLabel')}
            point={money.point}
            onKey={(key) => setTyped((before) => typedAfter(before, key))}
            eraseLabel={t('selling.padErase')}
          />
          <Button type="submit" look="primary" size="large" disabled={!fits} data-testid="discount-give">
            {t('selling.pricing.give', { discount: said ? words.discount(said) : '' })}
          </Button>
          {given ? (
            <Button look="danger" data-testid="discount-take" onClick={() => give(null)}>
              {t('selling.pricing.take')}
            </Button>
          ) : null}
        </div>
      </form>
    </Dialog>
  );
}
