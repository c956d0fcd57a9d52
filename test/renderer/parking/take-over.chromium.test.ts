import { describe, expect, it } from 'vitest';
import { decideAddLine, newSale } from '../../../shared/sale/cart.ts';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { scan } from '../../support/keyboard.ts';
import { TERMINAL_ID } from '../support/wire-server.ts';
import { piece } from '../ui/support/demo-goods.ts';
import { atWork, openDesk } from '../ui/support/desk.ts';
import { openShift } from '../ui/support/till-page.ts';

const desk = openDesk();
const id = (name: string) => desk.till.page.getByTestId(name);
const lineOf = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const AT = '2026-11-22T10:00:00.000Z';

/** A sale that another till has parked. */
function parkedAt(saleId: string, index: number, quantity: number): OpenSale & { terminalName: string } {
  const { item } = piece(index);
  const variant = item.variants[0];
  if (!variant) throw new Error('a piece has a variant');
  const sale = newSale({
    id: saleId,
    terminalId: uuid(77),
    epoch: 1,
    currency: 'EUR',
    pricesIncludeTax: true,
    at: AT,
  });
  const line = { lineId: 'l1', item, variant, quantity, taxRatePpm: 70_000 };
  const added = decideAddLine(sale, line, AT);
  if (!added.ok) throw new Error(added.rejection.code);
  return { ...added.sale, status: 'parked', revision: 3, terminalName: 'Kasse Nord' };
}

/** What the server has parked, and what it says to a till that asks for one. */
function elsewhere(
  sales: readonly OpenSale[],
  answer: (newId: string) => { status: number; body?: unknown },
): string[] {
  const asked: string[] = [];
  desk.lab.wire.routes.set('GET /v1/sales', () => ({ status: 200, body: { sales } }));
  for (const sale of sales)
    desk.lab.wire.routes.set(`POST /v1/sales/${sale.id}/hand-over`, (body) => {
      const { newId } = body as { newId: string };
      asked.push(newId);
      return answer(newId);
    });
  return asked;
}

/** As the server begins it: at revision 0, with the lines as they are now. */
const moved = (sale: OpenSale, newId: string) => ({
  status: 200,
  body: {
    sale: { ...sale, id: newId, terminalId: TERMINAL_ID, revision: 0, status: 'open', takenFrom: sale.id },
    saleResult: {
      saleId: newId,
      revision: 0,
      reservation: { state: 'live', expiresAt: null, lines: [] },
      appliedAt: null,
      exceptions: [],
      version: 1,
    },
  },
});
const refused = (code: string) => ({ status: 409, body: { title: code, status: 409, code } });

describe('a parked sale of another till', () => {
  it('is taken over by keyboard as the server tells it, and the cart at hand is parked', async () => {
    const page = await atWork(desk);
    const listed = parkedAt(uuid(501), 30, 2);
    const asked = elsewhere([listed], (newId) => moved(parkedAt(listed.id, 30, 5), newId));
    await scan(page, piece(31).code);
    await lineOf(piece(31).sku).waitFor();
    await page.keyboard.press('F6');
    await id('elsewhere-row').waitFor();
    expect(await id('elsewhere-row').textContent()).toContain('Kasse Nord');
    await id(`take-over-${listed.id}`).focus();
    await page.keyboard.press('Enter');
    await id('parked-panel').waitFor({ state: 'detached' });
    const line = lineOf(piece(30).sku);
    await line.waitFor();
    expect(await line.getByTestId('line-quantity').getAttribute('data-quantity')).toBe('5');
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
    const [newId = ''] = asked;
    expect(asked).toHaveLength(1);
    await expect
      .poll(() => desk.lab.wire.sale(newId))
      .toMatchObject({
        takenFrom: listed.id,
        terminalId: TERMINAL_ID,
        status: 'open',
        lines: [{ quantity: 5 }],
        approvals: [{ act: 'handOver' }],
      });
  });

  it('cannot be looked for offline, which is said calmly; refused, it says why and leaves nothing here', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await page.keyboard.press('F6');
    await id('parked-elsewhere-offline').waitFor();
    desk.lab.wire.faults.down = false;
    const listed = parkedAt(uuid(502), 30, 1);
    const asked = elsewhere([listed], () => refused('saleTendered'));
    await id('parked-elsewhere-again').click();
    await id(`take-over-${listed.id}`).click();
    await page.locator('[data-testid="take-over-failed"][data-code="saleTendered"]').waitFor();
    expect(await page.getByTestId('parked-row').count()).toBe(0);
    await expect.poll(() => desk.lab.wire.sale(asked[0] ?? '')?.status).toBe('abandoned');
  });

  it('whose answer is lost is kept over a restart, asked for again, and moved once', async () => {
    const page = await atWork(desk);
    const listed = parkedAt(uuid(503), 30, 1);
    let answers = false;
    const asked = elsewhere([listed], (newId) =>
      answers
        ? moved(listed, newId)
        : { status: 503, body: { title: 'x', status: 503, code: 'unavailable' } },
    );
    await page.keyboard.press('F6');
    await id(`take-over-${listed.id}`).click();
    await page.locator('[data-testid="take-over-failed"][data-code="unanswered"]').waitFor();
    await page.locator('[data-testid="parked-row"][data-state="unanswered"]').waitFor();
    await page.reload();
    await page.locator('[data-testid^="cashier-"]').first().click();
    await openShift(page);
    answers = true;
    await page.keyboard.press('F6');
    await id(`parked-again-${asked[0]}`).click();
    await lineOf(piece(30).sku).waitFor();
    expect(new Set(asked).size).toBe(1);
    expect(asked).toHaveLength(2);
  });
});

