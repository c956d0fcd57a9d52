import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReceiptCode, parseTrainingCode } from '../../shared/sale/receipt-code.ts';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
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

const english = { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' };
const papers = (from: number) => printer.jobs.slice(from).map((job) => printedPaper(job));
const pulses = (from: number) =>
  papers(from)
    .flat()
    .filter(({ kind }) => kind === 'drawer').length;

describe.skipIf(!SHELLS.includes('electron'))('a training in the window', () => {
  const picture = album('training');
  const milk = demoVariant('DAI-MLK-1L');
  let till: ElectronTill;
  afterAll(() => till?.close());

  test('prints what it is, opens no drawer, and a kill -9 in its middle leaves the real till as it was', async () => {
    till = await launchElectronTill({
      env: {
        ...english,
        EVERTILL_PAIR_SERVER: server.url,
        EVERTILL_PAIR_CODE: await server.pairingCode(),
      },
    });
    let cashier = new TillDriver(till.page);
    await startAsOwner(cashier);
    const settings = await till.invoke('settings:get', undefined);
    if (!settings.ok) throw new Error(settings.failure.detail);
    await till.invoke('settings:set', {
      ...settings.value,
      printer: { host: printer.host, port: printer.port, columns: 42, codePage: 'cp858' },
    });
    await till.page.reload();
    await startAsOwner(cashier);
    await cashier.scan(milk.code);
    await cashier.untilLines(1);
    await cashier.payExactCash();
    await expect.poll(() => pulses(0)).toBe(1);
    await cashier.nextSale();
    await cashier.scan(milk.code);
    await cashier.untilLines(1);
    const openCart = await cashier.page.locator('#cart').getAttribute('data-sale');
    await cashier.untilSync('synced');
    const before = await journalled(till);
    const jobs = printer.jobs.length;

    await cashier.page.keyboard.press('Control+e');
    await cashier.id('training-begin-yes').press('Enter');
    await cashier.id('training-bar').waitFor();
    await cashier.openShift();
    await cashier.scan(milk.code);
    await cashier.scan(milk.code);
    await cashier.untilLine('DAI-MLK-1L', 'reserved');
    await cashier.payExactCash();
    await cashier.id('receipt-print').click();
    await expect.poll(() => printer.jobs.length).toBe(jobs + 1);
    await picture(till.page, 'receipt');
    await cashier.atTheDrawer('5');
    await cashier.id('x-report').waitFor();
    await cashier.id('report-print').click();
    await expect.poll(() => printer.jobs.length).toBe(jobs + 2);
    for (const paper of papers(jobs)) {
      const rows = paper.map((row) => textOf(row).trim()).filter(Boolean);
      expect([rows[0], rows.at(-1)]).toEqual(['TRAINING', 'TRAINING']);
    }
    const code = papers(jobs)[0]?.find((row) => row.kind === 'qr');
    expect(code?.kind === 'qr' && parseTrainingCode(code.text)).not.toBeNull();
    expect(code?.kind === 'qr' && parseReceiptCode(code.text)).toBeNull();
    expect(pulses(jobs)).toBe(0);
    await till.kill();

    till = await launchElectronTill({ userData: till.userData, env: english });
    cashier = new TillDriver(till.page);
    await startAsOwner(cashier);
    await cashier.untilLines(1);
    expect(await cashier.page.locator('#cart').getAttribute('data-sale')).toBe(openCart);
    expect(await cashier.page.getByTestId('training-bar').count()).toBe(0);
    await cashier.untilSync('synced');
    // All that there is of it: that somebody began.
    const [begun, ...more] = (await journalled(till)).slice(before.length);
    expect(more).toEqual([]);
    expect(begun).toMatchObject({
      kind: 'officeRequest',
      document: { kind: 'incident', incident: { what: 'trainingBegun' } },
    });
    await cashier.page.keyboard.press('Control+s');
    expect(await cashier.id('shift-facts').getAttribute('data-receipts')).toBe('1');
    await server.verify();
  });
});

/** Who may practise without asking anybody. */
async function startAsOwner(at: TillDriver): Promise<void> {
  await at.id(`cashier-${demoShop().staff.find(({ role }) => role === 'owner')?.id}`).click();
  await at.givePin();
  await at.openShift();
}

/** Everything in main's journal, oldest first. */
async function journalled(of: ElectronTill) {
  const identity = await of.invoke('identity:get', undefined);
  if (!identity.ok || !identity.value) throw new Error('the till is not paired');
  const { terminalId, epoch } = identity.value;
  const entries = await of.invoke('journal:entries', { terminalId, epoch, afterEntry: 0 });
  if (!entries.ok) throw new Error(entries.failure.detail);
  return entries.value;
}
