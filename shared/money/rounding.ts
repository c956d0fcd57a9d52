import { assert } from '../core/assert.ts';

/**
 * roundHalfUp(a × b / divisor) in whole numbers, exact beyond 2^53.
 * A half goes away from zero, so that a return gives back exactly what the sale took.
 */
export function multiplyDivideHalfUp(a: number, b: number, divisor: number): number {
  assert(Number.isSafeInteger(a) && Number.isSafeInteger(b), 'money and quantities are whole numbers');
  assert(Number.isSafeInteger(divisor) && divisor > 0, 'the divisor is a positive whole number');
  const product = a * b;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(product * 2)) {
    const size = Math.floor((Math.abs(product) * 2 + divisor) / (divisor * 2));
    if (Number.isSafeInteger(Math.abs(product) * 2 + divisor)) return product < 0 ? 0 - size : size;
  }
  const wide = BigInt(a) * BigInt(b);
  const half = (wide < 0n ? -wide : wide) * 2n + BigInt(divisor);
  const size = Number(half / (BigInt(divisor) * 2n));
  assert(Number.isSafeInteger(size), 'an amount of money is out of range');
  return wide < 0n ? 0 - size : size;
}

/** The nearest multiple of `step`; a half goes away from zero. Cash rounding where small coins are gone. */
export function roundToStep(amountMinor: number, stepMinor: number): number {
  return stepMinor <= 1 ? amountMinor : multiplyDivideHalfUp(amountMinor, 1, stepMinor) * stepMinor;
}
