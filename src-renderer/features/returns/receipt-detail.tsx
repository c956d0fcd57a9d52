import { ArrowLeft, CloudOff, Copy, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  decideScannedBack,
  type ReturnChoice,
  returnableLines,
  returnLines,
  type whyNothingBack,
  withLinkedChosen,
} from '../../../shared/sale/returns.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock, useMoney } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { usePanelSays } from './panel-says.tsx';
import { type Chosen, ReturnRow } from './return-row.tsx';
import { SaleApprovals } from './sale-approvals.tsx';
import { readBack } from './scanned-back.ts';

const NOTHING_CHOSEN: Chosen = { quantity: 0, reason: 'changedMind', disposition: 'restock' };

/** One receipt: what of it comes back and why, a copy of it, or the whole of it undone. */
export function ReceiptDetail(props: {
  sale: TenderedSale;
  returned: ReadonlyMap<string, number>;
  checked: boolean;
  /** Why nothing of it can come back, whatever stands on it. */
  whyNothing: ReturnType<typeof whyNothingBack>;
  tooOldDays: number | null;
  whyNotVoid: 'notLast' | 'otherShift' | 'alreadyReturned' | 'isVoid' | null;
  onTake: (choices: readonly ReturnChoice[]) => void;
  onShow: () => void;
  onVoid: () => void;
  /** What was chosen is being written. */
  busy: boolean;
  /** Another receipt was scanned. */
  onReceipt: (saleId: string) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const says = usePanelSays();
  const { sale, returned } = props;
  const money = useMoney(sale.currency);
  const lines = returnableLines(sale, returned);
  const [chosen, setChosen] = useState<Readonly<Record<string, Chosen>>>({});
  const choices = lines.flatMap(({ line }): ReturnChoice[] => {
    const choice = chosen[line.lineId];
    return choice && choice.quantity > 0 ? [{ lineId: line.lineId, ...choice }] : [];
  });
  const back = saleTotals(
    returnLines(sale, returned, choices, () => ''),
    sale.pricesIncludeTax ?? true,
  ).totalMinor;
  const choose = (lineId: string, part: Partial<Chosen>) =>
    setChosen((before) => {
      const quantities = withLinkedChosen(
        lines,
        (id) => before[id]?.quantity ?? 0,
        lineId,
        part.quantity ?? before[lineId]?.quantity ?? 0,
      );
      const after: Record<string, Chosen> = { ...before };
      for (const [id, quantity] of quantities)
        after[id] = { ...NOTHING_CHOSEN, ...before[id], ...(id === lineId ? part : {}), quantity };
      return after;
    });
  const [scanned, setScanned] = useState<{ lineId: string; count: number } | null>(null);
  useScanTaker((codes) => {
    const read = readBack(till, codes);
    if (read.kind === 'receipt') return read.saleId === sale.id ? says.quiet() : props.onReceipt(read.saleId);
    if (read.kind === 'nothing') return says.say(read.code, read.values);
    const { hit, quantity, unitPriceMinor } = read.article;
    const found = decideScannedBack(lines, (lineId) => chosen[lineId]?.quantity ?? 0, {
      sku: hit.variant.sku,
      ...(quantity === undefined ? {} : { quantity }),
      ...(unitPriceMinor === undefined ? {} : { unitPriceMinor }),
    });
    if (!found.ok) return says.say(found.code, { name: hit.item.name });
    says.quiet();
    play('added');
    choose(found.lineId, { quantity: found.quantity });
    setScanned((before) => ({ lineId: found.lineId, count: (before?.count ?? 0) + 1 }));
  });
  const chooseAll = () => {
    for (const { line, left } of lines) choose(line.lineId, { quantity: left });
  };
  return (
    <div className="flex flex-col gap-4 pt-1" data-testid="receipt-detail" data-sale={sale.id}>
      {says.banner}
      <div className="flex items-center gap-3">
        <Button look="quiet" onClick={props.onBack} data-testid="returns-back">
          <ArrowLeft size={20} aria-hidden="true" className="mirrored" />
          {t('returns.back')}
        </Button>
        <p className="min-w-0 flex-1 text-end text-body">
          <span className="font-semibold">{t('returns.number', { number: sale.sequence })}</span>{' '}
          <span className="text-muted">{clock.dayAndTime(sale.tenderedAt)}</span>{' '}
          <span className="money font-semibold">{money.format(sale.totalMinor + sale.roundingMinor)}</span>
        </p>
      </div>
      <SaleApprovals sale={sale} />
      {props.whyNothing ? (
        <Banner tone="info" still testId="returns-nothing" code={props.whyNothing}>
          {t(`returns.nothing.${props.whyNothing}`)}
        </Banner>
      ) : null}
      {props.checked ? null : (
        <Banner tone="info" testId="returns-not-checked">
          <span className="flex items-center gap-2">
            <CloudOff size={18} aria-hidden="true" />
            {t('returns.notChecked')}
          </span>
        </Banner>
      )}
      {props.tooOldDays === null ? null : (
        <Banner tone="warning">{t('returns.tooOld', { days: props.tooOldDays })}</Banner>
      )}
      <ul className="flex flex-col gap-2">
        {lines.map((entry) => (
          <ReturnRow
            key={entry.line.lineId}
            entry={entry}
            chosen={chosen[entry.line.lineId]}
            scanned={scanned?.lineId === entry.line.lineId ? scanned.count : 0}
            onChange={(part) => choose(entry.line.lineId, part)}
          />
        ))}
      </ul>
      <div className="grid grid-cols-2 gap-3">
        <Button
          size="large"
          onClick={chooseAll}
          disabled={lines.every(({ left }) => left === 0)}
          data-testid="return-all"
        >
          {t('returns.all')}
        </Button>
        <Button
          size="large"
          look="primary"
          onClick={() => props.onTake(choices)}
          disabled={choices.length === 0}
          busy={props.busy}
          data-testid="return-confirm"
          data-minor={-back}
        >
          {choices.length === 0
            ? t('returns.confirm')
            : t('returns.confirmSum', { amount: money.format(-back) })}
        </Button>
        <Button onClick={props.onShow} data-testid="receipt-again">
          <Copy size={18} aria-hidden="true" />
          {t('returns.copy')}
        </Button>
        <Button
          look="danger"
          onClick={props.onVoid}
          disabledReason={props.whyNotVoid === null ? null : t(`returns.why.${props.whyNotVoid}`)}
          data-testid="receipt-void"
        >
          <Undo2 size={18} aria-hidden="true" className="mirrored" />
          {t('returns.void')}
        </Button>
      </div>
    </div>
  );
}
