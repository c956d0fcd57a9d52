import { ReceiptText, SearchX, ServerOff } from 'lucide-react';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whyNotVoid } from '../../../shared/sale/post-void.ts';
import { parseReceiptCode, parseTrainingCode } from '../../../shared/sale/receipt-code.ts';
import {
  decideReturn,
  type ReturnChoice,
  returnedOf,
  returnedTogether,
} from '../../../shared/sale/returns.ts';
import { isTendered, type SaleLine, type TenderedSale } from '../../../shared/sale/sale.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import { cashier, useCashier } from '../../runtime/cashier-store.ts';
import { useScanTaker } from '../../runtime/scan-taker.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { useClock, useMoney } from '../../ui/money.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { type FoundReceipt, findReceipt, receiptsTyped, typedSaleId } from './find-receipt.ts';
import { type PanelSays, usePanelSays } from './panel-says.tsx';
import { ReceiptDetail } from './receipt-detail.tsx';
import type { ReturningActs } from './returning-acts.ts';
import { readBack } from './scanned-back.ts';
import { UnverifiedReturn } from './unverified-return.tsx';

const DAY_MS = 86_400_000;
const MOST_LISTED = 60;

/** Receipts of the day and of other tills: goods come back, a copy is printed, the last sale is undone. */
export function ReturnsPanel(props: {
  acts: ReturningActs;
  onShow: (sale: TenderedSale) => void;
  onVoided: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const saleId = useCashier((state) => state.returnSaleId);
  const [without, setWithout] = useState<{ readonly saleId: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  const taking = useRef(false);
  const choose = (id: string | null) => cashier.set({ returnSaleId: id });
  const close = () => {
    choose(null);
    props.onClose();
  };
  /** One act, however often it is pressed: a second tap while it is asked and written is none. */
  const once = (act: () => Promise<boolean>, then: () => void) => {
    if (taking.current) return;
    taking.current = true;
    setBusy(true);
    act()
      .then((done) => {
        if (done) return then();
        taking.current = false;
        setBusy(false);
      })
      .catch(reportError);
  };
  return (
    <Dialog
      title={t(without?.saleId ? 'returns.foreignTitle' : without ? 'returns.withoutTitle' : 'returns.title')}
      {...(without ? { description: t(without.saleId ? 'returns.foreignHint' : 'returns.withoutHint') } : {})}
      closeLabel={t('returns.close')}
      onClose={close}
      width="wide"
      asPanel
      testId="returns-panel"
    >
      {without ? (
        <UnverifiedReturn
          saleId={without.saleId}
          busy={busy}
          onTake={(lines) =>
            once(
              () =>
                props.acts.takeBackUnverified(
                  lines,
                  without.saleId,
                  without.saleId === null && areEmpties(till, lines),
                ),
              close,
            )
          }
          onReceipt={(id) => {
            setWithout(null);
            choose(id);
          }}
          onBack={() => {
            setWithout(null);
            choose(null);
          }}
        />
      ) : saleId === null ? (
        <Receipts onChoose={choose} onWithout={() => setWithout({ saleId: null })} />
      ) : (
        <Receipt
          key={saleId}
          saleId={saleId}
          acts={props.acts}
          busy={busy}
          once={once}
          onShow={(sale) => {
            close();
            props.onShow(sale);
          }}
          onChoose={choose}
          onBack={() => choose(null)}
          onWithout={() => setWithout({ saleId })}
          onTaken={close}
          onVoided={() => {
            close();
            props.onVoided();
          }}
        />
      )}
    </Dialog>
  );
}

/** Whether all of it goes along with other articles, as a deposit does: empties are brought back without a receipt all day. */
function areEmpties(till: ReturnType<typeof useTill>, lines: readonly SaleLine[]): boolean {
  const along = new Set<string>();
  for (const { linked } of till.catalogue.allItems()) for (const { sku } of linked ?? []) along.add(sku);
  return lines.every(({ sku }) => along.has(sku));
}

/** The last sales of this till; a number narrows them, a scanned code opens any. */
function Receipts(props: { onChoose: (saleId: string) => void; onWithout: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const money = useMoney();
  const recent = useReadable(till.sales.recent);
  const staff = useReadable(till.staff);
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  const typed = text.trim();
  const shown = useMemo(
    () => receiptsTyped(till, recent, typed).slice(0, MOST_LISTED),
    [till, recent, typed],
  );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = parseReceiptCode(typed) ?? parseTrainingCode(typed);
    const exact = shown.find((sale) => String(sale.sequence) === typed) ?? shown[0];
    const saleId = code?.saleId ?? typedSaleId(typed);
    if (saleId) props.onChoose(saleId);
    else if (exact && typed !== '') props.onChoose(exact.id);
  };
  return (
    <div className="flex flex-col gap-4 pt-2">
      {says.banner}
      <form onSubmit={onSubmit}>
        <TextField
          ref={field}
          label={t('returns.find')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          data-testid="returns-find"
        />
      </form>
      {recent.length === 0 ? (
        <EmptyState
          icon={<ReceiptText size={40} aria-hidden="true" />}
          title={t('returns.none')}
          hint={t('returns.noneHint')}
        />
      ) : shown.length === 0 ? (
        <EmptyState icon={<SearchX size={40} aria-hidden="true" />} title={t('returns.noMatch')} />
      ) : (
        <section aria-label={t('returns.recent')}>
          <h3 className="mb-2 text-small font-medium text-muted">{t('returns.recent')}</h3>
          <ul className="flex flex-col gap-2">
            {shown.map((sale) => (
              <li key={sale.id}>
                <button
                  type="button"
                  data-testid={`receipt-${sale.id}`}
                  onClick={() => props.onChoose(sale.id)}
                  className="pressable flex min-h-15 w-full items-center gap-4 rounded-md border border-line bg-surface px-4 py-2 text-start hover:border-line-strong"
                >
                  <span className="min-w-0 flex-1">
                    <span className="block text-body font-semibold">
                      {t('returns.number', { number: sale.sequence })}
                    </span>
                    <span className="block truncate text-small text-muted">
                      {t('returns.row', {
                        time: clock.dayAndTime(sale.tenderedAt),
                        cashier: staff.find(({ id }) => id === sale.cashierId)?.name ?? '',
                      })}
                    </span>
                  </span>
                  <span className="money text-strong font-semibold">
                    {money.format(sale.totalMinor + sale.roundingMinor)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Button look="quiet" onClick={props.onWithout} data-testid="returns-without">
        {t('returns.without')}
      </Button>
    </div>
  );
}

/** A receipt's code opens that receipt; goods are no receipt. */
function useReceiptScans(says: PanelSays, onReceipt: (saleId: string) => void): void {
  const till = useTill();
  useScanTaker((codes) => {
    const read = readBack(till, codes);
    if (read.kind === 'receipt') return onReceipt(read.saleId);
    if (read.kind === 'article') says.say('findReceipt', { name: read.article.hit.item.name });
    else says.say(read.code, read.values);
  });
}

function Receipt(props: {
  saleId: string;
  acts: ReturningActs;
  busy: boolean;
  once: (act: () => Promise<boolean>, then: () => void) => void;
  onChoose: (saleId: string) => void;
  onShow: (sale: TenderedSale) => void;
  onBack: () => void;
  onWithout: () => void;
  onTaken: () => void;
  onVoided: () => void;
}) {
  const till = useTill();
  const settings = useStoreSettings();
  const shift = useReadable(till.shifts.current);
  const recent = useReadable(till.sales.recent);
  const [found, setFound] = useState<FoundReceipt>({ state: 'looking' });
  const cartId = useCashier((state) => state.activeSaleId);
  const cart = useReadable(useMemo(() => till.sales.watch(cartId ?? ''), [till, cartId]));
  const { saleId, acts } = props;

  useEffect(() => {
    let current = true;
    findReceipt(till, saleId, cartId, (next) => {
      if (current) setFound(next);
    }).catch(reportError);
    return () => {
      current = false;
    };
  }, [till, saleId, cartId]);

  if (found.state === 'looking') return <Looking onChoose={props.onChoose} />;
  if (found.state !== 'found')
    return (
      <NotFound
        isOffline={found.state === 'unreachable'}
        onChoose={props.onChoose}
        onBack={props.onBack}
        onWithout={props.onWithout}
      />
    );
  const { sale, checked } = found;
  const returned = cart ? returnedTogether(found.returned, returnedOf(sale, [cart])) : found.returned;
  const days = dayOf(settings).returnDays;
  const tooOld = till.clock.bestNow().getTime() - Date.parse(sale.tenderedAt) > days * DAY_MS;
  const why = whyNotVoid(sale, {
    last: recent.find((other) => isTendered(other)),
    shiftId: shift?.shiftId ?? null,
    returned,
  });
  const take = (choices: readonly ReturnChoice[]) =>
    props.once(
      () =>
        acts.takeBack(sale, tooOld, (now, at, newLineId) =>
          decideReturn(now, sale, found.returned, choices, { at, newLineId, ways: found.ways }),
        ),
      props.onTaken,
    );
  return (
    <ReceiptDetail
      sale={sale}
      returned={returned}
      checked={checked}
      tooOldDays={tooOld ? days : null}
      whyNotVoid={why?.code ?? null}
      onTake={take}
      onShow={() => props.onShow(sale)}
      busy={props.busy}
      onVoid={() => props.once(() => acts.undoSale(sale), props.onVoided)}
      onReceipt={props.onChoose}
      onBack={props.onBack}
    />
  );
}

function Looking(props: { onChoose: (saleId: string) => void }) {
  const { t } = useTranslation();
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  return (
    <>
      {says.banner}
      <LoadingState title={t('returns.looking')} />
    </>
  );
}

function NotFound(props: {
  isOffline: boolean;
  onChoose: (saleId: string) => void;
  onBack: () => void;
  onWithout: () => void;
}) {
  const { t } = useTranslation();
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  const Icon = props.isOffline ? ServerOff : SearchX;
  return (
    <>
      {says.banner}
      <EmptyState
        icon={<Icon size={40} aria-hidden="true" />}
        title={t(props.isOffline ? 'returns.unreachable' : 'returns.unknown')}
        {...(props.isOffline ? { hint: t('returns.unreachableHint') } : {})}
        act={
          <span className="flex gap-3">
            <Button onClick={props.onBack} data-testid="returns-back">
              {t('returns.back')}
            </Button>
            <Button onClick={props.onWithout} data-testid="returns-without">
              {t('returns.without')}
            </Button>
          </span>
        }
      />
    </>
  );
}
