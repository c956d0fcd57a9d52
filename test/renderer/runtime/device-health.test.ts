import { beforeEach, expect, it } from 'vitest';
import { createValue } from '../../../src-renderer/database/readable.ts';
import { cashier } from '../../../src-renderer/runtime/cashier-store.ts';
import { DEFAULT_SETTINGS, type Device, type DeviceOutcome } from '../../../src-renderer/runtime/device.ts';
import {
  kickDrawer,
  noteScan,
  printerHealth,
  scannerHeardAt,
  watched,
} from '../../../src-renderer/runtime/device-health.ts';

Object.assign(globalThis, { reportError: () => undefined });
const PRINTER = { host: '10.0.0.9', port: 9100 } as never;
let outcome: DeviceOutcome;
const settings = createValue({ ...DEFAULT_SETTINGS, printer: PRINTER });
const act = () => Promise.resolve(outcome);
const device = watched({
  settings,
  openDrawer: act,
  printReceipt: act,
  printReport: act,
  printTestSlip: act,
} as unknown as Device);
const notices = () => cashier.get().notices.map(({ code }) => code);

beforeEach(() => {
  cashier.reset();
  outcome = { ok: true, value: undefined };
});

it('what was printed last says how the printer does; of another printer nothing is known', async () => {
  expect(printerHealth.getSnapshot()).toBe('unknown');
  await device.printTestSlip({});
  expect(printerHealth.getSnapshot()).toBe('good');
  outcome = { ok: false, failure: { code: 'printerUnreachable', detail: '' } };
  expect(await device.openDrawer()).toEqual(outcome);
  expect(printerHealth.getSnapshot()).toBe('failed');
  settings.set({ ...settings.getSnapshot(), language: 'de' });
  expect(printerHealth.getSnapshot()).toBe('failed');
  settings.set({ ...settings.getSnapshot(), printer: { host: '10.0.0.10', port: 9100 } as never });
  expect(printerHealth.getSnapshot()).toBe('unknown');
});

it('a drawer that stayed shut is told; one that opened, and a till without one, says nothing', async () => {
  kickDrawer(device);
  await Promise.resolve();
  expect(notices()).toEqual([]);
  outcome = { ok: false, failure: { code: 'printerTimeout', detail: '' } };
  kickDrawer(device);
  await expect.poll(notices).toEqual(['drawerShut']);
  cashier.reset();
  settings.set({ ...settings.getSnapshot(), printer: null as never });
  kickDrawer(device);
  await Promise.resolve();
  expect(notices()).toEqual([]);
});

it('a scanner is known by what was heard of it, to the minute', () => {
  expect(scannerHeardAt.getSnapshot()).toBeNull();
  let told = 0;
  const stop = scannerHeardAt.subscribe(() => {
    told += 1;
  });
  noteScan(new Date('2026-11-23T08:15:04.250Z'));
  noteScan(new Date('2026-11-23T08:15:59.000Z'));
  expect([told, scannerHeardAt.getSnapshot()]).toEqual([1, '2026-11-23T08:15:00.000Z']);
  noteScan(new Date('2026-11-23T08:16:00.000Z'));
  expect([told, scannerHeardAt.getSnapshot()]).toEqual([2, '2026-11-23T08:16:00.000Z']);
  stop();
});
