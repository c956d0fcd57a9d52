import { HardDriveDownload, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalReport } from '../../../shared/journal/journal-report.ts';
import { readStorage, type StorageState } from '../../runtime/browser-storage.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { useLocale } from '../../ui/money.tsx';

/** Where a paid sale is written before it counts as paid; the journal and its reports, or what a browser protects. */
export function SafetyCard() {
  const { t } = useTranslation();
  const till = useTill();
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-start gap-3 text-body" data-testid="commits-to" data-value={till.commitsTo}>
        <ShieldCheck size={20} aria-hidden="true" className="shrink-0 text-muted" />
        <span>
          {t('attention.commits')}{' '}
          {till.commitsTo === 'journal' ? t('attention.commitsJournal') : t('attention.commitsDatabase')}
        </span>
      </p>
      {till.commitsTo === 'journal' ? <JournalCard /> : <StorageCard />}
    </div>
  );
}

function JournalCard() {
  const { t } = useTranslation();
  const device = useDevice();
  const locale = useLocale();
  const [reports, setReports] = useState<readonly JournalReport[]>([]);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');

  useEffect(() => {
    device.journalReports().then((outcome) => outcome.ok && setReports(outcome.value), reportError);
  }, [device]);

  const exportIt = async () => {
    setBusy(true);
    setSaid('');
    const outcome = await device.exportJournal();
    setBusy(false);
    if (!outcome.ok) return setSaid(t(`receipt.deviceFailure.${outcome.failure.code}`));
    if (!outcome.value) return;
    const { folder, entries, brokenEntries } = outcome.value;
    const values = { entries: new Intl.NumberFormat(locale).format(entries), folder, broken: brokenEntries };
    setSaid(t(brokenEntries > 0 ? 'attention.journalExportedBroken' : 'attention.journalExported', values));
  };

  return (
    <div className="rounded-md border border-line">
      <div className="flex items-center gap-3 py-2 ps-4 pe-2">
        <p className="min-w-0 flex-1 text-small text-muted">{t('attention.journalExportHint')}</p>
        <Button
          disabled={busy}
          onClick={() => void exportIt().catch(reportError)}
          data-testid="journal-export"
        >
          <HardDriveDownload size={18} aria-hidden="true" />
          {busy ? t('attention.journalExporting') : t('attention.journalExport')}
        </Button>
      </div>
      <p
        className="selectable px-4 pb-3 text-small text-ink empty:hidden [overflow-wrap:anywhere]"
        role="status"
        data-testid="journal-says"
      >
        {said}
      </p>
      <div className="border-t border-line px-4 py-3">
        <p className="text-small font-semibold text-muted">{t('attention.journalReports')}</p>
        {reports.length === 0 ? (
          <p className="mt-1 text-body" data-testid="journal-whole">
            {t('attention.journalReportsEmpty')}
          </p>
        ) : (
          <ul className="mt-1 flex flex-col gap-2">
            {reports.map((report) => (
              <li
                key={`${report.file}/${report.offset}/${report.code}`}
                data-testid="journal-report"
                data-code={report.code}
              >
                <p className="text-body">{t(`attention.journalReportCodes.${report.code}`)}</p>
                <p className="selectable text-small text-faint [overflow-wrap:anywhere]">
                  {t('attention.journalPlace', { file: report.file, offset: report.offset })}
                </p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function StorageCard() {
  const { t } = useTranslation();
  const locale = useLocale();
  const [storage, setStorage] = useState<StorageState | null>(null);
  useEffect(() => {
    readStorage().then(setStorage, reportError);
  }, []);
  if (!storage) return null;
  const gigabytes = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: 'gigabyte',
    maximumFractionDigits: 1,
  });
  return (
    <p
      className="rounded-md bg-sunken p-4 text-body"
      data-testid="storage-protection"
      data-value={storage.protection}
    >
      {t(`attention.${STORAGE_WORDS[storage.protection]}`)}
      {storage.freeBytes === null ? null : (
        <span data-varies className="mt-1 block text-small text-muted">
          {t('attention.storageFree', { free: gigabytes.format(storage.freeBytes / 1e9) })}
        </span>
      )}
    </p>
  );
}

const STORAGE_WORDS = {
  protected: 'storageProtected',
  unprotected: 'storageUnprotected',
  unknown: 'storageUnknown',
} as const;
