import fs from 'node:fs';
import path from 'node:path';
import {
  app,
  type BrowserWindow,
  crashReporter,
  ipcMain,
  Menu,
  powerMonitor,
  powerSaveBlocker,
  session,
} from 'electron';
import type { AppInfo } from '../shared/ipc/channels.ts';
import { createNetworkPrinter } from './devices/network-printer.ts';
import { SEND_LIMITS } from './devices/send-bytes.ts';
import { askExportFolder, askSavePath } from './electron/ask-place.ts';
import { startCustomerDisplay } from './electron/customer-display.ts';
import { drawDots } from './electron/draw-dots.ts';
import { lockContents, lockSession } from './electron/lockdown.ts';
import { openLog } from './electron/main-log.ts';
import { keyStoreName, osKeyStore } from './electron/os-key-store.ts';
import { pairingOffer } from './electron/pairing-offer.ts';
import { saveReceiptPdf } from './electron/receipt-pdf.ts';
import { CONTENT_SECURITY_POLICY, mayRequest, serverOrigin, TILL_ORIGIN } from './electron/request-policy.ts';
import { declareTillScheme, servePage } from './electron/till-files.ts';
import { openTillWindow } from './electron/till-window.ts';
import { writeAtomically } from './files/write-atomically.ts';
import { createDoor } from './ipc/door.ts';
import { createHandlers } from './ipc/handlers.ts';
import { exportJournal } from './journal/export-journal.ts';
import { openSaleJournal, type SaleJournal } from './journal/sale-journal.ts';
import { type FileReport, openDeviceSettings } from './settings/device-settings.ts';
import { openIdentityFile } from './settings/identity-file.ts';
import { machineId, readInstance } from './settings/instance.ts';
import { createSecretStore } from './settings/secret-store.ts';

// The edge: everything Electron is joined here with what is tested without it.

const development = !app.isPackaged;
if (process.env.EVERTILL_USER_DATA) app.setPath('userData', path.resolve(process.env.EVERTILL_USER_DATA));
const inProfile = (...names: string[]) => path.join(app.getPath('userData'), ...names);
const log = openLog(inProfile('main.log'), (line) => {
  if (development) process.stderr.write(`${line}\n`);
});

process.on('uncaughtException', (fault) => log(`uncaught ${fault.stack ?? fault.message}`));
process.on('unhandledRejection', (fault) => log(`unhandled ${String(fault)}`));

declareTillScheme();
// As root, as in many containers, Chromium runs only without its sandbox, and asking for it would end every page.
if (app.commandLine.hasSwitch('no-sandbox')) log('running without a sandbox');
else app.enableSandbox();
crashReporter.start({ uploadToServer: false, compress: true });
lockContents(log);

/** The journal, opened at the first call that needs it; while it cannot be opened, every call tries again. */
function journalOpener(): { open: () => Promise<SaleJournal | null>; close: () => Promise<void> } {
  let opening: Promise<SaleJournal | null> | null = null;
  const open = async () => {
    opening ??= openSaleJournal(inProfile('journal'));
    let journal: SaleJournal | null = null;
    try {
      journal = await opening;
    } finally {
      if (!journal) opening = null;
    }
    return journal;
  };
  return { open, close: async () => (await opening)?.close() };
}

