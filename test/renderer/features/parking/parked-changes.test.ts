import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../shared/catalog/item.ts';
import { decideAddLine, newSale } from '../../../../shared/sale/cart.ts';
import type { OpenSale } from '../../../../shared/sale/sale.ts';
import type { SaleResult } from '../../../../shared/stock/reservation.ts';
import { createValue } from '../../../../src-renderer/database/readable.ts';
import { parkedChanges } from '../../../../src-renderer/features/parking/parked-changes.ts';
import { parkLabel } from '../../../../src-renderer/features/parking/parking-acts.ts';

const AT = '2026-11-22T10:00:00.000Z';
const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const tea: Item = {
  id: uuid(1),
  name: 'Tea',
  category: 'Drinks',
  taxClass: 'reduced',
  hasSizes: false,
  active: true,
  variants: [
    { sku: 'TEA', size: null, properties: {}, codes: [], unit: { code: 'PCE', scale: 0 }, priceMinor: 300 },
  ],
};
const variant = tea.variants[0];
if (!variant) throw new Error('tea has a variant');

function parkedTea(): OpenSale {
  const sale = newSale({
    id: uuid(2),
    terminalId: uuid(3),
    epoch: 1,
    currency: 'EUR',
    pricesIncludeTax: true,
    at: AT,
  });
  const line = { lineId: 'l1', item: tea, variant: variant as never, quantity: 2, taxRatePpm: 70_000 };
  const decision = decideAddLine(sale, line, AT);
  if (!decision.ok) throw new Error(decision.rejection.code);
  return { ...decision.sale, status: 'parked' };
}

const sells = (item: Item, complete = true) => ({
  progress: createValue({ items: 1, variants: 1, complete }),
  findBySku: (sku: string) => {
    const found = item.variants.find((other) => other.sku === sku);
    return found ? { item, variant: found } : undefined;
  },
});

const result = (state: SaleResult['reservation']['state'], granted: number, revision = 1): SaleResult => ({
  saleId: uuid(2),
  revision,
  reservation: {
    state,
    expiresAt: null,
    lines: [{ lineId: 'l1', sku: 'TEA', requested: 2, granted, heldBy: [] }],
  },
  appliedAt: null,
  exceptions: [],
  version: 1,
});

describe('what has changed since a sale was parked', () => {
  it('is told of an article that is gone, once all that there is has come', () => {
    const other = { ...tea, variants: [] };
    expect(parkedChanges(parkedTea(), null, sells(other))).toEqual([{ kind: 'gone', name: 'Tea' }]);
    expect(parkedChanges(parkedTea(), null, sells(other, false))).toEqual([]);
    expect(parkedChanges(parkedTea(), null, sells({ ...tea, active: false }))).toEqual([
      { kind: 'gone', name: 'Tea' },
    ]);
  });

  it('is nothing while all is held at the old price', () => {
    expect(parkedChanges(parkedTea(), result('live', 2), sells(tea))).toEqual([]);
    expect(parkedChanges(parkedTea(), null, sells(tea))).toEqual([]);
  });

  it('is told when it lapsed, and when less is held than wanted', () => {
    expect(parkedChanges(parkedTea(), result('expired', 0), sells(tea))).toEqual([{ kind: 'lapsed' }]);
    expect(parkedChanges(parkedTea(), result('live', 1), sells(tea))).toEqual([
      { kind: 'short', name: 'Tea', granted: 1, sku: 'TEA' },
    ]);
  });

  it('believes no answer to an older revision', () => {
    expect(parkedChanges({ ...parkedTea(), revision: 2 }, result('expired', 0, 1), sells(tea))).toEqual([]);
  });

  it('is told when the price moved or the article is no longer sold', () => {
    const dearer = { ...tea, variants: [{ ...variant, priceMinor: 350 }] };
    expect(parkedChanges(parkedTea(), null, sells(dearer))).toEqual([
      { kind: 'price', name: 'Tea', beforeMinor: 300, afterMinor: 350 },
    ]);
    // A price of the cashier's own is no change; that the shelf moved meanwhile is.
    const own = parkedTea();
    own.lines = own.lines.map((line) => ({ ...line, unitPriceMinor: 250, listPriceMinor: 300 }));
    expect(parkedChanges(own, null, sells(tea))).toEqual([]);
    expect(parkedChanges(own, null, sells(dearer))).toMatchObject([{ beforeMinor: 300, afterMinor: 350 }]);
    expect(parkedChanges(parkedTea(), null, sells({ ...tea, active: false }))).toEqual([
      { kind: 'gone', name: 'Tea' },
    ]);
  });
});

it('a parked sale is called by its first articles', () => {
  expect(parkLabel(['Tea', 'Milk', 'Bread'])).toBe('Tea, Milk');
  expect(parkLabel(['x'.repeat(200)])).toHaveLength(80);
});
