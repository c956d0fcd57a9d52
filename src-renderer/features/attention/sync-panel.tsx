import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { ConnectionCard } from './connection-card.tsx';
import { KeptDocuments } from './kept-documents.tsx';
import { KnownCollections } from './known-collections.tsx';
import { OutboxList } from './outbox-list.tsx';
import { SafetyCard } from './safety-card.tsx';
import { SaleExceptionsList } from './sale-exceptions-list.tsx';
import { TillReportsList } from './till-reports-list.tsx';

const CLOCK_TICK_MS = 20_000;

/**
 * The sync centre: what is on its way, what needs a person and why, what the till knows, and what keeps its sales safe.
 * What needs someone stands above what is only good to know.
 */
export function SyncPanel(props: { onPair: () => void; onClose: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const entries = useReadable(till.attention.entries);
  const exceptions = useReadable(till.saleResults.exceptions);
  const reports = useReadable(till.reports);
  const now = useNow();

  return (
    <Dialog
      title={t('attention.title')}
      closeLabel={t('attention.close')}
      onClose={props.onClose}
      asPanel
      bodyTakesFocus
      testId="sync-panel"
    >
      <Section title={t('attention.connection')}>
        <ConnectionCard now={now} onPair={props.onPair} />
      </Section>
      <Section title={t('attention.outbox')}>
        <OutboxList now={now} />
      </Section>
      <Section title={t('attention.kept')} count={entries.length}>
        <KeptDocuments entries={entries} />
      </Section>
      {reports.length > 0 ? (
        <Section title={t('attention.reports')} count={reports.length}>
          <TillReportsList reports={reports} />
        </Section>
      ) : null}
      <Section title={t('attention.exceptionsTitle')} count={exceptions.length}>
        <SaleExceptionsList sales={exceptions} />
      </Section>
      <Section title={t('attention.known')}>
        <KnownCollections now={now} />
      </Section>
      <Section title={t('attention.safety')}>
        <SafetyCard />
      </Section>
    </Dialog>
  );
}

function Section(props: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className="mt-6 first:mt-2">
      <h3 className="mb-2 flex items-center gap-2 text-small font-semibold text-muted">
        {props.title}
        {props.count ? (
          <span className="money rounded-full bg-sunken px-2 text-note font-semibold text-ink">
            {props.count}
          </span>
        ) : null}
      </h3>
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
