import { createValue, type Readable } from '../database/readable.ts';
import { cashier } from './cashier-store.ts';
import type { Device, DeviceOutcome } from './device.ts';

/** What the printer, and the drawer on it, last did: nobody asks them while nothing is printed. */
export type PrinterHealth = 'unknown' | 'good' | 'failed';

const health = createValue<PrinterHealth>('unknown');
export const printerHealth: Readable<PrinterHealth> = health;

const heardAt = createValue<string | null>(null);
/**
 * The minute in which the scanner was last heard since the start, ISO 8601; null: not yet. A scanner that types cannot be
 * asked whether it is there: this is all that anybody knows of it.
 */
export const scannerHeardAt: Readable<string | null> = heardAt;

/** A scan was heard, whatever became of it. By the minute: what shows it is not drawn with every scan. */
export function noteScan(at: Date = new Date()): void {
  const minute = `${at.toISOString().slice(0, 16)}:00.000Z`;
  if (minute !== heardAt.getSnapshot()) heardAt.set(minute);
}

/** The same device; how each act on its printer ended is noted. */
export function watched(device: Device): Device {
  const noted = async <T>(act: Promise<DeviceOutcome<T>>): Promise<DeviceOutcome<T>> => {
    const outcome = await act;
    if (device.settings.getSnapshot().printer) health.set(outcome.ok ? 'good' : 'failed');
    return outcome;
  };
  let printer = device.settings.getSnapshot().printer;
  device.settings.subscribe(() => {
    const { printer: now } = device.settings.getSnapshot();
    // Of another printer nothing is known yet.
    if (JSON.stringify(now) !== JSON.stringify(printer)) health.set('unknown');
    printer = now;
  });
  return {
    ...device,
    printReceipt: (input) => noted(device.printReceipt(input)),
    printReport: (input) => noted(device.printReport(input)),
    printTestSlip: (labels) => noted(device.printTestSlip(labels)),
    openDrawer: () => noted(device.openDrawer()),
  };
}

/** Opens the drawer where there is one. It never stands between the cashier and the change; that it stayed shut is told. */
export function kickDrawer(device: Pick<Device, 'settings' | 'openDrawer'>): void {
  if (!device.settings.getSnapshot().printer) return;
  device.openDrawer().then((outcome) => {
    if (!outcome.ok) cashier.tell('warning', 'drawerShut', {}, 'till');
  }, reportError);
}
