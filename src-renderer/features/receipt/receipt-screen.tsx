import { Check, CheckCheck, CircleAlert, FileDown, Info, Loader, Mail, Printer } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { receiptOf } from '../../../shared/sale/receipt.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import type { DeviceOutcome } from '../../runtime/device.ts';
import { useDevice, useIsTraining, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { announce } from '../../ui/live-region.tsx';
import { useMoney } from '../../ui/money.tsx';
import { EmailDialog } from './email-dialog.tsx';
import { receiptFileName, receiptHtml } from './receipt-html.ts';
import { receiptLabels } from './receipt-labels.ts';
import { ReceiptPaper } from './receipt-paper.tsx';
import { receiptRows } from './receipt-view.ts';

/** For so long after the commit, keys do not go on to the next sale. */
const UNREAD_MS = 700;

type Says = { readonly tone: 'busy' | 'good' | 'bad'; readonly words: string } | null;

/** After the commit: the change, the receipt, and whether the server has it. The next scan begins the next sale. */
export function ReceiptScreen(props: {
  sale: TenderedSale;
  settings: StoreSettings;
  /** It was paid before and is looked at again: whatever leaves the till is marked as a copy. */
  isCopy: boolean;
  onNext: () => void;
}) {
  const { sale, settings } = props;
  const { t, i18n } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const training = useIsTraining();
  const money = useMoney(sale.currency);
  const staff = useReadable(till.staff);
  const identity = useReadable(till.identity);
  const [says, setSays] = useState<Says>(null);
  const [printed, setPrinted] = useState(props.isCopy);
  const [asksEmail, setAsksEmail] = useState(false);
  const shownAt = useRef(performance.now());
  const cashierName = staff.find((member) => member.id === sale.cashierId)?.name ?? '';
  const labels = useMemo(() => receiptLabels(t), [t]);
  const names = { terminalName: identity?.terminalName ?? '', cashierName, training };
  const receipt = receiptOf(sale, settings, names, props.isCopy);
  const rows = receiptRows(receipt, labels);
  const change = money.format(receipt.changeMinor);

  const { isCopy } = props;
  useEffect(() => {
    if (!isCopy) announce(`${t('receipt.paid')}. ${t('receipt.change')} ${change}`, 'polite', sale);
  }, [t, change, isCopy, sale]);

  const run = async (
    busyWords: string,
    act: () => Promise<DeviceOutcome<string | null | undefined>>,
    done: string,
  ) => {
    setSays({ tone: 'busy', words: busyWords });
    const outcome = await act();
    if (!outcome.ok) {
      return setSays({ tone: 'bad', words: t(`receipt.deviceFailure.${outcome.failure.code}`) });
    }
    setSays({ tone: 'good', words: outcome.value ? t('receipt.pdfSaved', { path: outcome.value }) : done });
  };
  const print = () =>
    run(
      t('receipt.printing'),
      async () => {
        const copy = receiptOf(sale, settings, names, printed);
        const outcome = await device.printReceipt({ receipt: copy, labels });
        if (outcome.ok) setPrinted(true);
        return outcome.ok ? { ok: true, value: undefined } : outcome;
      },
      t('receipt.printed'),
    );
  const savePdf = () =>
    run(
      t('receipt.printing'),
      () =>
        device.savePdf({
          fileName: receiptFileName(settings.storeName, sale.businessDate, sale.sequence),
          html: receiptHtml(rows, i18n.language, `${labels.receipt} ${sale.sequence}`),
        }),
      '',
    );

  return (
    <main className="flex min-h-0 flex-1" aria-label={t('receipt.title')}>
      <section className="flex w-[42%] min-w-0 items-start justify-center overflow-y-auto border-e border-line bg-sunken px-4 py-8">
        <ReceiptPaper rows={rows} label={`${labels.receipt} ${sale.sequence}`} />
      </section>
      <section className="flex min-w-0 flex-1 flex-col overflow-y-auto px-10 py-8">
        <p className="flex items-center gap-2 text-strong font-semibold text-accent-ink">
          <Check size={22} aria-hidden="true" />
          {t('receipt.paid')} ·{' '}
          <span className="money">{money.format(sale.totalMinor + sale.roundingMinor)}</span>
        </p>
        <p className="mt-6 text-strong font-medium text-muted">{t('receipt.change')}</p>
        <p
          data-testid="change"
          data-minor={receipt.changeMinor}
          className="money text-hero font-bold tracking-tight"
        >
          {change}
        </p>
        {training ? (
          <div className="mt-6">
            <Banner tone="training" still testId="receipt-training">
              {t('training.receipt')}
            </Banner>
          </div>
        ) : (
          <Whereabouts sale={sale} />
        )}
        <div className="min-h-6 flex-1" />
        {says ? <DeviceSays says={says} /> : null}
        <div className="grid grid-cols-3 gap-3">
          <Button
            size="large"
            onClick={() => void print()}
            data-testid="receipt-print"
            disabled={says?.tone === 'busy'}
          >
            <Printer size={20} aria-hidden="true" />
            {printed ? t('receipt.reprint') : t('receipt.print')}
          </Button>
          <Button
            size="large"
            onClick={() => void savePdf()}
            data-testid="receipt-pdf"
            disabled={says?.tone === 'busy'}
          >
            <FileDown size={20} aria-hidden="true" />
            {t('receipt.pdf')}
          </Button>
          <Button
            size="large"
            onClick={() => setAsksEmail(true)}
            disabledReason={training ? t('training.notHere') : null}
            data-testid="receipt-email"
          >
            <Mail size={20} aria-hidden="true" />
            {t('receipt.email')}
          </Button>
        </div>
        <button
          type="button"
          // biome-ignore lint/a11y/noAutofocus: Enter goes on to the next sale
          autoFocus
          onClick={(event) => {
            // A key that was held, or pressed twice, must not take the change off the screen unread.
            const byKey = event.detail === 0;
            if (!byKey || performance.now() - shownAt.current > UNREAD_MS) props.onNext();
          }}
          data-testid="receipt-next"
          className="pressable mt-3 flex h-18 w-full shrink-0 items-center justify-between gap-6 rounded-md bg-accent px-6 text-on-accent hover:bg-accent-hover"
        >
          <span className="whitespace-nowrap text-title font-semibold">{t('receipt.next')}</span>
          <span className="min-w-0 text-end text-small">{t('receipt.nextHint')}</span>
        </button>
      </section>
      {asksEmail ? (
        <EmailDialog
          sale={sale}
          rows={rows}
          subject={t('receipt.emailSubject', { shop: settings.storeName, number: sale.sequence })}
          onQueued={(email) => {
            setAsksEmail(false);
            setSays({ tone: 'good', words: t('receipt.emailQueued', { email }) });
          }}
          onFailed={() => {
            setAsksEmail(false);
            setSays({ tone: 'bad', words: t('receipt.emailNotSaved') });
          }}
          onClose={() => setAsksEmail(false)}
        />
      ) : null}
    </main>
  );
}

/** Where the sale is: on this till since the commit, on the server as soon as it says so. */
function Whereabouts({ sale }: { sale: TenderedSale }) {
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const result = useReadable(useMemo(() => till.saleResults.watch(sale.id), [till, sale.id]));
  const onServer = result?.appliedAt != null;
  const kinds = (result?.exceptions ?? []).map((exception) =>
    t(`receipt.exceptionKinds.${exception.kind as 'oversold'}`, { defaultValue: exception.kind }),
  );
  return (
    <ul className="mt-6 flex flex-col gap-2 text-body" aria-live="polite">
      <Fact icon={<Check size={19} aria-hidden="true" />} tone="good" testId="saved-here">
        {t('receipt.savedHere')}
      </Fact>
      {onServer ? (
        <Fact icon={<CheckCheck size={19} aria-hidden="true" />} tone="good" testId="on-server" value="yes">
          {t('receipt.onServer')}
        </Fact>
      ) : (
        <Fact icon={<Loader size={19} aria-hidden="true" />} tone="calm" testId="on-server" value="no">
          {t('receipt.notOnServer')} · {t('receipt.notOnServerHint')}
        </Fact>
      )}
      {kinds.length > 0 ? (
        <Fact icon={<CircleAlert size={19} aria-hidden="true" />} tone="warning" testId="sale-exceptions">
          {t('receipt.exceptions', { kinds: [...new Set(kinds)].join(', ') })}
        </Fact>
      ) : null}
      {device.journal === null ? (
        <Fact icon={<Info size={19} aria-hidden="true" />} tone="calm" testId="no-journal">
          {t('receipt.noJournal')}
        </Fact>
      ) : null}
    </ul>
  );
}

const FACT_TONES = {
  good: 'text-accent-ink font-medium',
  calm: 'text-muted',
  warning: 'text-warn-ink font-medium',
};

function Fact(props: {
  icon: ReactNode;
  tone: keyof typeof FACT_TONES;
  testId: string;
  value?: string;
  children: ReactNode;
}) {
  return (
    <li
      data-testid={props.testId}
      data-value={props.value}
      className={classNames('flex items-start gap-2.5', FACT_TONES[props.tone])}
    >
      <span className="mt-px shrink-0">{props.icon}</span>
      <span>{props.children}</span>
    </li>
  );
}

function DeviceSays({ says }: { says: NonNullable<Says> }) {
  const tones = {
    busy: 'bg-sunken text-ink',
    good: 'bg-accent-soft text-accent-ink',
    bad: 'bg-danger-soft text-danger-ink',
  };
  return (
    <p
      role={says.tone === 'bad' ? 'alert' : 'status'}
      data-testid="device-says"
      data-tone={says.tone}
      className={classNames(
        'mb-3 rounded-md px-4 py-3 text-body font-medium [overflow-wrap:anywhere]',
        tones[says.tone],
      )}
    >
      {says.words}
    </p>
  );
}
