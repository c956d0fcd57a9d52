import { expect, it } from 'vitest';
import type { ReportSlip } from '../../../shared/shift/report-slip.ts';
import { createValue } from '../../../src-renderer/database/readable.ts';
import type { Device } from '../../../src-renderer/runtime/device.ts';
import { createTrainingDevice } from '../../../src-renderer/training/training-device.ts';
import { GERMAN, groceries } from '../../main/support/receipts.ts';

function realDevice() {
  const asked: [string, unknown][] = [];
  const real = new Proxy(
    { kind: 'electron', info: {}, settings: createValue({ printer: {} }), journal: {}, secrets: {} },
    {
      get: (known, member) =>
        known[member as keyof typeof known] ??
        (async (input: unknown) => {
          asked.push([String(member), input]);
          return { ok: true, value: undefined };
        }),
    },
  ) as unknown as Device;
  return { device: createTrainingDevice(real, () => 'ÜBUNG'), asked };
}

it('marks every paper, whoever asked for it', async () => {
  const { device, asked } = realDevice();
  const slip: ReportSlip = { title: 'X', rows: [{ kind: 'rule' }] };
  await device.printReceipt({ receipt: groceries, labels: GERMAN });
  await device.printReport({ slip });
  await device.savePdf({ fileName: 'Shop 2026-11-23 1.pdf', html: '' });
  const mark = { kind: 'heading', text: 'ÜBUNG' };
  expect(asked).toMatchObject([
    ['printReceipt', { receipt: { training: true, sequence: groceries.sequence } }],
    ['printReport', { slip: { rows: [mark, { kind: 'rule' }, mark] } }],
    ['savePdf', { fileName: 'TRAINING Shop 2026-11-23 1.pdf' }],
  ]);
});

it('opens no drawer, and changes nothing of the machine', async () => {
  const { device, asked } = realDevice();
  expect(await device.openDrawer()).toEqual({ ok: true, value: undefined });
  for (const act of [
    device.saveSettings({} as never),
    device.printTestSlip({}),
    device.exportJournal(),
    device.saveFile('a', 'b'),
  ])
    expect(await act).toMatchObject({ ok: false, failure: { code: 'denied' } });
  expect([device.journal, device.secrets, device.identityCopy]).toEqual([null, null, null]);
  expect(asked).toEqual([]);
});
