import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { decideUpdate } from '../../../shared/update/decide-update.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { updateFacts } from '../../runtime/updates.ts';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';

/** That a newer version is ready, and what it waits for. Nothing where there is none. */
export function UpdateSection() {
  const { t } = useTranslation();
  const till = useTill();
  const { updates } = useDevice();
  const release = useReadable(updates.waiting);
  // Read so that the section follows them.
  useReadable(till.sales.open);
  useReadable(till.outbox);
  const [isGoing, setGoing] = useState(false);
  if (!release) return null;
  const decision = decideUpdate(release, updateFacts(till));
  return (
    <div
      className="flex flex-col gap-3 rounded-md border border-line p-4"
      data-testid="update-waits"
      data-because={decision.may ? '' : decision.because}
    >
      <p className="text-body">{t('settings.updateReady', { version: release.version })}</p>
      <p className="text-small text-muted" role="status">
        {decision.may ? t('settings.updateMay') : t(`settings.updateWaits.${decision.because}`)}
      </p>
      <Button
        disabled={!decision.may || isGoing}
        onClick={() => setGoing(updates.apply(updateFacts(till))?.may === true)}
        data-testid="update-apply"
      >
        {t('settings.updateApply')}
      </Button>
    </div>
  );
}
