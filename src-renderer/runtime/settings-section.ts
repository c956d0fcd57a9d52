import type { TFunction } from 'i18next';
import type { ComponentType, ReactNode } from 'react';
import type { DeviceSettings } from '../../shared/ipc/channels.ts';

/** What a section of the settings is given: what belongs to this machine, and how it is changed. */
export interface SettingsSectionProps {
  readonly settings: DeviceSettings;
  readonly onSave: (settings: DeviceSettings) => void;
  /** The words of a slip that tries the printer out. */
  readonly testSlipLabels: Readonly<Record<string, string>>;
}

/** One section of the settings. A feature exports its own; till-app puts them into the settings' table. */
export interface SettingsSection {
  /** Its tab has the test id `settings-<id>`. */
  readonly id: string;
  readonly title: (t: TFunction<'till'>) => string;
  readonly icon: ReactNode;
  readonly Content: ComponentType<SettingsSectionProps>;
}
