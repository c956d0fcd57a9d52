import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DisplayMessage } from '../../../shared/display/display-message.ts';
import type {
  AppInfo,
  Channel,
  ChannelInput,
  ChannelOutput,
  IpcResult,
} from '../../../shared/ipc/channels.ts';
import { CHANNELS } from '../../../shared/ipc/channels.ts';
import { createNetworkPrinter } from '../../../src-main/devices/network-printer.ts';
import { createDoor } from '../../../src-main/ipc/door.ts';
import { createHandlers } from '../../../src-main/ipc/handlers.ts';
import { exportJournal } from '../../../src-main/journal/export-journal.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { openDeviceSettings } from '../../../src-main/settings/device-settings.ts';
import { openIdentityFile } from '../../../src-main/settings/identity-file.ts';
import { createSecretStore } from '../../../src-main/settings/secret-store.ts';
import { startFakePrinter } from '../support/fake-printer.ts';
import { GERMAN, groceries } from '../support/receipts.ts';
import { draft, shiftEvent, shiftRecord, TERMINAL } from '../support/sale-drafts.ts';

const info: AppInfo = {
  version: '1',
  electron: '25',
  secretBackend: 'basic_text',
  secretsUsable: false,
  pairing: null,
  instance: 'i',
};

let folder: string;
let journal: SaleJournal | null;
let changes: number;
let shown: DisplayMessage[];
let call: <C extends Channel>(channel: C, input: ChannelInput<C>) => Promise<IpcResult<ChannelOutput<C>>>;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'machine-'));
  fs.writeFileSync(path.join(folder, 'settings.json'), 'broken');
  journal = await openSaleJournal(path.join(folder, 'journal'));
  changes = 0;
  shown = [];
  const fileReports: { code: 'settingsReset'; detail: string }[] = [];
  const report = (entry: { code: string; detail: string }) =>
    void fileReports.push(entry as (typeof fileReports)[number]);
  const settings = await openDeviceSettings(path.join(folder, 'settings.json'), ['en'], report);
  const noKeys = { usable: () => false, encrypt: () => Buffer.alloc(0), decrypt: () => '' };
  const handlers = createHandlers({
    info,
    settings,
    secrets: createSecretStore(path.join(folder, 'secrets.json'), noKeys, report),
    printer: createNetworkPrinter(() => settings.current()),
    journal: async () => journal,
    identity: await openIdentityFile(path.join(folder, 'identity.json'), report),
    saveFile: async (fileName) => `/chosen/${fileName}`,
    exportJournal: (opened) => exportJournal(opened, folder, { now: new Date(), version: '1' }),
    savePdf: async (fileName) => `/documents/${fileName}.pdf`,
    fileReports,
    display: {
      show: (message) => void shown.push(message),
      state: () => ({ state: 'open', screens: 2 }),
      open: () => ({ state: 'open', screens: 2 }),
    },
    settingsChanged: () => {
      changes += 1;
    },
  });
  const door = createDoor({ origin: 'app://till', handlers, log: () => undefined });
  call = async (channel, input) => {
    const result = await door({ isTillPage: true, origin: 'app://till' }, channel, input);
    // What goes out keeps its own promise too.
    if (result.ok) CHANNELS[channel].output.parse(result.value);
    return result as never;
  };
});
afterEach(async () => {
  await journal?.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test('a sale is committed, found again and counted', async () => {
  const committed = await call('journal:commit', draft(1));
  expect(committed).toMatchObject({ ok: true, value: { sequence: 1 } });
  expect(await call('journal:commit', draft(1))).toEqual(committed);
  const chain = { terminalId: TERMINAL, epoch: 1 };
  expect(await call('journal:head', chain)).toMatchObject({ ok: true, value: { sequence: 1 } });
  const entries = await call('journal:sales', { ...chain, afterSequence: 0 });
  expect(entries).toMatchObject({ ok: true, value: [{ sequence: 1 }] });
});

test('a shift event is recorded, told with the chain, and exported', async () => {
  const chain = { terminalId: TERMINAL, epoch: 1 };
  const recorded = await call('journal:record', shiftRecord(1));
  expect(recorded).toMatchObject({ ok: true, value: { entry: 1, kind: 'shiftEvent' } });
  expect(await call('journal:record', shiftRecord(1))).toEqual(recorded);
  expect(await call('journal:record', shiftRecord(1, { amountMinor: 7 }))).toMatchObject({
    failure: { code: 'otherContent' },
  });
  expect(await call('journal:entries', { ...chain, afterEntry: 0 })).toMatchObject({
    value: [{ entry: 1, document: shiftEvent(1) }],
  });
  expect(await call('journal:chains', undefined)).toMatchObject({
    value: [{ ...chain, entry: 1, sequence: 0 }],
  });
  expect(await call('journal:reports', undefined)).toEqual({ ok: true, value: [] });
  expect(await call('journal:export', undefined)).toMatchObject({
    ok: true,
    value: { files: 1, entries: 1 },
  });
});

test('who the till is survives a start, and a file that cannot be read is reported', async () => {
  const identity = {
    serverUrl: 'http://shop:7420',
    terminalId: TERMINAL,
    terminalName: 'Till 1',
    storeId: 'main',
    epoch: 3,
    serverEpoch: 1,
  };
  expect(await call('identity:get', undefined)).toEqual({ ok: true, value: null });
  expect((await call('identity:set', identity)).ok).toBe(true);
  expect(changes).toBe(1);
  expect(await call('identity:get', undefined)).toEqual({ ok: true, value: identity });
  const file = path.join(folder, 'identity.json');
  expect((await openIdentityFile(file, () => undefined)).current()).toEqual(identity);
  fs.writeFileSync(file, '{"terminalId":');
  const reports: string[] = [];
  const broken = await openIdentityFile(file, (report) => void reports.push(report.code));
  expect(broken.current()).toBeNull();
  expect(reports).toEqual(['identityReset']);
});

test('what the journal refuses has a code', async () => {
  await call('journal:commit', draft(1));
  expect(await call('journal:commit', draft(1, { totalMinor: 1 }))).toMatchObject({
    ok: false,
    failure: { code: 'otherContent' },
  });
  await journal?.close();
  journal = null;
  expect(await call('journal:commit', draft(2))).toMatchObject({
    ok: false,
    failure: { code: 'journalLocked' },
  });
});

test('changed settings are saved, told at once, and used by the printer', async () => {
  const paper = await startFakePrinter();
  try {
    const settings = {
      serverUrl: 'http://localhost:7420',
      language: 'de',
      theme: 'dark',
      printer: { host: paper.host, port: paper.port, columns: 32, codePage: 'cp858' },
    } as const;
    expect(await call('receipt:print', { receipt: groceries, labels: GERMAN })).toMatchObject({
      failure: { code: 'noPrinter' },
    });
    expect(await call('settings:set', settings)).toEqual({ ok: true, value: settings });
    expect(changes).toBe(1);
    expect(await call('settings:get', undefined)).toEqual({ ok: true, value: settings });
    expect((await call('receipt:print', { receipt: groceries, labels: GERMAN })).ok).toBe(true);
    expect((await call('report:print', { slip: { title: 'Z 1', rows: [{ kind: 'rule' }] } })).ok).toBe(true);
    expect((await call('printer:test', { labels: GERMAN })).ok).toBe(true);
    expect((await call('drawer:open', undefined)).ok).toBe(true);
    await expect.poll(() => paper.jobs.length).toBe(4);
  } finally {
    await paper.end();
  }
});

test('without a key store a secret is not kept, and that is said', async () => {
  expect(await call('secret:set', { name: 'terminalToken', value: 't' })).toEqual({
    ok: false,
    failure: { code: 'noKeyStore', detail: 'basic_text' },
  });
  expect(await call('secret:get', { name: 'terminalToken' })).toEqual({ ok: true, value: null });
});

test('what was found broken at the start can be asked for', async () => {
  expect(await call('app:reports', undefined)).toMatchObject({
    ok: true,
    value: [{ code: 'settingsReset' }],
  });
});

test('the rest answers', async () => {
  expect(await call('file:save', { fileName: 'sale.json', text: '{}' })).toEqual({
    ok: true,
    value: { path: '/chosen/sale.json' },
  });
  expect(await call('app:info', undefined)).toEqual({ ok: true, value: info });
  expect(await call('receipt:pdf', { fileName: 'r 1', html: '<p>1</p>' })).toEqual({
    ok: true,
    value: { path: '/documents/r 1.pdf' },
  });
});
