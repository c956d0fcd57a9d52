import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import { startFakePrinter } from '../main/support/fake-printer.ts';
import { isBlack, paperPicture, printedPaper, textOf } from '../main/support/printed-paper.ts';
import { GERMAN, groceries } from '../main/support/receipts.ts';
import { draft, provenChain, shiftEvent, shiftRecord, TERMINAL } from '../main/support/sale-drafts.ts';
import { type ElectronTill, launchElectronTill, spawnElectronTill } from './support/electron-till.ts';

const chain = { terminalId: TERMINAL, epoch: 1 };
let till: ElectronTill;

beforeAll(async () => {
  till = await launchElectronTill();
});
afterAll(async () => {
  await till.close();
  rmSync(till.userData, { recursive: true, force: true, maxRetries: 5 });
});

const settings = { serverUrl: null, language: 'de', theme: 'light', printer: null } as const;

test('the window shows the till from its own origin, locked down', async () => {
  expect(await till.page.evaluate(() => location.origin)).toBe('app://till');
  const preferences = await till.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) =>
      (
        window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }
      ).getLastWebPreferences(),
    ),
  );
  expect(preferences).toHaveLength(1);
  expect(preferences[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
});

test('the page keeps its own content security policy', async () => {
  const complaints: string[] = [];
  till.page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) complaints.push(message.text());
  });
  await till.page.reload();
  await till.page.getByRole('button').first().waitFor();
  expect(complaints).toEqual([]);
});

test('the page has the bridge, and nothing of Node or Electron', async () => {
  const seen = await till.page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { evertill: object }).evertill),
    node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
  }));
  expect(seen).toEqual({ bridge: ['invoke'], node: [] });
  expect(statSync(path.resolve(import.meta.dirname, '../../out/preload/till.cjs')).size).toBeLessThan(4000);
});

test('the till says what it is', async () => {
  expect(await till.invoke('app:info', undefined)).toMatchObject({
    ok: true,
    value: { pairing: null, version: '0.1.0', instance: expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  expect(await till.invoke('app:reports', undefined)).toEqual({ ok: true, value: [] });
});

test('wrong input and unknown channels are turned away with a code and no stack', async () => {
  const wrong = await till.invoke('journal:head', { terminalId: '../../etc', epoch: 0 });
  expect(wrong).toMatchObject({ ok: false, failure: { code: 'invalid' } });
  expect(JSON.stringify(wrong)).not.toMatch(/\.ts|\.cjs|at /);
  expect(await till.invoke('nope' as never, undefined as never)).toMatchObject({
    failure: { code: 'denied' },
  });
  // Past the preload's own list, straight to main's handler.
  const direct = await till.app.evaluate(async ({ ipcMain }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> })
      ._invokeHandlers;
    const frame = { origin: 'https://evil.example' };
    return handlers.get('evertill')?.({ senderFrame: frame, sender: {} }, 'drawer:open', undefined);
  });
  expect(direct).toMatchObject({ ok: false, failure: { code: 'denied' } });
});

test('a frame inside the page is not the till', async () => {
  const frames = await till.page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = 'app://till/';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 500));
    let bridge: string;
    try {
      bridge = typeof (frame.contentWindow as unknown as { evertill?: unknown }).evertill;
    } catch {
      bridge = 'out of reach';
    }
    frame.remove();
    return bridge;
  });
  expect(['undefined', 'out of reach']).toContain(frames);
});

test('the page cannot leave, open a window, download, or run what is not its own', async () => {
  const outcome = await till.page.evaluate(async () => {
    const opened = window.open('https://example.com/');
    location.href = 'https://example.com/';
    await new Promise((resolve) => setTimeout(resolve, 500));
    let evaluated = 'ran';
    try {
      // biome-ignore lint/security/noGlobalEval: that it is refused is what is tested
      evaluated = String(window.eval('"ran"'));
    } catch {
      evaluated = 'refused';
    }
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.body.append(script);
    return { opened, address: location.href, inline: 'inlineRan' in window, evaluated };
  });
  expect(outcome).toEqual({ opened: null, address: 'app://till/', inline: false, evaluated: 'refused' });
  await expect.poll(() => till.log()).toMatch(/refused window https:\/\/example\.com/);
  await expect.poll(() => till.log()).toMatch(/refused navigation to https:\/\/example\.com/);
});

