import { useTranslation } from 'react-i18next';
import type { DrawerReport } from '../../../shared/shift/drawer-report.ts';
import { type ReportSlip, trainingSlip } from '../../../shared/shift/report-slip.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { useIsTraining, useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { useClock, useLocale, useMoney } from '../../ui/money.tsx';
import { reportSlip, type SlipFacts } from './slip-rows.ts';

/** Writes a report out for paper: an X as of now, or the Z of a `closed` event. Null before the shop's settings are here. */
export function useReportSlip(): (
  report: DrawerReport,
  of: { readonly closed: ShiftEvent; readonly copy: boolean } | { readonly at: string },
  cashierId: string,
) => ReportSlip | null {
  const { t } = useTranslation();
  const till = useTill();
  const training = useIsTraining();
  const settings = useStoreSettings();
  const staff = useReadable(till.staff);
  const identity = useReadable(till.identity);
  const clock = useClock();
  const money = useMoney();
  const locale = useLocale();
  return (report, of, cashierId) => {
    if (!settings) return null;
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
    const isZ = 'closed' in of;
    const facts: SlipFacts = {
      z: isZ ? { number: of.closed.period, closedAt: clock.dayAndTime(of.closed.at) } : null,
      training,
      copy: isZ && of.copy,
      openedAt: report.openedAt === null ? '' : clock.dayAndTime(report.openedAt),
      businessDate: report.businessDate ? clock.day(report.businessDate) : '',
      asOf: isZ ? '' : clock.dayAndTime(of.at),
      terminalName: identity?.terminalName ?? '',
      cashierName: staff.find((member) => member.id === cashierId)?.name ?? '',
      settings,
      money: money.format,
      percent: (ratePpm) => percent.format(ratePpm / 1_000_000),
    };
    const slip = reportSlip(report, facts, t);
    return training ? trainingSlip(slip, t('receipt.paper.training').toUpperCase()) : slip;
  };
}
