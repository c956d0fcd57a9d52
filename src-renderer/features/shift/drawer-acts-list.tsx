import { useTranslation } from 'react-i18next';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { useClock, useMoney } from '../../ui/money.tsx';

/** What happened in the drawer besides sales, newest first. What a count found is told where it is closed. */
export function DrawerActsList({ shiftId }: { shiftId: string | null }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const money = useMoney();
  const staff = useReadable(till.staff);
  const events = useReadable(till.shifts.events)
    .filter((event) => event.shiftId === shiftId)
    .reverse();
  const nameOf = (id: string) => staff.find((member) => member.id === id)?.name ?? '';
  const note = (event: ShiftEvent) =>
    [
      event.reason,
      t('shift.movements.by', { time: clock.time(event.at), name: nameOf(event.cashierId) }),
      event.approvedBy ? t('shift.movements.approvedBy', { name: nameOf(event.approvedBy) }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <section aria-label={t('shift.movements.title')}>
      <h2 className="mb-2 text-title font-semibold tracking-tight">{t('shift.movements.title')}</h2>
      <ul className="flex flex-col">
        {events.map((event) => (
          <li
            key={event.id}
            data-testid="shift-event"
            data-kind={event.kind}
            className="flex items-baseline justify-between gap-4 border-b border-line py-2.5"
          >
            <span className="min-w-0">
              <span className="block text-body font-medium">{t(`shift.movements.${event.kind}`)}</span>
              <span className="block text-small text-muted">{note(event)}</span>
            </span>
            {event.amountMinor === undefined ? null : (
              <span className="money text-body font-semibold">{money.format(event.amountMinor)}</span>
            )}
          </li>
        ))}
      </ul>
      {events.length <= 1 ? <p className="mt-3 text-body text-muted">{t('shift.movements.empty')}</p> : null}
    </section>
  );
}
