import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayMessage } from '../../shared/display/display-message.ts';
import { isInBrowser } from './display-port.ts';
import { useFormats } from './formats.tsx';

/** Between customers: who the shop is, and whether this till is open. */
export function CalmScene(props: { kind: 'idle' | 'paused' | 'closed'; shop: DisplayMessage['shop'] }) {
  const { t } = useTranslation();
  const { kind, shop } = props;
  const says =
    kind === 'idle' ? t('display.welcome') : kind === 'paused' ? t('display.paused') : t('display.closed');
  return (
    <section className="display-calm" data-testid="display-calm">
      {shop?.logo ? <img src={shop.logo} alt="" className="display-logo" /> : null}
      {shop ? (
        <p dir="auto" className="display-title display-muted">
          {shop.name}
        </p>
      ) : null}
      <h1 className="display-says">{says}</h1>
      {kind === 'closed' ? <p className="display-title">{t('display.closedHint')}</p> : null}
      {kind === 'idle' && shop ? <Clock timeZone={shop.timeZone} /> : null}
      <p className="display-note display-muted display-tap">
        {isInBrowser() ? t('display.fullScreen') : null}
      </p>
    </section>
  );
}

const MINUTE_MS = 60_000;

/** The time of day in the shop's zone. */
function Clock({ timeZone }: { timeZone: string }) {
  const { locale } = useFormats();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const next = setTimeout(() => setNow(new Date()), MINUTE_MS - (Date.now() % MINUTE_MS));
    return () => clearTimeout(next);
  });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(now);
  return <p className="money display-title display-muted">{time}</p>;
}
