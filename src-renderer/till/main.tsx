import { createRoot } from 'react-dom/client';
import { TillInUse } from '../database/till-lock.ts';
import { startLanguages } from '../languages/i18n.ts';
import { keepFilesForOffline } from '../offline/keep-files-for-offline.ts';
import { openBrowserDevice } from '../runtime/browser-device.ts';
import type { Device } from '../runtime/device.ts';
import { openElectronDevice } from '../runtime/electron-device.ts';
import { TillRuntimeProvider } from '../runtime/till-context.tsx';
import { openTill } from '../sync/open-till.ts';
import '../ui/till.css';
import { applyDeviceSettings } from './device-look.ts';
import { OpenFailed } from './open-failed.tsx';
import { TillApp } from './till-app.tsx';

async function openDevice(): Promise<Device> {
  return window.evertill ? openElectronDevice(window.evertill) : openBrowserDevice();
}

async function start(): Promise<void> {
  const place = document.getElementById('till');
  if (!place) throw new Error('index.html has no place for the till');
  const root = createRoot(place);
  try {
    const device = await openDevice();
    const settings = device.settings.getSnapshot();
    await startLanguages(settings.language);
    applyDeviceSettings(settings);
    const till = await openTill({
      journal: device.journal,
      secrets: device.secrets,
      identityCopy: device.identityCopy,
      ...(device.kind === 'electron' ? { instance: device.info.instance } : {}),
    });
    root.render(
      <TillRuntimeProvider till={till} device={device}>
        <TillApp />
      </TillRuntimeProvider>,
    );
    void keepFilesForOffline();
  } catch (error) {
    reportError(error);
    await startLanguages(navigator.language.startsWith('de') ? 'de' : 'en');
    document.documentElement.dataset.theme ??= 'light';
    root.render(<OpenFailed inUse={error instanceof TillInUse} detail={String(error)} />);
  }
}

void start();
