import { describe, expect, it } from 'vitest';
import { typedDiscount } from '../../../../src-renderer/features/selling/typed-discount.ts';
import { figuresOf } from '../../../../src-renderer/ui/pad-entry.ts';

describe('a typed discount', () => {
  it.each([
    ['12.5', 'percent', { kind: 'percent', value: 125_000 }],
    ['100', 'percent', { kind: 'percent', value: 1_000_000 }],
    ['7.', 'percent', { kind: 'percent', value: 70_000 }],
    ['350', 'amount', { kind: 'amount', value: 350 }],
    ['3.5', 'amount', { kind: 'amount', value: 350 }],
    ['0', 'percent', { kind: 'percent', value: 0 }],
    ['100.5', 'percent', null],
    ['1.00001', 'percent', null],
    ['', 'amount', null],
    ['99999999999999999', 'amount', null],
  ] as const)('%s %s', (typed, kind, discount) => {
    expect(typedDiscount(typed, kind, 2)).toEqual(discount);
  });
});

describe('figures', () => {
  it.each([
    ['1,5', '1.5'],
    ['1.2.3', '1.23'],
    ['12 €', '12'],
    ['٣٫٥', '3.5'],
  ])('of %s are %s', (text, figures) => expect(figuresOf(text)).toBe(figures));
});
