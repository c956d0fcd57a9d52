import { trainingSlip } from '../../shared/shift/report-slip.ts';
import type { Device, DeviceOutcome } from '../runtime/device.ts';
import { createUpdates } from '../runtime/updates.ts';

const REFUSED: DeviceOutcome<never> = { ok: false, failure: { code: 'denied', detail: 'training' } };
const refused = async () => REFUSED;

/**
 * The machine as a training has it: paper comes, and says what it is whoever asked for it; the drawer stays shut, nothing is
 * journalled, and nothing of the machine is changed.
 *
 * @param word what stands on a report's paper, in the language of the till
 */
export function createTrainingDevice(real: Device, word: () => string): Device {
  // Member by member: what a device will be able to do one day is decided here, too.
  return {
    kind: real.kind,
    info: real.info,
    settings: real.settings,
    display: real.display,
    journalReports: () => real.journalReports(),
    updates: createUpdates(),
    journal: null,
    identityCopy: null,
    secrets: null,
    printReceipt: ({ receipt, labels }) =>
      real.printReceipt({ receipt: { ...receipt, training: true }, labels }),
    printReport: ({ slip }) => real.printReport({ slip: trainingSlip(slip, word()) }),
    savePdf: ({ fileName, html }) => real.savePdf({ fileName: `TRAINING ${fileName}`, html }),
    // Whoever practises goes on as if it had opened.
    openDrawer: async () => ({ ok: true, value: undefined }),
    saveSettings: refused,
    printTestSlip: refused,
    exportJournal: refused,
    saveFile: refused,
  };
}
