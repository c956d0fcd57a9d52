import { CircleAlert, Info, Loader } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { LANGUAGES } from '../../languages/i18n.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { PairingRequest } from '../../sync/till.ts';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FormerChoice, type PairingRejection } from './former-choice.tsx';

/** The first screen of a fresh till: where its server is, and the code that lets it in once. */
export function PairingScreen(props: {
  onLanguage: (language: DeviceSettings['language']) => void;
  /** A till whose access was withdrawn is paired anew; until then it can be left as it is. */
  onLeave?: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const settings = useReadable(device.settings);
  const former = useReadable(till.former);
  const given = props.onLeave ? null : device.info.pairing;
  const [server, setServer] = useState(
    given?.serverUrl ??
      former?.serverUrl ??
      settings.serverUrl ??
      (device.kind === 'browser' ? location.origin : ''),
  );
  const [code, setCode] = useState(given?.code ?? '');
  const [name, setName] = useState(
    () =>
      former?.terminalName ??
      // The launcher's own till is the first; a browser beside it should not have the same name.
      t('pairing.defaultName', { number: device.kind === 'electron' ? 1 : 2 }),
  );
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<PairingRejection | null>(null);
  const started = useRef(false);

  const pair = async (choice: Pick<PairingRequest, 'former' | 'isExported'> = {}): Promise<void> => {
    setBusy(true);
    if (!choice.former) setError(null);
    const serverUrl = withProtocol(server);
    // First of all: main lets the window speak to no server but that of the settings. An address that is none is
    // refused there, and said by `enrol`.
    await device.saveSettings({ ...settings, serverUrl });
    const outcome = await till.enrol({
      serverUrl,
      code: code.trim().toUpperCase(),
      name: name.trim(),
      ...choice,
    });
    if (outcome.ok) return props.onLeave?.();
    setBusy(false);
    setError(outcome.rejection);
  };

  // A launcher that gave address and code wants no further tap.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what was given at the start
  useEffect(() => {
    if (!given || started.current) return;
    started.current = true;
    void pair();
  }, []);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void pair();
  };

  return (
    <main className="flex h-full justify-center overflow-y-auto bg-canvas px-6">
      <div className="my-auto w-full max-w-[500px] py-5">
        <div className="mb-5 flex items-center gap-4">
          <BrandMark size={56} />
          <div>
            <h1 className="text-sum font-semibold tracking-tight">{t('pairing.title')}</h1>
            <p className="text-body text-muted">{t('pairing.intro')}</p>
          </div>
        </div>
        <form
          onSubmit={onSubmit}
          className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-6 shadow-lift"
        >
          {former ? (
            <p
              className="flex items-start gap-2.5 rounded-md bg-info-soft p-3.5 text-body text-info-ink"
              data-testid="pair-former"
              data-terminal={former.terminalId}
            >
              <Info size={20} aria-hidden="true" className="shrink-0" />
              {former.terminalName
                ? t('pairing.former', { name: former.terminalName })
                : t('pairing.formerNameless')}
            </p>
          ) : null}
          <TextField
            label={t('pairing.server')}
            value={server}
            placeholder={t('pairing.serverPlaceholder')}
            onChange={(event) => setServer(event.target.value)}
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            required
            data-testid="pair-server"
          />
          <TextField
            label={t('pairing.code')}
            hint={t('pairing.codeHint')}
            value={code}
            onChange={(event) => setCode(event.target.value.toUpperCase())}
            maxLength={12}
            autoComplete="off"
            spellCheck={false}
            required
            data-testid="pair-code"
            inputClassName="h-16 text-center text-sum font-semibold tracking-[0.28em] money"
          />
          <TextField
            label={t('pairing.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            autoComplete="off"
            required
            data-testid="pair-name"
          />
          {error ? (
            <p
              role="alert"
              data-testid="pair-error"
              data-code={error.code}
              className="flex items-start gap-2.5 rounded-md bg-danger-soft p-3.5 text-body font-medium text-danger-ink"
            >
              <CircleAlert size={20} aria-hidden="true" className="mt-0 shrink-0" />
              {t(`pairing.errors.${error.code}`, { server: server.trim(), count: Number(error.detail) || 0 })}
            </p>
          ) : null}
          {error ? (
            <FormerChoice rejection={error} busy={busy} onChoose={(choice) => void pair(choice)} />
          ) : null}
          <Button type="submit" look="primary" size="large" disabled={busy} data-testid="pair-submit">
            {busy ? <Loader size={20} aria-hidden="true" className="spin" /> : null}
            {busy ? t('pairing.working') : t('pairing.submit')}
          </Button>
          {props.onLeave ? (
            <Button look="quiet" size="large" onClick={props.onLeave}>
              {t('pairing.leave')}
            </Button>
          ) : null}
        </form>
        <div className="mx-auto mt-4 max-w-[280px]">
          <Choice
            label={t('pairing.language')}
            value={settings.language}
            onChange={props.onLanguage}
            options={Object.entries(LANGUAGES).map(([value, label]) => ({
              value: value as DeviceSettings['language'],
              label,
            }))}
            testId="language"
          />
        </div>
      </div>
    </main>
  );
}

/** People type `192.168.1.10:7420`; a shop's own network speaks http. */
function withProtocol(address: string): string {
  const trimmed = address.trim().replace(/\/+$/, '');
  return /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
}
