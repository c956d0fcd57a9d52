import { spawn } from 'node:child_process';
import net from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { DeviceSettings } from '../../../shared/ipc/channels.ts';
import { createNetworkPrinter } from '../../../src-main/devices/network-printer.ts';
import { faultOf, statusBytes } from '../../../src-main/devices/printer-status.ts';
import { sendBytes } from '../../../src-main/devices/send-bytes.ts';
import { type FakePrinter, startFakePrinter } from '../support/fake-printer.ts';
import { printedPaper, textOf } from '../support/printed-paper.ts';
import { GERMAN, groceries } from '../support/receipts.ts';

/** Longer than a machine that does much else keeps a printer of a test from answering. */
const patient = { connectMs: 20_000, statusMs: 10_000, stallMs: 20_000, lingerMs: 20_000 };
const printers: FakePrinter[] = [];
afterEach(async () => {
  for (const printer of printers.splice(0)) await printer.end();
});
async function start(...habit: Parameters<typeof startFakePrinter>): Promise<FakePrinter> {
  const printer = await startFakePrinter(...habit);
  printers.push(printer);
  return printer;
}

const settingsFor = (printer: { host: string; port: number } | null, codePage = 'cp858'): DeviceSettings => ({
  serverUrl: null,
  language: 'de',
  theme: 'system',
  printer: printer && { host: printer.host, port: printer.port, columns: 42, codePage },
});

test('a receipt arrives whole and is cut', async () => {
  const paper = await start();
  const printer = createNetworkPrinter(() => settingsFor(paper), patient);
  expect(await printer.printReceipt(groceries, GERMAN)).toEqual({ ok: true, value: undefined });
  const [job] = paper.jobs;
  const rows = printedPaper(job ?? Buffer.alloc(0));
  expect(rows.map(textOf).join('\n')).toContain('Danke für Ihren Einkauf!');
  expect(rows.some((row) => row.kind === 'cut')).toBe(true);
});

test('receipts, a slip and the drawer asked for at once go one after another', async () => {
  const paper = await start();
  const printer = createNetworkPrinter(() => settingsFor(paper), patient);
  const outcomes = await Promise.all([
    printer.openDrawer(),
    printer.printReceipt(groceries, GERMAN),
    printer.printTestSlip(GERMAN),
  ]);
  expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true, true]);
  expect(paper.mostAtOnce).toBe(1);
  expect(paper.jobs.map((job) => printedPaper(job).some((row) => row.kind === 'drawer'))).toEqual([
    true,
    false,
    false,
  ]);
});

test('without a printer in the settings it says so', async () => {
  const printer = createNetworkPrinter(() => settingsFor(null), patient);
  expect(await printer.openDrawer()).toMatchObject({ ok: false, failure: { code: 'noPrinter' } });
});

test('a code page that no printer has is named, and nothing is sent', async () => {
  const paper = await start();
  const printer = createNetworkPrinter(() => settingsFor(paper, 'klingon'), patient);
  expect(await printer.printTestSlip(GERMAN)).toMatchObject({
    ok: false,
    failure: { code: 'invalid', detail: 'unknown code page klingon' },
  });
  expect(paper.mostAtOnce).toBe(0);
});

test('a receipt in a script that the code page does not have is drawn; one foreign name is not worth it', async () => {
  const paper = await start();
  const drawn: string[] = [];
  const draw = (html: string, width: number) => {
    drawn.push(html);
    return Promise.resolve({ width, height: 8, black: new Uint8Array(width * 8) });
  };
  const printer = createNetworkPrinter(() => settingsFor(paper), patient, draw);
  const [first, ...others] = groceries.lines;
  const oneName = { ...groceries, lines: [{ ...(first ?? expect.fail()), name: 'شاي' }, ...others] };
  expect((await printer.printReceipt(oneName, GERMAN)).ok).toBe(true);
  expect(drawn).toEqual([]);
  const arabic = Object.fromEntries(Object.keys(GERMAN).map((key) => [key, 'المجموع الفرعي'])) as never;
  expect((await printer.printReceipt(groceries, arabic)).ok).toBe(true);
  expect(drawn.join('')).toContain('المجموع الفرعي');
});

