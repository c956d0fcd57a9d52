import { describe, expect, it } from 'vitest';
import { namesTill, ofNamedTill, readReceiptNumber } from '../../../shared/sale/receipt-number.ts';

describe('a receipt’s number as it is typed', () => {
  it.each([
    ['123', 123, ''],
    [' Till 2 · 123', 123, 'Till 2'],
    ['till 2/123', 123, 'till 2'],
    ['2-0123', 123, '2'],
    ['No. 7', 7, 'No.'],
    ['#7', 7, ''],
    ['الصندوق ٢ · ٤٥', 45, 'الصندوق 2'],
  ])('%s', (typed, number, beside) => {
    expect(readReceiptNumber(typed)).toEqual({ number, beside });
  });

  it.each(['', 'Till 2 no', '0', '1234567890', 'EV1AB', '-'])('%s is none', (typed) => {
    expect(readReceiptNumber(typed)).toBeNull();
  });

  it('may name the till; what names none hides no receipt', () => {
    expect(['till 2', '2', 'TILL', 'Till 12', ''].map((beside) => namesTill(beside, 'Till 2'))).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    const receipts = [{ terminalName: 'Till 2' }, { terminalName: 'Till 12' }, {}];
    expect(ofNamedTill(receipts, '12')).toEqual([{ terminalName: 'Till 12' }]);
    expect(ofNamedTill(receipts, 'No.')).toEqual(receipts);
  });
});
