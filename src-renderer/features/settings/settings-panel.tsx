import { Cloud, Info, Keyboard, Palette, Printer, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import type { SettingsSection, SettingsSectionProps } from '../../runtime/settings-section.ts';
import { useDevice } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AboutSection } from './about-section.tsx';
import { KeySettings } from './key-settings.tsx';
import { LookSection } from './look-section.tsx';
import { PrinterSection } from './printer-section.tsx';
import { ServerSection } from './server-section.tsx';
import { SoundsSection } from './sounds-section.tsx';

const ICON = { size: 19, 'aria-hidden': true, className: 'shrink-0' } as const;

/** What a cashier changes most stands first, what nobody needs on a good day last. */
const FIRST: readonly SettingsSection[] = [
  { id: 'look', title: (t) => t('settings.look'), icon: <Palette {...ICON} />, Content: LookSection },
  { id: 'sounds', title: (t) => t('settings.sounds'), icon: <Volume2 {...ICON} />, Content: SoundsSection },
  {
    id: 'printer',
    title: (t) => t('settings.printer'),
    icon: <Printer {...ICON} />,
    Content: PrinterSection,
  },
  { id: 'keys', title: (t) => t('settings.keys.title'), icon: <Keyboard {...ICON} />, Content: Keys },
];
const LAST: readonly SettingsSection[] = [
  { id: 'server', title: (t) => t('settings.server'), icon: <Cloud {...ICON} />, Content: ServerSection },
  { id: 'about', title: (t) => t('settings.about'), icon: <Info {...ICON} />, Content: AboutSection },
];

function Keys({ settings, onSave }: SettingsSectionProps) {
  return <KeySettings chosen={settings.keys ?? {}} onSave={(keys) => onSave({ ...settings, keys })} />;
}

/** What belongs to this machine, and what a manager says for the shop: a section at a time. */
export function SettingsPanel(props: {
  onSave: (settings: DeviceSettings) => void;
  testSlipLabels: Readonly<Record<string, string>>;
  /** Sections of other features, in their order. */
  more: readonly SettingsSection[];
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const settings = useReadable(useDevice().settings);
  const [shown, setShown] = useState(() => cashier.get().settingsSection ?? 'look');
  return (
    <Dialog
      title={t('settings.title')}
      width="broad"
      closeLabel={t('settings.close')}
      onClose={props.onClose}
      asPanel
      testId="settings-panel"
    >
      <Tabs
        label={t('settings.sections')}
        value={shown}
        onChange={setShown}
        column
        testId="settings"
        tabs={[...FIRST, ...props.more, ...LAST].map(({ id, title, icon, Content }) => ({
          value: id,
          label: title(t),
          icon,
          content: (
            <section>
              <h3 className="mt-2 mb-4 text-strong font-semibold tracking-tight">{title(t)}</h3>
              <Content settings={settings} onSave={props.onSave} testSlipLabels={props.testSlipLabels} />
            </section>
          ),
        }))}
      />
    </Dialog>
  );
}
