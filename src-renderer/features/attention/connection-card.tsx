import { Clock, Cloud, CloudOff, RotateCw, ShieldAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/money.tsx';
import { ageOf, spanOf } from './sync-view.ts';
import { useAge } from './use-age.ts';

/** Whether the server answers, since when not, when it did last, and whether the two agree about the time. */
export function ConnectionCard(props: { now: number; onPair: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const age = useAge();
  const connection = useReadable(till.connection);
  const lastContactAt = useReadable(till.clock.lastContactAt);
  const offsetMs = useReadable(till.clock.offsetMs);
  const words = {
    online: () => t('attention.online'),
    connecting: () => t('attention.connecting'),
    unpaired: () => t('attention.unpaired'),
    revoked: () => t('attention.revokedHint'),
    offline: () => '',
  }[connection.state]();
  const text =
    connection.state === 'offline'
      ? t(connection.reason === 'serverFault' ? 'attention.offlineFault' : 'attention.offlineSince', {
          time: clock.time(connection.since),
        })
      : words;
  const Icon =
    connection.state === 'offline' ? CloudOff : connection.state === 'revoked' ? ShieldAlert : Cloud;
  const span = spanOf(Math.abs(offsetMs));
  return (
    <div className="flex flex-col gap-3 rounded-md bg-sunken p-4">
      <div className="flex items-center gap-4">
        <Icon size={24} aria-hidden="true" className="shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <p className="text-body" data-testid="connection" data-state={connection.state}>
            {text}
          </p>
          <p data-varies className="mt-0.5 text-small text-muted" data-testid="last-contact">
            {lastContactAt
              ? t('attention.lastContact', {
                  time: `${clock.dayAndTime(lastContactAt)} (${age(ageOf(lastContactAt, props.now))})`,
                })
              : t('attention.neverHeard')}
          </p>
        </div>
        {connection.state === 'revoked' ? (
          <Button onClick={props.onPair} data-testid="pair-again">
            {t('pairing.again')}
          </Button>
        ) : connection.state === 'online' ? null : (
          <Button onClick={() => till.retryNow()} data-testid="retry-now">
            <RotateCw size={18} aria-hidden="true" />
            {t('attention.retryNow')}
          </Button>
        )}
      </div>
      {offsetMs === 0 ? null : (
        <p
          className="flex items-start gap-3 rounded-md bg-warn-soft p-3 text-body text-warn-ink"
          data-testid="clock-wrong"
        >
          <Clock size={20} aria-hidden="true" className="shrink-0" />
          {t('attention.clockWrong', {
            span: t(`attention.${span.key}`, { count: span.count }),
            direction: t(offsetMs < 0 ? 'attention.clockFast' : 'attention.clockSlow'),
          })}
        </p>
      )}
    </div>
  );
}
