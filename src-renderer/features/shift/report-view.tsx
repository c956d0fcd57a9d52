import { Check, CheckCheck, Printer, Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import type { ReportSlip } from '../../../shared/shift/report-slip.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { nowIso } from '../../runtime/new-id.ts';
import { useDevice, useIsTraining, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { ReportPaper } from './report-paper.tsx';
import { shiftLedger } from './shift-acts.ts';
import { useReportSlip } from './use-report-slip.ts';
import { useUnsent } from './use-unsent.ts';

const TOLD = [
  'noPrinter',
  'printerUnreachable',
  'printerTimeout',
  'printerNoPaper',
  'printerCoverOpen',
] as const;
type Printing = 'no' | 'printing' | 'printed' | (typeof TOLD)[number] | 'other';

/** The shift as it stands, on paper. It closes nothing and can be read at any time. */
export function XView({ cashierId }: { cashierId: string }) {
  const { t } = useTranslation();
  const till = useTill();
  const slipOf = useReportSlip();
  useReadable(till.sales.recent);
  useReadable(till.shifts.events);
  const [at] = useState(nowIso);
  const ledger = shiftLedger(till);
  const slip =
    ledger.shiftId === null
      ? null
      : slipOf(drawerReport({ ...ledger, shiftId: ledger.shiftId }), { at }, cashierId);
  const { printing, print } = usePrinting();
  if (!slip) return null;
  return (
    <div className="flex flex-col items-center gap-4" data-testid="x-report">
      <Button onClick={() => void print(slip)} busy={printing === 'printing'} data-testid="report-print">
        <Printer size={20} aria-hidden="true" />
        {t('receipt.print')}
      </Button>
      <PrintState printing={printing} />
      <ReportPaper slip={slip} />
    </div>
  );
}

/** A Z: as it was frozen. `fresh`: it has just been closed, and prints by itself where there is a printer. */
export function ZView(props: { z: ShiftEvent; fresh: boolean; onDone: () => void }) {
  const { z, fresh } = props;
  const { t } = useTranslation();
  const device = useDevice();
  const slipOf = useReportSlip();
  const { printing, print } = usePrinting();
  const [copy, setCopy] = useState(!fresh);
  const started = useRef(false);
  const slip = z.report ? slipOf(z.report, { closed: z, copy }, z.cashierId) : null;

  const printOnce = async (paper: ReportSlip) => {
    if (await print(paper)) setCopy(true);
  };
  useEffect(() => {
    if (started.current || !fresh || !slip || !device.settings.getSnapshot().printer) return;
    started.current = true;
    void printOnce(slip);
  });

  return (
    <div className="flex flex-col items-center gap-4" data-testid="z-report" data-copy={copy}>
      <div className="flex gap-3">
        {slip ? (
          <Button
            onClick={() => void printOnce(slip)}
            busy={printing === 'printing'}
            data-testid="report-print"
          >
            <Printer size={20} aria-hidden="true" />
            {copy ? t('shift.closed.reprint') : t('shift.closed.print')}
          </Button>
        ) : null}
        <Button look="primary" autoFocus onClick={props.onDone} keyCap="Enter" data-testid="z-done">
          {t('shift.done')}
        </Button>
      </div>
      {slip ? (
        <>
          <PrintState printing={printing} />
          <ReportPaper slip={slip} />
        </>
      ) : (
        <Banner tone="info">{t('shift.history.noReport')}</Banner>
      )}
    </div>
  );
}

/** Whether a closed shift is with the server, in sentences. */
export function Whereabouts({ shiftId }: { shiftId: string }) {
  const { t } = useTranslation();
  const unsent = useUnsent()(shiftId);
  const sent = unsent.sales === 0 && unsent.events === 0;
  if (useIsTraining())
    return (
      <Banner tone="training" still testId="z-training">
        {t('training.closed')}
      </Banner>
    );
  return (
    <ul className="flex flex-col gap-2 text-body" aria-live="polite">
      <li className="flex items-start gap-2.5 font-medium text-accent-ink">
        <Check size={19} aria-hidden="true" className="mt-px shrink-0" />
        {t('shift.closed.hint')}
      </li>
      <li
        data-testid="shift-unsent"
        data-sales={unsent.sales}
        data-events={unsent.events}
        className={
          sent
            ? 'flex items-start gap-2.5 font-medium text-accent-ink'
            : 'flex items-start gap-2.5 text-muted'
        }
      >
        {sent ? (
          <CheckCheck size={19} aria-hidden="true" className="mt-px shrink-0" />
        ) : (
          <Send size={19} aria-hidden="true" className="mirrored mt-px shrink-0" />
        )}
        {sent
          ? t('shift.closed.onServer')
          : unsent.sales > 0
            ? t('shift.closed.saved', { count: unsent.sales })
            : t('shift.closed.savedFacts')}
      </li>
    </ul>
  );
}

function usePrinting() {
  const device = useDevice();
  const [printing, setPrinting] = useState<Printing>('no');
  /** True when it is on paper. */
  async function print(slip: ReportSlip): Promise<boolean> {
    setPrinting('printing');
    const outcome = await device.printReport({ slip });
    setPrinting(outcome.ok ? 'printed' : failureOf(outcome.failure.code));
    return outcome.ok;
  }
  return { printing, print };
}

function failureOf(code: string): Printing {
  return TOLD.find((told) => told === code) ?? 'other';
}

function PrintState({ printing }: { printing: Printing }) {
  const { t } = useTranslation();
  if (printing === 'no') return null;
  if (printing === 'printing' || printing === 'printed')
    return (
      <Banner tone={printing === 'printed' ? 'good' : 'info'} testId="report-says" code={printing}>
        {t(`shift.closed.${printing}`)}
      </Banner>
    );
  return (
    <Banner tone={printing === 'noPrinter' ? 'info' : 'error'} testId="report-says" code={printing}>
      {t(`shift.printFailure.${printing}`)}
    </Banner>
  );
}
