import { type DeviceSettings, deviceSettingsSchema } from '../../shared/ipc/channels.ts';
import { createValue } from '../database/readable.ts';
import { spokenOf } from '../languages/i18n.ts';
import { DEFAULT_SETTINGS, type Device, type DeviceOutcome } from './device.ts';
import { displayOfBrowser } from './display-port.ts';
import { createUpdates } from './updates.ts';

const SETTINGS_KEY = 'evertill.deviceSettings';

function readSettings(preferred: DeviceSettings['language']): DeviceSettings {
  try {
    const stored = localStorage.getItem(SETTINGS_KEY);
    const parsed = stored === null ? null : deviceSettingsSchema.safeParse(JSON.parse(stored));
    if (parsed?.success) return parsed.data;
  } catch {
    // An unreadable setting is no reason not to sell.
  }
  return { ...DEFAULT_SETTINGS, language: preferred };
}

/** `#pair=CODE`, as the launcher writes it into the address. The code is taken out of the address at once. */
function pairingFromAddress(): { serverUrl: string; code: string } | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('pair');
  if (!code) return null;
  history.replaceState(null, '', location.pathname + location.search);
  return { serverUrl: location.origin, code };
}

/** A plain browser: no journal, no network printer, no drawer. What it cannot do it says. */
export function openBrowserDevice(): Device {
  const settings = createValue(readSettings(spokenOf(navigator.languages)));
  const noPrinter: DeviceOutcome = { ok: false, failure: { code: 'noPrinter', detail: 'plain browser' } };
  const printDialog = async (): Promise<void> => {
    // One frame, so that what was pressed is painted before the dialog blocks the page.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    window.print();
  };
  return {
    kind: 'browser',
    info: {
      version: '0.1.0',
      electron: '',
      secretBackend: 'webcrypto',
      secretsUsable: false,
      pairing: pairingFromAddress(),
      // The local store makes one for this profile.
      instance: '',
    },
    settings,
    updates: createUpdates(),
    display: displayOfBrowser(),
    saveSettings(next) {
      try {
        localStorage.setItem(SETTINGS_KEY, JSON.stringify(next));
      } catch (error) {
        return Promise.resolve({ ok: false, failure: { code: 'diskFull', detail: String(error) } });
      }
      settings.set(next);
      return Promise.resolve({ ok: true, value: undefined });
    },
    journal: null,
    identityCopy: null,
    secrets: null,
    async printReceipt() {
      await printDialog();
      return { ok: true, value: undefined };
    },
    async printReport() {
      await printDialog();
      return { ok: true, value: undefined };
    },
    async savePdf() {
      await printDialog();
      return { ok: true, value: null };
    },
    printTestSlip: () => Promise.resolve(noPrinter),
    openDrawer: () => Promise.resolve(noPrinter),
    exportJournal: () =>
      Promise.resolve({ ok: false, failure: { code: 'noJournal', detail: 'plain browser' } }),
    saveFile(fileName, text) {
      const link = document.createElement('a');
      link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
      link.download = fileName;
      link.click();
      // The download has the address by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
      return Promise.resolve({ ok: true, value: null });
    },
    journalReports: () => Promise.resolve({ ok: true, value: [] }),
  };
}