describe('a parked sale of this till', () => {
  it('that another has taken over says so, names what had not been sent, and goes when it is told to', async () => {
    const page = await atWork(desk);
    elsewhere([], () => refused('notFound'));
    await scan(page, piece(32).code);
    await lineOf(piece(32).sku).waitFor();
    await page.keyboard.press('F4');
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
    await page.keyboard.press('F6');
    const row = id('parked-row');
    const saleId = (await row.getAttribute('data-sale')) ?? '';
    await expect.poll(() => desk.lab.wire.sale(saleId)?.status).toBe('parked');
    desk.lab.wire.put('saleResults', saleId, {
      saleId,
      revision: 1,
      reservation: { state: 'handedOver', expiresAt: null, lines: [] },
      appliedAt: null,
      exceptions: [],
    });
    await page.locator('[data-testid="parked-row"][data-state="handedOver"]').waitFor();
    expect(await id('parked-unsent').textContent()).toContain(piece(32).item.name);
    await id(`parked-close-${saleId}`).click();
    await row.waitFor({ state: 'detached' });
  });
});

describe('a cart at hand', () => {
  /** One that was parked, taken over and recalled here while nobody could say so; now the till hears of it. */
  async function takenAway(index: number): Promise<string> {
    const page = await atWork(desk);
    await scan(page, piece(index).code);
    await lineOf(piece(index).sku).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await expect.poll(() => desk.lab.wire.sale(saleId)?.status).toBe('open');
    expect(await id('cart-taken').count()).toBe(0);
    desk.lab.wire.put('saleResults', saleId, {
      saleId,
      revision: 1,
      reservation: { state: 'handedOver', expiresAt: null, lines: [] },
      appliedAt: null,
      exceptions: [],
    });
    await id('cart-taken').waitFor();
    return saleId;
  }

  it('that another till has taken over says so at once, and is closed where the next sale is begun', async () => {
    const saleId = await takenAway(33);
    await id('cart-taken-start-new').focus();
    await desk.till.page.keyboard.press('Enter');
    await id('cart-taken').waitFor({ state: 'detached' });
    expect(await id('cart-line').count()).toBe(0);
    await expect.poll(() => desk.lab.wire.sale(saleId)?.status).toBe('abandoned');
    await scan(desk.till.page, piece(34).code);
    await lineOf(piece(34).sku).waitFor();
  });

  it('whose goods stand at this counter goes on as a sale of its own, with its own reservation', async () => {
    const saleId = await takenAway(35);
    const page = desk.till.page;
    // Before that, selling goes on under the message; the server hears no revision of it any more.
    desk.lab.wire.faults.pushStatus.set(saleId, { status: 'stale' });
    await scan(page, piece(36).code);
    await lineOf(piece(36).sku).waitFor();
    await id('cart-taken-sell-here').click();
    await expect.poll(() => page.locator('#cart').getAttribute('data-sale')).not.toBe(saleId);
    await lineOf(piece(35).sku).waitFor();
    expect(await id('cart-line').count()).toBe(2);
    expect(await id('cart-taken').count()).toBe(0);
    const next = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await expect.poll(() => desk.lab.wire.sale(next)).toMatchObject({ status: 'open', lines: [{}, {}] });
    expect(desk.lab.wire.sale(next)?.takenFrom).toBeUndefined();
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    await expect.poll(() => desk.lab.wire.sale(next)?.status).toBe('tendered');
    // The old one is over here, too, and nobody has to look into it.
    await page.locator('[data-testid="sync-pill"][data-state="synced"][data-unsent="0"]').waitFor();
    await page.keyboard.press('F6');
    await id('parked-panel').waitFor();
    expect(await id('parked-row').count()).toBe(0);
  });
});
