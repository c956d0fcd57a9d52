import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import {
  defaultSettings,
  type FileReport,
  openDeviceSettings,
} from '../../../src-main/settings/device-settings.ts';
import { readInstance } from '../../../src-main/settings/instance.ts';
import { createSecretStore, type KeyStore } from '../../../src-main/settings/secret-store.ts';

let folder: string;
let reports: FileReport[];
const report = (entry: FileReport) => void reports.push(entry);
const at = (name: string) => path.join(folder, name);
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'settings-'));
  reports = [];
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const ours: DeviceSettings = {
  serverUrl: 'http://shop.local:7420',
  language: 'de',
  theme: 'dark',
  printer: { host: '192.168.1.50', port: 9100, columns: 48, codePage: 'cp858' },
};

test.for([
  [['de-AT', 'en'], 'de'],
  [['fr-FR', 'de-CH', 'en'], 'de'],
  [['en-GB'], 'en'],
  [['ja'], 'en'],
  [[], 'en'],
] as const)('a system that speaks %j gets a till in %s', ([languages, language]) => {
  expect(defaultSettings(languages).language).toBe(language);
});

test('settings are there after a restart, and no draft is left beside them', async () => {
  const first = await openDeviceSettings(at('settings.json'), ['en'], report);
  expect(first.current().serverUrl).toBeNull();
  await Promise.all([first.save({ ...ours, theme: 'light' }), first.save(ours)]);
  const second = await openDeviceSettings(at('settings.json'), ['en'], report);
  expect(second.current()).toEqual(ours);
  expect(fs.readdirSync(folder)).toEqual(['settings.json']);
  expect(reports).toEqual([]);
});

test.for(['', '{"serverUrl":"http://sh', 'null', '[]', '\u0000\u0000\u0000'])(
  'a settings file of %j is set aside and reported, and the till starts',
  async (broken) => {
    fs.writeFileSync(at('settings.json'), broken);
    const store = await openDeviceSettings(at('settings.json'), ['de'], report);
    expect(store.current()).toEqual(defaultSettings(['de']));
    expect(reports).toMatchObject([{ code: 'settingsReset' }]);
    expect(fs.readFileSync(at('settings.json.broken'), 'utf8')).toBe(broken);
  },
);

test('one bad member does not take the others with it', async () => {
  const bad = { ...ours, printer: { ...ours.printer, columns: 41 }, theme: 'neon' };
  fs.writeFileSync(at('settings.json'), JSON.stringify(bad));
  const store = await openDeviceSettings(at('settings.json'), ['en'], report);
  expect(store.current()).toEqual({ ...ours, printer: null, theme: 'system' });
  expect(reports[0]?.code).toBe('settingsPartlyReset');
  expect(reports[0]?.detail).toContain('theme, printer');
});

test('settings that cannot be written are not pretended', async () => {
  const store = await openDeviceSettings(at('settings.json'), ['en'], report);
  fs.mkdirSync(at('settings.json'));
  await expect(store.save(ours)).rejects.toThrow(/EISDIR|EEXIST|ENOTEMPTY|EPERM/);
  expect(store.current().serverUrl).toBeNull();
});

/** Turns the text around; remembers for whom. */
const keysOf = (user: string, usable = true): KeyStore => ({
  usable: () => usable,
  encrypt: (text) => Buffer.from(`${user}:${Array.from(text).reverse().join('')}`),
  decrypt: (bytes) => {
    const [owner, text = ''] = Buffer.from(bytes).toString().split(':');
    if (owner !== user) throw new Error('another user');
    return Array.from(text).reverse().join('');
  },
});

test('a secret is kept encrypted and read again', async () => {
  const store = createSecretStore(at('secrets.json'), keysOf('anna'), report);
  expect(await store.get('terminalToken')).toBeNull();
  expect(await store.set('terminalToken', 's3cret')).toBe(true);
  expect(await store.get('terminalToken')).toBe('s3cret');
  expect(fs.readFileSync(at('secrets.json'), 'utf8')).not.toContain('s3cret');
  expect(fs.statSync(at('secrets.json')).mode & 0o077).toBe(0);
});

test('without a key store nothing is written', async () => {
  const store = createSecretStore(at('secrets.json'), keysOf('anna', false), report);
  expect(await store.set('terminalToken', 's3cret')).toBe(false);
  expect(fs.existsSync(at('secrets.json'))).toBe(false);
});

test('a secret of another user or a broken file is none, and is reported', async () => {
  await createSecretStore(at('secrets.json'), keysOf('anna'), report).set('terminalToken', 's3cret');
  expect(await createSecretStore(at('secrets.json'), keysOf('bert'), report).get('terminalToken')).toBeNull();
  fs.writeFileSync(at('secrets.json'), '{"term');
  const store = createSecretStore(at('secrets.json'), keysOf('anna'), report);
  expect(await store.get('terminalToken')).toBeNull();
  expect(reports.map((entry) => entry.code)).toEqual(['secretsReset', 'secretsReset']);
  expect(await store.set('terminalToken', 'again')).toBe(true);
  expect(await store.get('terminalToken')).toBe('again');
});

test('an instance keeps its name, and a copy of it on another machine or in another folder has another', async () => {
  const name = (machine: string, place: string) =>
    readInstance(at('instance'), { machine, folder: place }, report);
  const first = await name('m1', '/till');
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(await name('m1', '/till')).toBe(first);
  expect(new Set([first, await name('m2', '/till'), await name('m1', '/copy')]).size).toBe(3);
  fs.writeFileSync(at('instance'), '???');
  expect(await name('m1', '/till')).not.toBe(first);
  expect(reports).toMatchObject([{ code: 'instanceReset' }]);
});
