import { CheckCircle2, Cloud, CloudOff, RotateCw, ShieldAlert } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PushedCollection } from '../../../shared/sync/documents.ts';
import type { AttentionEntry } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { Connection } from '../../sync/till.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useClock } from '../../ui/money.tsx';
import { ageOf } from './sync-view.ts';

const CLOCK_TICK_MS = 20_000;

/** What is still on its way, what needs a person, and the way to try again. */
export function SyncPanel(props: { onPair: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const connection = useReadable(till.connection);
  const outbox = useReadable(till.outbox);
  const entries = useReadable(till.attention.entries);
  const progress = useReadable(till.catalogue.progress);
  const now = useNow();

  return (
    <Dialog
      title={t('attention.title')}
      closeLabel={t('attention.close')}
      onClose={props.onClose}
      asPanel
      testId="sync-panel"
    >
      <Section title={t('attention.connection')}>
        <ConnectionCard connection={connection} onRetry={() => till.retryNow()} onPair={props.onPair} />
      </Section>
      <Section title={t('attention.outbox')}>
        {outbox.unsent === 0 ? (
          <p className="flex items-center gap-2 text-body text-accent-ink">
            <CheckCircle2 size={20} aria-hidden="true" />
            {t('attention.outboxEmpty')}
          </p>
        ) : null}
        <dl className="mt-2 divide-y divide-line rounded-md border border-line">
          {outbox.parts.map((part) => {
            const age = part.oldestAt ? ageOf(part.oldestAt, now) : null;
            return (
              <div
                key={part.collection}
                className="flex min-h-12 items-center gap-3 px-4"
                data-testid={`outbox-${part.collection}`}
                data-unsent={part.unsent}
              >
                <dt className="flex-1 text-body font-medium">
                  {t(`attention.collections.${part.collection}`)}
                </dt>
                <dd className="money text-small text-muted">
                  {part.unsent === 0
                    ? t('attention.allSent')
                    : [
                        t('attention.unsent', { count: part.unsent }),
                        age
                          ? t('attention.oldest', {
                              age:
                                age.key === 'agoNow'
                                  ? t('attention.agoNow')
                                  : t(`attention.${age.key}`, { count: age.count }),
                            })
                          : '',
                      ].join(' · ')}
                </dd>
              </div>
            );
          })}
        </dl>
      </Section>
      <Section title={t('attention.kept')}>
        {entries.length === 0 ? (
          <p className="text-body text-muted">{t('attention.keptEmpty')}</p>
        ) : (
          <ul className="flex flex-col gap-3">
            {entries.map((entry) => (
              <KeptDocument key={entry.id} entry={entry} />
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('attention.catalogue')}>
        <p className="text-body text-muted">
          {progress.complete
            ? t('attention.catalogueComplete', { count: progress.items })
            : t('attention.catalogueLoading', { count: progress.items })}
        </p>
      </Section>
      <Section title={t('attention.commits')}>
        <p className="text-body text-muted">
          {till.commitsTo === 'journal' ? t('attention.commitsJournal') : t('attention.commitsDatabase')}
        </p>
      </Section>
    </Dialog>
  );
}

function ConnectionCard(props: { connection: Connection; onRetry: () => void; onPair: () => void }) {
  const { t } = useTranslation();
  const clock = useClock();
  const { connection } = props;
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
  return (
    <div className="flex items-center gap-4 rounded-md bg-sunken p-4">
      <Icon size={24} aria-hidden="true" className="shrink-0 text-muted" />
      <p className="flex-1 text-body" data-testid="connection" data-state={connection.state}>
        {text}
      </p>
      {connection.state === 'revoked' ? (
        <Button onClick={props.onPair} data-testid="pair-again">
          {t('pairing.again')}
        </Button>
      ) : connection.state === 'online' ? null : (
        <Button onClick={props.onRetry} data-testid="retry-now">
          <RotateCw size={18} aria-hidden="true" />
          {t('attention.retryNow')}
        </Button>
      )}
    </div>
  );
}

const SENT_BY_TILL = new Set<string>(['sales', 'shifts', 'stockCommands'] satisfies PushedCollection[]);

function KeptDocument({ entry }: { entry: AttentionEntry }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const [busy, setBusy] = useState(false);
  const during = (act: Promise<void>) => {
    setBusy(true);
    act.catch(reportError).finally(() => setBusy(false));
  };
  return (
    <li className="rounded-md border border-line bg-surface p-4" data-testid="kept-document">
      <p className="text-body font-semibold">{t(`attention.kinds.${entry.kind}`)}</p>
      <p className="mt-1 text-body text-muted">{entry.message ?? entry.code ?? ''}</p>
      <p className="selectable mt-1 text-small text-faint [overflow-wrap:anywhere]">
        {[
          entry.collection,
          entry.documentId,
          entry.revision === null ? '' : t('attention.revision', { revision: entry.revision }),
          clock.dayAndTime(entry.at),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className="mt-3 flex gap-2">
        {SENT_BY_TILL.has(entry.collection) ? (
          <Button
            disabled={busy}
            onClick={() => during(till.sendAgain(entry.collection as PushedCollection, entry.documentId))}
          >
            {t('attention.sendAgain')}
          </Button>
        ) : null}
        <Button look="quiet" disabled={busy} onClick={() => during(till.attention.dismiss(entry.id))}>
          {t('attention.dismiss')}
        </Button>
      </div>
    </li>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  return (
    <section className={classNames('mt-6 first:mt-2')}>
      <h3 className="mb-2 text-small font-semibold text-muted">{props.title}</h3>
      {props.children}
    </section>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
