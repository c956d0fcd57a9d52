import { History } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useClock, useMoney } from '../../ui/money.tsx';
import { Table } from '../../ui/table.tsx';
import { useUnsent } from './use-unsent.ts';

/** Every Z of this terminal, newest first. */
export function HistoryView(props: { onChoose: (z: ShiftEvent) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const money = useMoney();
  const unsentOf = useUnsent();
  const closed = useReadable(till.shifts.events)
    .filter((event) => event.kind === 'closed')
    .reverse();
  const stateOf = (z: ShiftEvent) => {
    const { sales, events } = unsentOf(z.shiftId);
    return sales + events === 0
      ? t('shift.history.sent')
      : t('shift.history.waiting', { count: sales + events });
  };
  const amount = (amountMinor: number | null | undefined) =>
    amountMinor === null || amountMinor === undefined ? '' : money.format(amountMinor);
  return (
    <div className="flex min-h-0 flex-col gap-4">
      <h2 className="text-title font-semibold tracking-tight">{t('shift.history.title')}</h2>
      <Table
        label={t('shift.history.title')}
        testId="shift-history-table"
        rows={closed}
        keyOf={(z) => z.id}
        onChoose={props.onChoose}
        empty={
          <EmptyState
            icon={<History size={40} />}
            title={t('shift.history.empty')}
            hint={t('shift.history.emptyHint')}
          />
        }
        columns={[
          { id: 'date', title: t('shift.history.date'), cell: (z) => clock.dayAndTime(z.at) },
          { id: 'number', title: t('shift.history.number'), figures: true, cell: (z) => z.period },
          {
            id: 'total',
            title: t('shift.history.total'),
            figures: true,
            cell: (z) => amount(z.report?.totalMinor),
          },
          {
            id: 'difference',
            title: t('shift.history.difference'),
            figures: true,
            cell: (z) => amount(z.report?.differenceMinor),
          },
          { id: 'state', title: t('shift.history.state'), cell: stateOf },
        ]}
      />
    </div>
  );
}
