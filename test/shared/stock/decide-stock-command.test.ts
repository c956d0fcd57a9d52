import { describe, expect, it } from 'vitest';
import { decideStockCommand, type WantedStockAct } from '../../../shared/stock/decide-stock-command.ts';
import { stockCommandSchema } from '../../../shared/stock/stock-command.ts';

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const actor = {
  id: uuid(1),
  terminalId: uuid(2),
  epoch: 3,
  staffId: uuid(4),
  at: '2026-11-22T10:00:00.000Z',
};
const decide = (wanted: WantedStockAct) => decideStockCommand('TEA', wanted, actor);
const refused = (code: string) => ({ ok: false, rejection: { code } });

describe('an act on stock', () => {
  it('a count carries its cut, and may find nothing', () => {
    const decision = decide({ kind: 'count', quantity: 0, reason: '', stockVersion: 7, afterSequence: 12 });
    if (!decision.ok) throw new Error(decision.rejection.code);
    expect(stockCommandSchema.parse(decision.command)).toMatchObject({
      kind: 'count',
      quantity: 0,
      stockVersion: 7,
      afterSequence: 12,
      epoch: 3,
    });
  });

  it('of a till that has no stock document has no version', () => {
    const decision = decide({ kind: 'count', quantity: 2, reason: '', stockVersion: null, afterSequence: 0 });
    expect(decision.ok && 'stockVersion' in decision.command).toBe(false);
  });

  it('of an adjustment for one of the known reasons has its code beside the words; of another the words alone', () => {
    const wanted = { kind: 'adjustment', quantity: -1, reason: 'Kaputt' } as const;
    expect(decide({ ...wanted, reasonCode: 'broken' })).toMatchObject({
      command: { reason: 'Kaputt', reasonCode: 'broken' },
    });
    const other = decide(wanted);
    expect(other.ok && 'reasonCode' in other.command).toBe(false);
  });

  it('needs a quantity, and an adjustment a reason', () => {
    expect(decide({ kind: 'receipt', quantity: 0, reason: '' })).toEqual(refused('noQuantity'));
    expect(decide({ kind: 'receipt', quantity: Number.NaN, reason: '' })).toEqual(refused('noQuantity'));
    expect(decide({ kind: 'receipt', quantity: -1, reason: '' })).toEqual(refused('noQuantity'));
    expect(decide({ kind: 'adjustment', quantity: 0, reason: 'broken' })).toEqual(refused('noQuantity'));
    expect(decide({ kind: 'adjustment', quantity: -1, reason: ' ' })).toEqual(refused('noReason'));
    expect(decide({ kind: 'receipt', quantity: 2e9, reason: '' })).toEqual(refused('tooMuch'));
    expect(decide({ kind: 'adjustment', quantity: -1, reason: 'broken' }).ok).toBe(true);
  });
});
