import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isTendered } from '../../../shared/sale/sale.ts';
import type { PushedCollection } from '../../../shared/sync/documents.ts';
import type { AttentionEntry } from '../../database/till-data.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock } from '../../ui/money.tsx';
import { reasonOf } from './sync-view.ts';

/** Documents that need a person, each with the reason in plain words and all that can be done with it. */
export function KeptDocuments(props: { entries: readonly AttentionEntry[] }) {
  const { t } = useTranslation();
  if (props.entries.length === 0) return <p className="text-body text-muted">{t('attention.keptEmpty')}</p>;
  const sendable = props.entries.filter(maySendAgain);
  const hidden = props.entries.length - MOST_SHOWN;
  return (
    <>
      {sendable.length > 1 ? <SendAllAgain entries={sendable} /> : null}
      <ul className="flex flex-col gap-3">
        {props.entries.slice(0, MOST_SHOWN).map((entry) => (
          <KeptDocument key={entry.id} entry={entry} />
        ))}
      </ul>
      {hidden > 0 ? (
        <p className="mt-3 text-body text-muted">{t('attention.keptMore', { count: hidden })}</p>
      ) : null}
    </>
  );
}

/** More than anyone reads. What is settled makes room for the next. */
const MOST_SHOWN = 30;

/** After an update of the server everything that it kept may be understood at once. */
function SendAllAgain(props: { entries: readonly AttentionEntry[] }) {
  const { t } = useTranslation();
  const till = useTill();
  const [busy, setBusy] = useState(false);
  const sendAll = async () => {
    setBusy(true);
    for (const entry of props.entries)
      await till.sendAgain(entry.collection as PushedCollection, entry.documentId);
  };
  return (
    <Button
      className="mb-3"
      disabled={busy}
      onClick={() =>
        void sendAll()
          .catch(reportError)
          .finally(() => setBusy(false))
      }
      data-testid="kept-send-all"
    >
      {t('attention.sendAllAgain', { count: props.entries.length })}
    </Button>
  );
}

const SENT_BY_TILL: ReadonlySet<string> = new Set<string>([
  'sales',
  'shifts',
  'stockCommands',
  'officeRequests',
] satisfies PushedCollection[]);
const maySendAgain = ({ collection, kind }: AttentionEntry): boolean =>
  SENT_BY_TILL.has(collection) && kind !== 'damaged';
const NAMED = [
  'sales',
  'shifts',
  'stockCommands',
  'items',
  'stockLevels',
  'saleResults',
  'staff',
  'settings',
  'officeRequests',
  'customers',
] as const;

function KeptDocument({ entry }: { entry: AttentionEntry }) {
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const clock = useClock();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const during = (act: Promise<unknown>) => {
    setBusy(true);
    act.catch(reportError).finally(() => setBusy(false));
  };
  const collection = NAMED.find((name) => name === entry.collection);
  const sale = entry.collection === 'sales' ? till.sales.get(entry.documentId) : undefined;
  const reason = reasonOf(entry);
  const file = till.exportKept(entry);

  const exportIt = async () => {
    if (!file) return;
    const outcome = await device.saveFile(file.fileName, file.text);
    if (!outcome.ok) setSaid(t(`receipt.deviceFailure.${outcome.failure.code}`));
    else if (outcome.value) setSaid(t('attention.exportedAs', { path: outcome.value }));
    // Nothing is said when no place was chosen; a browser does not tell, it shows its own download.
    else if (device.kind === 'browser') setSaid(t('attention.exported'));
  };

  return (
    <li
      className="rounded-md border border-line bg-surface p-4"
      data-testid="kept-document"
      data-kind={entry.kind}
      data-document={entry.documentId}
    >
      <p className="text-body font-semibold">
        {[
          collection ? t(`attention.documents.${collection}`) : entry.collection,
          sale && isTendered(sale)
            ? t('attention.saleNumber', { number: sale.sequence, time: clock.dayAndTime(sale.tenderedAt) })
            : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <p className="mt-1 text-body" data-testid="kept-reason">
        {t(`attention.kinds.${entry.kind}`)}
        {'. '}
        {t(`attention.reasons.${reason}`, { code: entry.code ?? entry.message ?? '' })}
      </p>
      <p className="selectable mt-1 text-small text-faint [overflow-wrap:anywhere]">
        {[
          entry.documentId,
          entry.revision === null ? '' : t('attention.revision', { revision: entry.revision }),
          clock.dayAndTime(entry.at),
          reason === 'unknown' ? '' : entry.message,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        {maySendAgain(entry) ? (
          <Button
            disabled={busy}
            onClick={() => during(till.sendAgain(entry.collection as PushedCollection, entry.documentId))}
            data-testid="kept-send-again"
          >
            {t('attention.sendAgain')}
          </Button>
        ) : null}
        {file ? (
          <Button disabled={busy} onClick={() => during(exportIt())} data-testid="kept-export">
            {t('attention.exportKept')}
          </Button>
        ) : null}
        <Button
          look="quiet"
          disabled={busy}
          onClick={() => during(till.attention.dismiss(entry.id))}
          data-testid="kept-dismiss"
        >
          {t('attention.dismiss')}
        </Button>
      </div>
      <p className="selectable mt-2 text-small text-muted empty:hidden" role="status">
        {said}
      </p>
    </li>
  );
}
