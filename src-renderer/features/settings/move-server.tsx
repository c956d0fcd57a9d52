import { CheckCircle2, CircleAlert, Loader } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { askApproval } from '../../runtime/approvals.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { ChangeServerOutcome } from '../../sync/till.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Step = 'closed' | 'address' | 'asking' | 'done';
type MoveError = Extract<ChangeServerOutcome, { ok: false }>['rejection']['code'];

/** The same server at another address: a manager's act, asked there before anything changes. */
export function MoveServer() {
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const unsent = useReadable(till.outbox).unsent;
  const [step, setStep] = useState<Step>('closed');
  const [address, setAddress] = useState('');
  const [error, setError] = useState<MoveError | null>(null);
  useScansWait(address !== '');

  const move = async () => {
    setStep('asking');
    setError(null);
    const before = device.settings.getSnapshot();
    const serverUrl = /^[a-z]+:\/\//i.test(address.trim()) ? address.trim() : `http://${address.trim()}`;
    // First of all: main lets the window speak to no server but that of the settings.
    await device.saveSettings({ ...before, serverUrl });
    const outcome = await till.changeServer(address);
    if (outcome.ok) {
      await device.saveSettings({ ...before, serverUrl: outcome.identity.serverUrl });
      return setStep('done');
    }
    await device.saveSettings(before);
    setError(outcome.rejection.code);
    setStep('address');
  };
  const begin = async () => {
    if (await askApproval('settings', { act: 'moveServer' })) setStep('address');
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    move().catch(reportError);
  };

  if (step === 'closed')
    return (
      <Button className="mt-3" onClick={() => void begin().catch(reportError)} data-testid="move-server">
        {t('settings.moveServer')}
      </Button>
    );
  if (step === 'done')
    return (
      <p
        className="mt-3 flex items-center gap-2 text-body text-accent-ink"
        role="status"
        data-testid="move-server-done"
      >
        <CheckCircle2 size={20} aria-hidden="true" />
        {t('settings.moveServerDone')}
      </p>
    );
  return (
    <form onSubmit={onSubmit} className="mt-3 flex flex-col gap-3 rounded-md border border-line p-4">
      <p className="text-body text-muted">{t('settings.moveServerHint')}</p>
      {unsent > 0 ? (
        <p className="text-body" data-testid="move-server-unsent">
          {t('settings.moveServerUnsent', { count: unsent })}
        </p>
      ) : null}
      <TextField
        label={t('settings.moveServerAddress')}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        required
        disabled={step === 'asking'}
        data-testid="move-server-address"
      />
      {error ? (
        <p
          role="alert"
          data-testid="move-server-error"
          data-code={error}
          className="flex items-start gap-2.5 rounded-md bg-danger-soft p-3.5 text-body font-medium text-danger-ink"
        >
          <CircleAlert size={20} aria-hidden="true" className="shrink-0" />
          {t(`settings.moveServerErrors.${error}`, { server: address.trim() })}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={step === 'asking'} data-testid="move-server-do">
          {step === 'asking' ? <Loader size={20} aria-hidden="true" className="spin" /> : null}
          {step === 'asking' ? t('settings.moveServerWorking') : t('settings.moveServerDo')}
        </Button>
        <Button look="quiet" disabled={step === 'asking'} onClick={() => setStep('closed')}>
          {t('settings.moveServerCancel')}
        </Button>
      </div>
    </form>
  );
}
