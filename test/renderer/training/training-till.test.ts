import { expect, it } from 'vitest';
import { newSale } from '../../../shared/sale/cart.ts';
import type { OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { createValue } from '../../../src-renderer/database/readable.ts';
import type { Connection } from '../../../src-renderer/sync/till.ts';
import { createTrainingTill, type RealReads, readsOf } from '../../../src-renderer/training/training-till.ts';

const SKU = 'DAI-MLK-1L';
const REAL_TERMINAL = '01900000-0000-7000-8000-00000000aaaa';
const level = {
  ...{ sku: SKU, onHand: 9, reservedElsewhere: 2, soldHere: 3, epoch: 4, period: 7, version: 12 },
};

/** A till that fails at the first act that writes: a training has no way to one. */
function realTill(connection: Connection = { state: 'online' }) {
  const asked: string[] = [];
  const trap = (path: string): unknown =>
    new Proxy(() => {}, {
      get: (_target, member) => trap(`${path}.${String(member)}`),
      apply: () => {
        asked.push(path);
        throw new Error(`${path} was called`);
      },
    });
  const till = {
    ...Object.fromEntries(
      ['catalogue', 'customers', 'staff', 'settings', 'status', 'outbox', 'collections', 'reports'].map(
        (name) => [name, trap(name)],
      ),
    ),
    ...Object.fromEntries(
      [
        'sales',
        'saleResults',
        'shifts',
        'stockCommands',
        'officeRequests',
        'attention',
        'pins',
        'lookUps',
      ].map((name) => [name, trap(name)]),
    ),
    stock: {
      view: () => ({ ...level, known: true, available: 6, demand: 4, level }),
      complete: createValue(true),
    },
    identity: createValue({ terminalId: REAL_TERMINAL, epoch: 4, serverEpoch: 2 }),
    connection: createValue(connection),
    clock: { bestNow: () => new Date('2026-11-23T10:00:00Z'), offsetMs: createValue(0) },
    commitsTo: 'journal',
  };
  return { till: createTrainingTill(readsOf(till as never) as RealReads), asked };
}

function cart(till: ReturnType<typeof createTrainingTill>, quantity: number): OpenSale {
  const { terminalId = '', epoch = 0 } = till.identity.getSnapshot() ?? {};
  const sale = newSale({
    ...{ id: crypto.randomUUID(), terminalId, epoch, currency: 'EUR', pricesIncludeTax: true },
    at: '2026-11-23T10:00:00.000Z',
  });
  const line = {
    ...{ lineId: 'a', sku: SKU, quantity, unitPriceMinor: 119, discountMinor: 0, taxMinor: 0 },
  } as SaleLine;
  return { ...sale, lines: [line] };
}

it('is a terminal that no server knows, with the stock that can be had at the real till', () => {
  const { till } = realTill();
  expect(till.identity.getSnapshot()?.terminalId).not.toBe(REAL_TERMINAL);
  expect(till.identity.getSnapshot()?.epoch).toBe(1);
  expect(till.stock.view(SKU)).toMatchObject({ available: 6, reservedElsewhere: 2, demand: 0 });
});

it('reserves what there is and refuses what is beyond, as a server would; offline nobody can be asked', async () => {
  const { till, asked } = realTill();
  const first = await till.sales.begin(cart(till, 4));
  expect(till.saleResults.get(first.id)?.reservation.lines).toMatchObject([{ requested: 4, granted: 4 }]);
  const second = await till.sales.begin(cart(till, 5));
  expect(till.saleResults.get(second.id)?.reservation.lines).toMatchObject([{ requested: 5, granted: 2 }]);
  expect(await till.askUnderPaying(first)).toMatchObject({ state: 'notAvailable' });
  await till.sales.change(second.id, (sale) => ({ ok: true, sale: { ...(sale as OpenSale), lines: [] } }));
  expect(await till.askUnderPaying(first)).toMatchObject({ state: 'granted' });
  const offline = realTill({ state: 'offline', since: '2026-11-23T09:00:00Z', reason: 'unreachable' });
  expect(await offline.till.askUnderPaying(first)).toEqual({ state: 'notAsked' });
  expect(asked).toEqual([]);
});

it('books what is received and counted in its own stock alone', async () => {
  const { till, asked } = realTill();
  const command = { ...{ sku: SKU, reason: '', staffId: 'x', at: '2026-11-23T10:00:00.000Z' } };
  await till.stockCommands.append({ ...command, id: '1', kind: 'receipt', quantity: 10 });
  expect(till.stock.view(SKU).available).toBe(16);
  await till.stockCommands.append({ ...command, id: '2', kind: 'count', quantity: 5 });
  expect(till.stock.view(SKU)).toMatchObject({ onHand: 5, available: 3 });
  expect(asked).toEqual([]);
});

it('what was under way when it ended never comes back', async () => {
  const { till } = realTill();
  const under = till.sales.begin(cart(till, 1)).then(() => 'came back');
  void till.close();
  expect(await Promise.race([under, new Promise((resolve) => setTimeout(resolve, 20, 'never'))])).toBe(
    'never',
  );
});
