import { Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Avatar } from '../../ui/letter-tile.tsx';
import { useClock } from '../../ui/money.tsx';

/** Who is at the till. The choice opens the shift, if none is open. */
export function CashierChoice(props: { onChoose: (cashierId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const settings = useStoreSettings();
  const staff = useReadable(till.staff).filter((member) => member.active);
  const shift = useReadable(till.shifts.current);
  const connection = useReadable(till.connection);
  const progress = useReadable(till.catalogue.progress);
  const ready = settings !== null && staff.length > 0;
  return (
    <main className="flex h-full flex-col items-center justify-center gap-8 overflow-y-auto bg-canvas p-8">
      <div className="flex flex-col items-center gap-3 text-center">
        <BrandMark size={48} />
        {settings ? <p className="text-strong text-muted">{settings.storeName}</p> : null}
        <h1 className="text-sum font-semibold tracking-tight">{t('staff.title')}</h1>
      </div>
      {ready ? (
        <ul className="grid w-full max-w-[720px] grid-cols-[repeat(auto-fit,minmax(200px,1fr))] gap-4">
          {staff.map((member, index) => (
            <li key={member.id}>
              <button
                type="button"
                // biome-ignore lint/a11y/noAutofocus: the first name takes Enter; nothing else is on this screen
                autoFocus={index === 0}
                data-testid={`cashier-${member.id}`}
                aria-label={t('staff.start', { name: member.name })}
                onClick={() => props.onChoose(member.id)}
                className="pressable flex w-full flex-col items-center gap-3 rounded-lg border border-line bg-surface px-4 py-7 shadow-lift hover:border-line-strong"
              >
                <Avatar
                  name={member.name}
                  {...(member.hue === undefined ? {} : { hue: member.hue })}
                  className="h-20 w-20 text-sum"
                />
                <span className="text-center">
                  <span className="block text-strong font-semibold">{member.name}</span>
                  <span className="block text-small text-muted">{t(`staff.roles.${member.role}`)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <div role="status" className="flex max-w-[44ch] flex-col items-center gap-2 text-center">
          <Loader size={28} aria-hidden="true" className="spin text-muted" />
          <p className="text-strong font-semibold">
            {progress.complete && settings ? t('staff.nobody') : t('staff.waiting')}
          </p>
          <p className="text-body text-muted">
            {connection.state === 'offline' ? t('staff.offline') : t('staff.waitingHint')}
          </p>
        </div>
      )}
      {progress.complete ? null : (
        <p
          role="status"
          data-testid="catalogue-progress"
          className="money flex items-center gap-2 text-body text-muted"
        >
          <Loader size={18} aria-hidden="true" className="spin" />
          {t('pairing.downloading')} · {t('pairing.downloaded', { count: progress.items })}
        </p>
      )}
      <p className="text-small text-muted">
        {shift ? t('staff.shiftSince', { time: clock.dayAndTime(shift.openedAt) }) : t('staff.shiftOpens')}
      </p>
    </main>
  );
}
