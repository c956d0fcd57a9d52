import { createRoot } from 'react-dom/client';
import { setStoreAside } from '../database/store-name.ts';
import { languages, spokenOf, startLanguages } from '../languages/i18n.ts';
import { keepFilesForOffline } from '../offline/keep-files-for-offline.ts';
import { openBrowserDevice } from '../runtime/browser-device.ts';
import { protectStorage } from '../runtime/browser-storage.ts';
import type { Device } from '../runtime/device.ts';
import { watched } from '../runtime/device-health.ts';
import { openElectronDevice } from '../runtime/electron-device.ts';
import { applyWhileUntouched } from '../runtime/updates.ts';
import { openTill } from '../sync/open-till.ts';
import { TillStage } from '../training/till-stage.tsx';
import { createTraining } from '../training/training-session.ts';
import { KitProvider } from '../ui/kit-provider.tsx';
import { LiveRegions } from '../ui/live-region.tsx';
import '../ui/till.css';
import { applyDeviceSettings } from './device-look.ts';
import { OpenFailed, Waiting } from './open-failed.tsx';
import { decideRemedy } from './open-remedy.ts';
import { TillApp } from './till-app.tsx';

const STORE = 'evertill';
const TRY_AGAIN_MS = 1_500;
/** A start that takes longer says so: once after an update, many sales are brought over. */
const SAY_AFTER_MS = 3_000;
const TRIED = 'evertill.openFailed';

/** Whether the store failed to open at the start before this one, too. */
function triedBefore(): boolean {
  try {
    const tried = sessionStorage.getItem(TRIED) !== null;
    sessionStorage.setItem(TRIED, 'yes');
    return tried;
  } catch {
    return true;
  }
}

function forgetTries(): void {
  try {
    sessionStorage.removeItem(TRIED);
  } catch {
    // Then nothing was noted either.
  }
}

function onSetAside(): void {
  setStoreAside(STORE);
  location.reload();
}

async function openDevice(): Promise<Device> {
  return window.evertill ? openElectronDevice(window.evertill) : openBrowserDevice();
}

async function start(): Promise<void> {
  const place = document.getElementById('till');
  if (!place) throw new Error('index.html has no place for the till');
  const root = createRoot(place);
  let device: Device | null = null;
  try {
    device = watched(await openDevice());
    const settings = device.settings.getSnapshot();
    await startLanguages(settings.language);
    applyDeviceSettings(settings);
    const slow = setTimeout(() => root.render(<Waiting words="till.opening" />), SAY_AFTER_MS);
    const till = await openTill({
      journal: device.journal,
      secrets: device.secrets,
      identityCopy: device.identityCopy,
      ...(device.kind === 'electron' ? { instance: device.info.instance } : {}),
    }).finally(() => clearTimeout(slow));
    forgetTries();
    const training = createTraining(till, device, () => languages.t('receipt.paper.training').toUpperCase());
    root.render(
      <KitProvider>
        <TillStage training={training}>
          <TillApp />
        </TillStage>
        <LiveRegions />
      </KitProvider>,
    );
    const { updates } = device;
    applyWhileUntouched(updates, till);
    void keepFilesForOffline((version) => updates.offer(version));
    if (device.kind === 'browser') protectStorage().catch(reportError);
  } catch (error) {
    reportError(error);
    await startLanguages(spokenOf(navigator.languages));
    document.documentElement.dataset.theme ??= 'light';
    const remedy = decideRemedy(error, device?.journal != null, triedBefore());
    if (remedy === 'tryAgain' || remedy === 'setAside') {
      if (remedy === 'setAside') setStoreAside(STORE);
      root.render(<Waiting words="till.openFailedRebuilding" />);
      setTimeout(() => location.reload(), remedy === 'tryAgain' ? TRY_AGAIN_MS : 0);
      return;
    }
    root.render(
      <OpenFailed
        why={remedy === 'inUse' || remedy === 'otherVersion' ? remedy : 'failed'}
        detail={String(error)}
        {...(remedy === 'ask' ? { onSetAside } : {})}
      />,
    );
  }
}

void start();
