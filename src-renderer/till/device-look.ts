import type { DeviceSettings } from '../../shared/ipc/channels.ts';
import { changeLanguage } from '../languages/i18n.ts';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
let theme: DeviceSettings['theme'] = 'system';

function drawTheme(): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark.matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

systemDark.addEventListener('change', drawTheme);

/** Language and theme, at once and without a new start. */
export function applyDeviceSettings(settings: Pick<DeviceSettings, 'language' | 'theme'>): void {
  theme = settings.theme;
  drawTheme();
  changeLanguage(settings.language).catch(reportError);
}
