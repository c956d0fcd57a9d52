import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { LANGUAGES } from '../../languages/i18n.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { KeySettings } from './key-settings.tsx';
import { MoveServer } from './move-server.tsx';
import { PrinterSettings } from './printer-settings.tsx';
import { UpdateSection } from './update-section.tsx';

const TEXT_SIZES = [100, 112, 125, 150] as const;

/** What belongs to this machine: language, theme, sounds, printer; and what protects its secrets. */
export function SettingsPanel(props: {
  onSave: (settings: DeviceSettings) => void;
  testSlipLabels: Readonly<Record<string, string>>;
  /** Who asks: some settings are a manager's. */
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const device = useDevice();
  const till = useTill();
  const settings = useReadable(device.settings);
  const identity = useReadable(till.identity);
  const { secretBackend } = device.info;

  return (
    <Dialog
      title={t('settings.title')}
      closeLabel={t('settings.close')}
      onClose={props.onClose}
      asPanel
      testId="settings-panel"
    >
      <Section title={t('settings.look')}>
        <div className="flex flex-col gap-4">
          <Choice
            label={t('settings.language')}
            value={settings.language}
            options={Object.entries(LANGUAGES).map(([value, label]) => ({
              value: value as DeviceSettings['language'],
              label,
            }))}
            onChange={(language) => props.onSave({ ...settings, language })}
            testId="language"
          />
          <Choice
            label={t('settings.theme')}
            value={settings.theme}
            options={(['system', 'light', 'dark', 'highContrast'] as const).map((value) => ({
              value,
              label: t(`settings.themes.${value}`),
            }))}
            onChange={(theme) => props.onSave({ ...settings, theme })}
            testId="theme"
          />
          <Choice
            label={t('settings.textSize')}
            value={String(settings.textSize ?? 100)}
            options={TEXT_SIZES.map((percent) => ({
              value: String(percent),
              label: t('settings.textSizePercent', { percent }),
            }))}
            onChange={(value) => {
              const textSize = TEXT_SIZES.find((percent) => String(percent) === value);
              if (textSize) props.onSave({ ...settings, textSize });
            }}
            testId="text-size"
          />
          <Switch
            label={t('settings.sounds')}
            hint={t('settings.soundsHint')}
            checked={settings.sounds ?? true}
            onChange={(sounds) => props.onSave({ ...settings, sounds })}
            testId="sounds"
          />
        </div>
      </Section>
      <Section title={t('settings.printer')}>
        {device.kind === 'browser' ? (
          <p className="text-body text-muted">{t('settings.printerBrowser')}</p>
        ) : (
          <PrinterSettings
            printer={settings.printer}
            testSlipLabels={props.testSlipLabels}
            onSave={(printer) => props.onSave({ ...settings, printer })}
          />
        )}
      </Section>
      <Section title={t('settings.keys.title')}>
        <KeySettings chosen={settings.keys ?? {}} onSave={(keys) => props.onSave({ ...settings, keys })} />
      </Section>
      <Section title={t('settings.server')}>
        <Facts
          rows={[
            [t('settings.serverAddress'), identity?.serverUrl ?? t('settings.notPaired')],
            [t('settings.terminal'), identity?.terminalName ?? ''],
            [t('settings.store'), identity?.storeId ?? ''],
            [t('settings.epoch'), identity ? String(identity.epoch) : ''],
          ]}
        />
        {identity ? <MoveServer /> : null}
      </Section>
      <Section title={t('settings.safety')}>
        <Facts
          rows={[
            [
              t('settings.secrets'),
              secretBackend === 'webcrypto'
                ? t('settings.secretBackends.webcrypto')
                : t('settings.secretBackends.os', { backend: secretBackend }),
            ],
            [
              t('settings.commits'),
              till.commitsTo === 'journal' ? t('settings.commitsJournal') : t('settings.commitsDatabase'),
            ],
            [
              t('settings.version'),
              [device.info.version, device.info.electron && `Electron ${device.info.electron}`]
                .filter(Boolean)
                .join(' · '),
            ],
          ]}
        />
        <div className="mt-3 empty:hidden">
          <UpdateSection />
        </div>
      </Section>
    </Dialog>
  );
}

function Section(props: { title: string; children: ReactNode }) {
  return (
    <section className="mt-7 first:mt-2">
      <h3 className="mb-3 text-strong font-semibold tracking-tight">{props.title}</h3>
      {props.children}
    </section>
  );
}

function Facts(props: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="divide-y divide-line rounded-md border border-line">
      {props.rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div
            key={label}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 gap-y-0.5 px-4 py-2"
          >
            <dt className="text-small text-muted">{label}</dt>
            <dd className="selectable text-body font-medium [overflow-wrap:anywhere]">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
