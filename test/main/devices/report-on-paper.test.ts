import { expect, test } from 'vitest';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { type ReportSlip, trainingSlip } from '../../../shared/shift/report-slip.ts';
import { createNetworkPrinter } from '../../../src-main/devices/network-printer.ts';
import { laidOut } from '../../../src-main/devices/paper-rows.ts';
import { reportRows } from '../../../src-main/devices/report-rows.ts';
import { startFakePrinter } from '../support/fake-printer.ts';
import { printedPaper, textOf } from '../support/printed-paper.ts';

const slip: ReportSlip = {
  title: 'Z-BERICHT 7',
  rows: [
    { kind: 'heading', text: 'Z-BERICHT 7' },
    { kind: 'rule' },
    { kind: 'pair', left: 'Verkäufe (12)', right: '1.234,50 €' },
    { kind: 'pair', left: '1.037,39 € netto', right: '197,11 € Steuer', under: true },
    { kind: 'pair', left: 'Sollte da sein', right: '987,65 €', strong: true },
    { kind: 'centred', text: '01900000-0000-7000-8000-000000000001' },
  ],
};

test.each([32, 42, 48])('a report keeps to %i columns, amounts at the right edge', (columns) => {
  const rows = laidOut(
    reportRows(slip, columns, (text) => text),
    columns,
  );
  for (const row of rows)
    if (row.kind === 'text') expect(row.text.length * (row.size ?? 1)).toBeLessThanOrEqual(columns);
  const texts = rows.flatMap((row) => (row.kind === 'text' ? [row.text] : []));
  expect(texts).toContain(`${'Verkäufe (12)'.padEnd(columns - 10)}1.234,50 €`);
  expect(rows).toContainEqual(
    expect.objectContaining({ bold: true, text: expect.stringMatching(/^Sollte da sein .*987,65 €$/) }),
  );
});

test('it comes out of the printer whole, and is cut', async () => {
  const paper = await startFakePrinter();
  try {
    const settings: DeviceSettings = {
      ...{ serverUrl: null, language: 'de', theme: 'system' },
      printer: { host: paper.host, port: paper.port, columns: 42, codePage: 'cp858' },
    };
    const printer = createNetworkPrinter(() => settings);
    expect(await printer.printReport(slip)).toEqual({ ok: true, value: undefined });
    const rows = printedPaper(paper.jobs[0] ?? Buffer.alloc(0));
    expect(rows.map(textOf).join('\n')).toContain('Verkäufe (12)');
    expect(rows.some((row) => row.kind === 'cut')).toBe(true);
  } finally {
    await paper.end();
  }
});

test('a rehearsed report says so large above and below, once, however often it is marked', () => {
  const marked = trainingSlip(trainingSlip(slip, 'ÜBUNG'), 'ÜBUNG');
  const rows = reportRows(marked, 42, (text) => text);
  const marks = rows.flatMap((row, at) => (row.kind === 'text' && row.text === 'ÜBUNG' ? [at] : []));
  expect(marks).toEqual([0, rows.length - 1]);
  expect(rows[0]).toMatchObject({ size: 2, bold: true });
});