test('nothing outside the till’s own files is served', async () => {
  const statuses = await till.page.evaluate(() =>
    Promise.all(
      ['/../main/index.cjs', '/%2e%2e/main/index.cjs', '/..%2fmain%2findex.cjs', '/nope.js', '/'].map(
        async (name) => (await fetch(name)).status,
      ),
    ),
  );
  expect(statuses).toEqual([404, 404, 404, 404, 200]);
});

/** A server that would answer anybody, so that only the till's own rules stand in the way. */
async function openServer(host = '127.0.0.1'): Promise<{ server: Server; address: string; calls: string[] }> {
  const calls: string[] = [];
  const server = createServer((request, response) => {
    calls.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('hello');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return { server, calls, address: `http://${host}:${(server.address() as AddressInfo).port}` };
}
const ask = (address: string) =>
  till.page.evaluate(
    (url) =>
      fetch(url).then(
        (response) => response.text(),
        () => 'refused',
      ),
    address,
  );

test('only the server of the settings may be called, and a change counts at once', async () => {
  const ours = await openServer();
  const other = await openServer();
  try {
    expect(await ask(ours.address)).toBe('refused');
    await till.invoke('settings:set', { ...settings, serverUrl: ours.address });
    expect(await ask(ours.address)).toBe('hello');
    expect(await ask(other.address)).toBe('refused');
    await till.invoke('settings:set', { ...settings, serverUrl: other.address });
    expect(await ask(ours.address)).toBe('refused');
    expect(await ask(other.address)).toBe('hello');
    expect([ours.calls.length, other.calls.length]).toEqual([1, 1]);
  } finally {
    await till.invoke('settings:set', settings);
    for (const { server } of [ours, other]) {
      server.closeAllConnections();
      server.close();
    }
  }
});

test('settings that were lost do not cut a paired till off from its server', async () => {
  const ours = await openServer();
  const other = await openServer();
  const identity = { terminalName: 'Till 1', storeId: 'main', epoch: 1, serverEpoch: 1 };
  try {
    await till.invoke('settings:set', settings);
    expect(await ask(ours.address)).toBe('refused');
    const known = { ...identity, terminalId: TERMINAL, serverUrl: ours.address };
    expect(await till.invoke('identity:set', known)).toMatchObject({ ok: true });
    expect(await till.invoke('identity:get', undefined)).toEqual({ ok: true, value: known });
    expect(await ask(ours.address)).toBe('hello');
    expect(await ask(other.address)).toBe('refused');
    await till.invoke('settings:set', { ...settings, serverUrl: other.address });
    expect(await ask(ours.address)).toBe('refused');
  } finally {
    await till.invoke('settings:set', settings);
    await till.invoke('identity:set', null);
    for (const { server } of [ours, other]) {
      server.closeAllConnections();
      server.close();
    }
  }
});

test('a person chooses a folder, and the journal is copied there; or chooses none', async () => {
  const stick = mkdtempSync(path.join(tmpdir(), 'evertill-stick-'));
  const choose = (folder: string | null) =>
    till.app.evaluate(({ dialog }, chosen) => {
      const filePaths = chosen === null ? [] : [chosen];
      dialog.showOpenDialog = () => Promise.resolve({ canceled: chosen === null, filePaths });
    }, folder);
  try {
    const other = { ...chain, epoch: 7 };
    expect((await till.invoke('journal:commit', draft(7000, { epoch: 7 }))).ok).toBe(true);
    const record = { ...shiftRecord(7), ...other, document: shiftEvent(7, { epoch: 7 }) };
    expect((await till.invoke('journal:record', record as never)).ok).toBe(true);
    await choose(null);
    expect(await till.invoke('journal:export', undefined)).toEqual({ ok: true, value: null });
    await choose(stick);
    const outcome = await till.invoke('journal:export', undefined);
    if (!outcome.ok || !outcome.value) throw new Error(JSON.stringify(outcome));
    expect(outcome.value).toMatchObject({ entries: 2, brokenEntries: 0 });
    expect(existsSync(path.join(outcome.value.folder, TERMINAL, '7', '0000000001.ndjson'))).toBe(true);
    await choose(path.join(stick, 'pulled out'));
    expect(await till.invoke('journal:export', undefined)).toMatchObject({ failure: { code: 'folderGone' } });
  } finally {
    rmSync(stick, { recursive: true, force: true });
  }
});

test('a server elsewhere in the shop’s network may be called without a certificate', async () => {
  const own = Object.values(networkInterfaces())
    .flat()
    .find((face) => face?.family === 'IPv4' && !face.internal);
  const server = await openServer(own?.address ?? '127.0.0.2');
  try {
    await till.invoke('settings:set', { ...settings, serverUrl: server.address });
    expect(await ask(server.address)).toBe('hello');
  } finally {
    await till.invoke('settings:set', settings);
    server.server.closeAllConnections();
    server.server.close();
  }
});

test('a receipt becomes a PDF in the documents, without a script and without the network', async () => {
  const foreign = await openServer();
  await till.invoke('settings:set', { ...settings, serverUrl: foreign.address });
  const html = `<style>body{margin:0;width:72mm}</style><h1>Beleg 31,00 €</h1><img src="${foreign.address}/x.png"><script>document.body.textContent='ran'</script>`;
  const first = await till.invoke('receipt:pdf', { fileName: 'Beleg 4711', html });
  const second = await till.invoke('receipt:pdf', { fileName: 'Beleg 4711', html });
  if (!first.ok || !second.ok) throw new Error(JSON.stringify([first, second]));
  expect(first.value.path).toMatch(/Evertill receipts\/Beleg 4711\.pdf$/);
  expect(second.value.path).toMatch(/Evertill receipts\/Beleg 4711 \(2\)\.pdf$/);
  expect(readFileSync(first.value.path).subarray(0, 5).toString()).toBe('%PDF-');
  // 80 mm wide, and as long as the receipt, not as a letter.
  const [, width = '', height = ''] =
    /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(readFileSync(first.value.path, 'latin1')) ?? [];
  expect(Number(width) / 72).toBeCloseTo(80 / 25.4, 1);
  expect(Number(height) / 72).toBeGreaterThan(0.5);
  expect(Number(height) / 72).toBeLessThan(4);
  expect(foreign.calls).toEqual([]);
  await till.invoke('settings:set', settings);
  foreign.server.close();
});

test('a receipt reaches the printer of the settings', async () => {
  const paper = await startFakePrinter();
  try {
    const printer = { host: paper.host, port: paper.port, columns: 42, codePage: 'cp858' } as const;
    await till.invoke('settings:set', { ...settings, printer });
    const png = new PNG({ width: 40, height: 20 });
    png.data.fill(255);
    for (let pixel = 0; pixel < 400; pixel += 1) png.data.set([0, 0, 0, 255], pixel * 4);
    const logo = `data:image/png;base64,${PNG.sync.write(png).toString('base64')}`;
    const receipt = { ...groceries, logo };
    expect(await till.invoke('receipt:print', { receipt, labels: GERMAN })).toEqual({ ok: true });
    await expect.poll(() => paper.jobs.length).toBe(1);
    const rows = printedPaper(paper.jobs[0] ?? Buffer.alloc(0));
    // The upper half of the logo is black, in the middle of the paper.
    const drawn = rows.find((row) => row.kind === 'image');
    if (drawn?.kind !== 'image') throw new Error('no logo on the paper');
    expect([5, 15].map((y) => isBlack(drawn, drawn.width / 2, y))).toEqual([true, false]);
    expect(isBlack(drawn, 10, 5)).toBe(false);
    const text = rows.map(textOf);
    expect(text.join('\n')).toContain('Jürgen Østergård');
  } finally {
    await till.invoke('settings:set', settings);
    await paper.end();
  }
});

test('a second till on the same profile gives way', async () => {
  const second = await spawnElectronTill(till.userData);
  expect(await second.gone).toBe(0);
  expect((await till.invoke('app:info', undefined)).ok).toBe(true);
});

test('a page that is killed is loaded again', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-crash-'));
  const loads = () => readFileSync(path.join(folder, 'main.log'), 'utf8').match(/page loaded/g)?.length ?? 0;
  const { child, gone, pageProcess } = await spawnElectronTill(folder);
  try {
    await expect.poll(() => existsSync(path.join(folder, 'main.log')) && loads()).toBe(1);
    process.kill(pageProcess() ?? Number.NaN, 'SIGKILL');
    await expect.poll(loads).toBe(2);
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
    expect(existsSync(path.join(folder, 'journal', 'writer.lock'))).toBe(false);
  } finally {
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
});

test('what kill -9 leaves: every acknowledged sale, once, and a till that starts', async () => {
  const acknowledged: TenderedSale[] = [];
  const commit = async (number: number) => {
    const outcome = await till.invoke('journal:commit', draft(number));
    if (!outcome.ok) throw new Error(outcome.failure.code);
    acknowledged.push(outcome.value);
  };
  for (let round = 0; round < 2; round += 1) {
    for (let number = 1; number <= 10; number += 1) await commit(round * 100 + number);
    // More are on their way when the process dies; nobody hears of them.
    const flying = Array.from({ length: 30 }, (_, index) =>
      till.invoke('journal:commit', draft(round * 100 + 50 + index)).catch(() => null),
    );
    await new Promise((resolve) => setTimeout(resolve, round * 10));
    await till.kill();
    for (const outcome of await Promise.all(flying)) if (outcome?.ok) acknowledged.push(outcome.value);
    till = await launchElectronTill({ userData: till.userData });
  }
  const entries = await till.invoke('journal:sales', { ...chain, afterSequence: 0 });
  if (!entries.ok) throw new Error(entries.failure.code);
  expect(provenChain(entries.value)).toEqual([]);
  for (const sale of acknowledged) expect(entries.value).toContainEqual(sale);
  expect(acknowledged.length).toBeGreaterThanOrEqual(20);
});

test('a launcher’s pairing reaches the page, and its server may be called before anything is set; a kiosk is one', async () => {
  const ours = await openServer();
  await till.close();
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-pair-'));
  till = await launchElectronTill({
    userData: folder,
    env: {
      EVERTILL_PAIR_SERVER: `${ours.address}/`,
      EVERTILL_PAIR_CODE: 'ABCD2345',
      EVERTILL_KIOSK: '1',
    },
  });
  expect(await till.invoke('app:info', undefined)).toMatchObject({
    value: { pairing: { serverUrl: ours.address, code: 'ABCD2345' } },
  });
  expect(await ask(ours.address)).toBe('hello');
  expect(await till.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isKiosk())).toBe(
    true,
  );
  ours.server.closeAllConnections();
  ours.server.close();
  expect(existsSync(path.join(folder, 'instance'))).toBe(true);
});

test('what no code page has is drawn as a picture, with the printer’s own code', async () => {
  const paper = await startFakePrinter();
  try {
    const printer = { host: paper.host, port: paper.port, columns: 48, codePage: 'picture' } as const;
    await till.invoke('settings:set', { ...settings, printer });
    const [first] = groceries.lines;
    const receipt = {
      ...groceries,
      storeName: 'بقالة الزاوية',
      lines: first ? [{ ...first, name: 'خبز عربي طازج' }, ...groceries.lines] : [],
    };
    expect(await till.invoke('receipt:print', { receipt, labels: GERMAN })).toMatchObject({ ok: true });
    await expect.poll(() => paper.jobs.length).toBe(1);
    const rows = printedPaper(paper.jobs[0] as Buffer);
    const kinds = rows.map((row) => row.kind).filter((kind) => kind !== 'text');
    expect(kinds.filter((kind) => kind === 'qr')).toHaveLength(1);
    expect(kinds.at(-1)).toBe('cut');
    const images = rows.flatMap((row) => (row.kind === 'image' ? [row] : []));
    expect(images.every(({ width }) => width === 48 * 12)).toBe(true);
    const dots = images.reduce((sum, { width, height }) => sum + width * height, 0);
    let black = 0;
    for (const image of images)
      for (let y = 0; y < image.height; y += 1)
        for (let x = 0; x < image.width; x += 1) if (isBlack(image, x, y)) black += 1;
    // Letters on paper: neither an empty sheet nor a black one.
    expect(black / dots).toBeGreaterThan(0.02);
    expect(black / dots).toBeLessThan(0.3);
    const folder = path.resolve(import.meta.dirname, '../../out/pictures/receipts');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'picture-48.svg'), paperPicture(rows, 48));
  } finally {
    await till.invoke('settings:set', settings);
    await paper.end();
  }
});
