import { DatabaseBackup, HardDriveDownload, Store } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import type { EnrolOutcome, PairingRequest } from '../../sync/till.ts';
import { Button } from '../../ui/button.tsx';

export type PairingRejection = Extract<EnrolOutcome, { ok: false }>['rejection'];

/** What a person can say when the server does not know the till that this machine was. */
export function FormerChoice(props: {
  rejection: PairingRejection;
  busy: boolean;
  onChoose: (choice: Pick<PairingRequest, 'former' | 'isExported'>) => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const [isExported, setExported] = useState(false);
  const [said, setSaid] = useState('');
  const { code } = props.rejection;
  const mustExport = code === 'unsent' && !isExported;
  if (code !== 'unknownFormer' && code !== 'otherServer' && code !== 'unsent') return null;

  const copied = (place: string | null) => {
    setExported(true);
    setSaid(place === null ? t('pairing.copiedDownload') : t('pairing.copied', { place }));
  };
  /** The journal has everything, and a server can import it; a browser has a file of what is unsent. */
  const exportUnsent = async () => {
    if (till.commitsTo === 'journal') {
      const outcome = await device.exportJournal();
      if (!outcome.ok) setSaid(t(`receipt.deviceFailure.${outcome.failure.code}`));
      else if (outcome.value) copied(outcome.value.folder);
      return;
    }
    const { fileName, text } = till.exportUnsent();
    const outcome = await device.saveFile(fileName, text);
    if (!outcome.ok) setSaid(t(`receipt.deviceFailure.${outcome.failure.code}`));
    else if (outcome.value !== null || device.kind === 'browser') copied(outcome.value);
  };

  return (
    <div className="flex flex-col gap-3" data-testid="pair-former-choice">
      {code === 'unknownFormer' ? (
        <Button
          size="large"
          disabled={props.busy}
          onClick={() => props.onChoose({ former: 'restored' })}
          data-testid="pair-restored"
        >
          <DatabaseBackup size={20} aria-hidden="true" />
          {t('pairing.restored')}
        </Button>
      ) : null}
      {mustExport ? (
        <Button
          size="large"
          disabled={props.busy}
          onClick={() => void exportUnsent().catch(reportError)}
          data-testid="pair-export"
        >
          <HardDriveDownload size={20} aria-hidden="true" />
          {t('pairing.copyUnsent')}
        </Button>
      ) : (
        <Button
          size="large"
          disabled={props.busy}
          onClick={() => props.onChoose({ former: 'left', isExported })}
          data-testid="pair-begin-anew"
        >
          <Store size={20} aria-hidden="true" />
          {t('pairing.beginAnew')}
        </Button>
      )}
      <p className="selectable text-small text-muted" role="status" data-testid="pair-says">
        {said || t('pairing.beginAnewHint')}
      </p>
    </div>
  );
}