async function start(): Promise<void> {
  Menu.setApplicationMenu(null);
  const fileReports: FileReport[] = [];
  const report = (found: FileReport) => {
    fileReports.push(found);
    log(`${found.code}: ${found.detail}`);
  };
  fs.mkdirSync(app.getPath('userData'), { recursive: true, mode: 0o700 });
  const journal = journalOpener();
  journal.open().then(
    (opened) => {
      for (const found of opened?.reports ?? []) log(`journal ${JSON.stringify(found)}`);
      if (!opened) log('journal: another process has it');
    },
    (fault: unknown) => log(`journal: ${String(fault)}`),
  );
  const settings = await openDeviceSettings(
    inProfile('settings.json'),
    app.getPreferredSystemLanguages(),
    report,
  );
  const identity = await openIdentityFile(inProfile('identity.json'), report);
  const pairing = pairingOffer(process.env);
  const boundTo = { machine: machineId(), folder: fs.realpathSync(app.getPath('userData')) };
  const info: AppInfo = {
    version: app.getVersion(),
    electron: process.versions.electron ?? '',
    secretBackend: keyStoreName(),
    secretsUsable: osKeyStore.usable(),
    pairing,
    instance: await readInstance(inProfile('instance'), boundTo, report),
  };

  // Asked anew for every request, so that a change of the settings counts at once.
  const reach = () => {
    const own = serverOrigin(settings.current().serverUrl);
    // Settings that were lost do not cut a paired till off from its server.
    const known = own ?? serverOrigin(identity.current()?.serverUrl);
    return {
      servers: [known, pairing?.serverUrl ?? null].filter((one) => one !== null),
      unpaired: own === null,
    };
  };
  const till = session.defaultSession;
  const isDevTool = (address: string) => development && address.startsWith('devtools:');
  lockSession(till, (address) => isDevTool(address) || mayRequest(address, reach()), log);
  const pages = path.join(__dirname, '../renderer');
  servePage(till.protocol, pages, {
    origin: TILL_ORIGIN,
    page: 'index.html',
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
  });

  let window: BrowserWindow | null = null;
  const display = startCustomerDisplay(
    () => window,
    () => settings.current().display?.mode ?? 'off',
    { preload: path.join(__dirname, '../preload/display.cjs'), pages, devTools: development, log },
  );
  const door = createDoor({
    origin: TILL_ORIGIN,
    log,
    handlers: createHandlers({
      info,
      settings,
      secrets: createSecretStore(inProfile('secrets.json'), osKeyStore, report),
      printer: createNetworkPrinter(() => settings.current(), SEND_LIMITS, drawDots),
      journal: journal.open,
      identity,
      saveFile: async (fileName, text) => {
        const file = await askSavePath(window, fileName);
        if (file !== null) await writeAtomically(file, text);
        return file;
      },
      exportJournal: async (opened) => {
        const folder = await askExportFolder(window);
        return folder === null
          ? null
          : exportJournal(opened, folder, { now: new Date(), version: app.getVersion() });
      },
      savePdf: (fileName, html) =>
        saveReceiptPdf(path.join(app.getPath('documents'), 'Evertill receipts'), fileName, html),
      fileReports,
      display,
      settingsChanged: () => {
        log(`may reach ${reach().servers.join(', ')}`);
        display.arrange();
      },
    }),
  });
  ipcMain.handle('evertill', (event, channel: unknown, input: unknown) => {
    const frame = event.senderFrame;
    const page = window?.webContents;
    const isTillPage = frame !== null && event.sender === page && frame === page?.mainFrame;
    return door({ isTillPage, origin: frame?.origin ?? '' }, channel, input);
  });

  powerSaveBlocker.start('prevent-display-sleep');
  powerMonitor.on('suspend', () => log('power: suspend'));
  powerMonitor.on('resume', () => log('power: resume'));

  window = openTillWindow({
    preload: path.join(__dirname, '../preload/till.cjs'),
    kiosk: app.commandLine.hasSwitch('kiosk') || process.env.EVERTILL_KIOSK === '1',
    devTools: development,
    log,
  });
  display.follow(window);
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });

  // A sale that is being committed is finished before the program ends.
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    // In a turn of its own: within this event, while Electron is still refusing to quit, it would not hear it.
    const end = () => setImmediate(() => app.quit());
    closed = true;
    journal.close().then(end, end);
  });
}

app.on('child-process-gone', (_event, details) => log(`process gone: ${details.type} ${details.reason}`));
app.on('window-all-closed', () => app.quit());

if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(start)
    .catch((fault: unknown) => {
      log(`cannot start: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`);
      app.exit(1);
    });
} else {
  log('a till is open already');
  app.exit(0);
}
