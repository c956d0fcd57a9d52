import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FakePrinter, startFakePrinter } from '../main/support/fake-printer.ts';
import { printedPaper, textOf } from '../main/support/printed-paper.ts';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

let server: ServerProcess;
let printer: FakePrinter;
beforeAll(async () => {
  [server, printer] = await Promise.all([ServerProcess.start('demo'), startFakePrinter()]);
});
afterAll(() => Promise.all([server?.remove(), printer?.end()]));

describe.skipIf(!SHELLS.includes('electron'))('the last hour of a day, in the window', () => {
  const picture = album('shift');
  const milk = demoVariant('DAI-MLK-1L');
  let till: ElectronTill;
  afterAll(() => till?.close());

  test('offline, killed between the count and the Z, it closes with that count, prints, and the server finds it right', async () => {
    till = await launchElectronTill({
      env: {
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en',
        EVERTILL_PAIR_SERVER: server.url,
        EVERTILL_PAIR_CODE: await server.pairingCode(),
      },
    });
    let cashier = new TillDriver(till.page);
    await cashier.startWork();
    await cashier.scan(milk.code);
    await cashier.untilLines(1);
    await cashier.payExactCash();
    await cashier.page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
    await cashier.nextSale();
    await server.stop();
    await cashier.scan(milk.code);
    await cashier.untilLines(1);
    await cashier.payExactCash();
    await cashier.nextSale();
    const settings = await till.invoke('settings:get', undefined);
    if (!settings.ok) throw new Error(settings.failure.detail);
    await till.invoke('settings:set', {
      ...settings.value,
      printer: { host: printer.host, port: printer.port, columns: 42, codePage: 'cp858' },
    });

    await cashier.atTheDrawer('6');
    await cashier.id('count-view').waitFor();
    await cashier.page.keyboard.type('1');
    await expect.poll(() => cashier.id('denominations-sum').getAttribute('data-minor')).toBe('20000');
    await cashier.id('count-take').click();
    await cashier.id('closing-view').waitFor();
    const difference = await cashier.id('difference').getAttribute('data-code');
    await till.kill();

    till = await launchElectronTill({
      userData: till.userData,
      env: { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' },
    });
    cashier = new TillDriver(till.page);
    const recorded = await journalled(till);
    expect(recorded.filter(({ kind }) => kind === 'counted')).toHaveLength(1);
    await cashier.page.locator('[data-testid^="cashier-"]').first().click();
    await cashier.givePin();
    await cashier.id('closing-view').waitFor();
    expect(await cashier.id('difference').getAttribute('data-code')).toBe(difference);
    expect(Number(difference)).toBe(20_000 - 2 * milk.variant.priceMinor);
    await picture(till.page, 'counted');
    await cashier.id('shift-close').click();
    await cashier.page.locator('[data-testid="shift-unsent"][data-sales="1"]').waitFor();
    await cashier.page.locator('[data-testid="report-says"][data-code="printed"]').waitFor();
    await picture(till.page, 'closed-offline');
    const lastPaper = () =>
      printedPaper(printer.jobs.at(-1) ?? Buffer.alloc(0))
        .map(textOf)
        .join('\n');
    await expect.poll(lastPaper).toContain('Z REPORT 1');
    const paper = lastPaper();
    expect(paper).toMatch(/^Difference +€197\.42$/m);
    expect((await journalled(till)).at(-1)).toMatchObject({
      ...{ kind: 'closed', period: 1, lastSequence: 2, countedMinor: 20_000 },
      report: { receipts: 2, totalMinor: 2 * milk.variant.priceMinor, counts: 1 },
    });

    await server.run();
    await cashier.page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    await expect.poll(() => zsOf(server)).toEqual({ waiting: 0, unchecked: 0 });
    expect((await server.command('exceptions')).stdout).not.toContain('zDiffers');
  });
});

/** The shift events in main's journal, oldest first. */
async function journalled(till: ElectronTill) {
  const identity = await till.invoke('identity:get', undefined);
  if (!identity.ok || !identity.value) throw new Error('the till is not paired');
  const { terminalId, epoch } = identity.value;
  const entries = await till.invoke('journal:entries', { terminalId, epoch, afterEntry: 0 });
  if (!entries.ok) throw new Error(entries.failure.detail);
  return entries.value.flatMap((entry) => (entry.kind === 'shiftEvent' ? [entry.document] : []));
}

/** Zs that the server has not compared yet, by its metrics. */
async function zsOf(of: ServerProcess): Promise<Record<string, number>> {
  const text = await (await fetch(`${of.url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^evertill_z_reports\{state="(\w+)"\} (\d+)$/gm)].map(([, state, count]) => [
      state,
      Number(count),
    ]),
  );
}
