import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  impliedMinor,
  type PadKey,
  padKeyOf,
  typedAfter,
  typedQuantity,
} from '../../../src-renderer/ui/pad-entry.ts';

const typedBy = (...keys: PadKey[]) => keys.reduce(typedAfter, '');

describe('the number pad', () => {
  it('collects digits, takes one back, empties', () => {
    expect(typedBy('1', '2', '00')).toBe('1200');
    expect(typedBy('1', '2', 'erase')).toBe('1');
    expect(typedBy('1', '2', 'empty')).toBe('');
    expect(typedBy('erase')).toBe('');
  });

  it('takes one decimal point, and begins with 0 where none was typed', () => {
    expect(typedBy('point', '5')).toBe('0.5');
    expect(typedBy('1', 'point', 'point', '5')).toBe('1.5');
  });

  it.each([
    [{ key: '7', code: 'Digit7' }, '7'],
    [{ key: 'é', code: 'Numpad2' }, '2'],
    [{ key: '٧', code: 'Digit7' }, '7'],
    [{ key: '۷', code: 'Digit7' }, '7'],
    [{ key: '٫', code: 'Period' }, 'point'],
    [{ key: ',', code: 'Comma' }, 'point'],
    [{ key: 'Backspace', code: 'Backspace' }, 'erase'],
    [{ key: 'a', code: 'KeyA' }, null],
  ])('%o is the pad’s %s', (press, key) => {
    expect(padKeyOf(press)).toBe(key);
  });
});

describe('a typed amount', () => {
  it.each([
    ['', 2, 0],
    ['5', 2, 5],
    ['1250', 2, 1250],
    ['12.5', 2, 1250],
    ['12.', 2, 1200],
    ['500', 0, 500],
  ])('%s with %i decimals is %i', (typed, exponent, minor) => {
    expect(impliedMinor(typed, exponent)).toBe(minor);
  });

  test.prop([fc.integer({ min: 0, max: 99_999_999 })])('without its point is its minor units', (minor) => {
    expect(impliedMinor(String(minor), 2)).toBe(minor);
  });
});

describe('a typed quantity', () => {
  it.each([
    ['352', 3, true, 352],
    ['352', 3, false, 352_000],
    ['0.352', 3, true, 352],
    ['1,5', 3, true, 1500],
    ['0.3525', 3, true, null],
    ['1.5', 0, false, null],
    ['', 3, true, null],
  ])('%s at scale %i (implied %s) is %s', (typed, scale, implied, quantity) => {
    expect(typedQuantity(typed, scale, implied)).toBe(quantity);
  });
});
