import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import type { TillReport } from '../../sync/till-reports.ts';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/money.tsx';

/** What happened to this till's own memory, in plain words, until someone has read it. */
export function TillReportsList(props: { reports: readonly TillReport[] }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  return (
    <ul className="divide-y divide-line rounded-md border border-line">
      {props.reports.map((report) => (
        <li
          key={report.id}
          className="flex items-center gap-3 py-2 ps-4 pe-2"
          data-testid="till-report"
          data-code={report.code}
          data-count={report.count}
        >
          <p className="min-w-0 flex-1 text-body">
            {t(`attention.reportCodes.${report.code}`, { count: report.count })}
            <span className="block text-small text-faint">{clock.dayAndTime(report.at)}</span>
          </p>
          <Button look="quiet" onClick={() => void till.dismissReport(report.id).catch(reportError)}>
            {t('attention.dismiss')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