test('the settings of the moment count, and a job that failed does not hold up the next', async () => {
  const paper = await start();
  let settings = settingsFor({ host: '127.0.0.1', port: await closedPort() });
  const printer = createNetworkPrinter(() => settings, patient);
  const failed = await printer.printReceipt(groceries, GERMAN);
  settings = settingsFor(paper);
  expect(failed).toMatchObject({ ok: false, failure: { code: 'printerUnreachable' } });
  expect((await printer.printReceipt(groceries, GERMAN)).ok).toBe(true);
});

async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test('a printer that is switched off is unreachable', async () => {
  const outcome = await sendBytes({ host: '127.0.0.1', port: await closedPort() }, Buffer.from('x'), patient);
  expect(outcome).toEqual({ ok: false, code: 'printerUnreachable', detail: 'ECONNREFUSED' });
});

test('an address that does not exist is unreachable', async () => {
  const outcome = await sendBytes({ host: 'printer.invalid', port: 9100 }, Buffer.from('x'), patient);
  expect(outcome).toMatchObject({ ok: false, code: 'printerUnreachable' });
});

test('a printer that hangs up in the middle is unreachable', async () => {
  const paper = await start('hangsUp');
  const outcome = await sendBytes(paper, Buffer.alloc(1_000_000), patient);
  expect(outcome).toMatchObject({ ok: false, code: 'printerUnreachable' });
});

test('a printer that stops taking bytes is told apart: it timed out', async () => {
  const paper = await start('neverReads');
  // More than the buffers on the way can hold.
  const outcome = await sendBytes(paper, Buffer.alloc(32_000_000), {
    ...patient,
    statusMs: 100,
    stallMs: 700,
  });
  expect(outcome).toMatchObject({ ok: false, code: 'printerTimeout' });
});

test('a printer that never closes its side has printed all the same', async () => {
  const paper = await start('keepsTheLineOpen');
  const outcome = await sendBytes(paper, Buffer.from('hello'), {
    ...patient,
    statusMs: 100,
    lingerMs: 100,
  });
  expect(outcome).toEqual({ ok: true, silent: true });
  await expect.poll(() => paper.jobs.map(String)).toEqual(['hello']);
});

test.each([
  ['noPaper', 'printerNoPaper'],
  ['coverOpen', 'printerCoverOpen'],
] as const)('a printer that says %s is given nothing, and the till says why', async (habit, code) => {
  const paper = await start(habit);
  const printer = createNetworkPrinter(() => settingsFor(paper), patient);
  expect(await printer.printReceipt(groceries, GERMAN)).toMatchObject({ ok: false, failure: { code } });
  expect(paper.jobs).toEqual([]);
});

test('a printer that does not say how it is gets its receipts all the same, and is waited for once', async () => {
  const paper = await start('saysNothing');
  const printer = createNetworkPrinter(() => settingsFor(paper), { ...patient, statusMs: 100 });
  for (let nth = 0; nth < 4; nth += 1) expect((await printer.openDrawer()).ok).toBe(true);
  expect(paper.timesAsked).toBe(1);
  expect(paper.jobs).toHaveLength(4);
});

test('what else a printer sends is no answer', () => {
  expect(statusBytes(Uint8Array.of(0x11, 0x13, 0x12, 0x14, 0xff, 0x72))).toEqual([0x12, 0x72]);
  expect(faultOf([0x12, 0x1e])).toBeNull();
});

test.runIf(process.platform === 'linux')('a printer that takes no calls timed out', async () => {
  // A process that listens and is stopped: its queue of two calls fills, and the third is never answered.
  const program =
    "const s=require('node:net').createServer().listen({port:0,host:'127.0.0.1',backlog:1},()=>console.log(s.address().port))";
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const waiting: net.Socket[] = [];
  try {
    const port = Number(String(await new Promise((resolve) => child.stdout.once('data', resolve))));
    child.kill('SIGSTOP');
    for (let index = 0; index < 4; index += 1)
      waiting.push(net.connect({ port, host: '127.0.0.1' }).on('error', () => undefined));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const outcome = await sendBytes({ host: '127.0.0.1', port }, Buffer.from('x'), {
      ...patient,
      connectMs: 1_000,
    });
    expect(outcome).toEqual({ ok: false, code: 'printerTimeout', detail: 'no answer to the call' });
  } finally {
    for (const socket of waiting) socket.destroy();
    child.kill('SIGKILL');
  }
});
