import type { DeviceSettings } from '../../shared/ipc/channels.ts';
import { changeLanguage } from '../languages/i18n.ts';
import { setChosenKeys } from '../runtime/key-acts.ts';
import { setScanner } from '../runtime/scan-pace.ts';
import { setSoundsOn } from '../ui/sounds.ts';

const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const systemContrast = window.matchMedia('(prefers-contrast: more)');
let theme: DeviceSettings['theme'] = 'system';

function themeName(): 'light' | 'dark' | 'hc' {
  if (theme === 'highContrast' || (theme === 'system' && systemContrast.matches)) return 'hc';
  return theme === 'dark' || (theme === 'system' && systemDark.matches) ? 'dark' : 'light';
}

function drawTheme(): void {
  document.documentElement.dataset.theme = themeName();
}

systemDark.addEventListener('change', drawTheme);
systemContrast.addEventListener('change', drawTheme);

/** Language, theme, size of the text, sounds, keys and the scanner's pace, at once and without a new start. Motion follows the system by itself. */
export function applyDeviceSettings(
  settings: Pick<DeviceSettings, 'language' | 'theme' | 'textSize' | 'sounds' | 'keys' | 'scanner'>,
): void {
  theme = settings.theme;
  drawTheme();
  document.documentElement.dataset.textSize = String(settings.textSize ?? 100);
  setSoundsOn(settings.sounds ?? true);
  setChosenKeys(settings.keys ?? {});
  setScanner(settings.scanner ?? null);
  changeLanguage(settings.language).catch(reportError);
}
