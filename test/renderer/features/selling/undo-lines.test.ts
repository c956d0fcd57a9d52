import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../shared/catalog/item.ts';
import { decideAddLine, decideQuantity, newSale } from '../../../../shared/sale/cart.ts';
import type { OpenSale } from '../../../../shared/sale/sale.ts';
import { decidePutBack } from '../../../../src-renderer/features/selling/undo-lines.ts';

const AT = '2026-11-22T10:00:00.000Z';
const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const article = (n: number): Item => ({
  id: uuid(n),
  name: `Article ${n}`,
  category: 'Things',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: `A${n}`,
      size: null,
      properties: {},
      codes: [],
      unit: { code: 'PCE', scale: 0 },
      priceMinor: 100 * n,
    },
  ],
});

let lines = 0;
function add(sale: OpenSale, n: number, quantity = 1): OpenSale {
  const item = article(n);
  const variant = item.variants[0];
  if (!variant) throw new Error('an article has a variant');
  lines += 1;
  const decision = decideAddLine(
    sale,
    { lineId: `l${lines}`, item, variant, quantity, taxRatePpm: 190_000 },
    AT,
  );
  if (!decision.ok) throw new Error(decision.rejection.code);
  return decision.sale;
}

const start = () =>
  newSale({ id: uuid(1), terminalId: uuid(2), epoch: 1, currency: 'EUR', pricesIncludeTax: true, at: AT });

const figures = (sale: OpenSale) => sale.lines.map((line) => [line.sku, line.quantity, line.taxMinor]);

describe('putting removed lines back', () => {
  it('puts a line back where it stood, and keeps what was added since', () => {
    const full = add(add(add(start(), 1), 2, 3), 3);
    const removed = full.lines[1];
    if (!removed) throw new Error('the sale has three lines');
    const without = decideQuantity(full, removed.lineId, 0, AT);
    if (!without.ok) throw new Error('removed');
    const later = add(without.sale, 4);
    const back = decidePutBack(later, [{ line: removed, index: 1 }], AT);
    expect(back.ok && figures(back.sale).map(([sku]) => sku)).toEqual(['A1', 'A2', 'A3', 'A4']);
  });

  it('never has one form twice: a line that came again takes the quantity and the tax', () => {
    const full = add(start(), 2, 3);
    const removed = full.lines[0];
    if (!removed) throw new Error('the sale has a line');
    const again = add({ ...full, lines: [] }, 2, 2);
    const back = decidePutBack(again, [{ line: removed, index: 0 }], AT);
    // 5 × 2.00 with 19 % contained: 10.00 × 19 / 119.
    expect(back.ok && figures(back.sale)).toEqual([['A2', 5, 160]]);
  });

  it('is refused when the sale is no longer open', () => {
    const full = add(start(), 1);
    const back = decidePutBack({ ...full, status: 'parked' }, [], AT);
    expect(back).toEqual({ ok: false, rejection: { code: 'notOpen', status: 'parked' } });
  });
});
