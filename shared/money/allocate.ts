import { assert } from '../core/assert.ts';

/**
 * Shares `totalMinor` out by `weights` so that the shares sum to the total exactly (largest remainder;
 * of equal remainders the earlier share gets the odd unit).
 *
 * @param totalMinor whole minor units, may be negative
 * @param weights whole numbers ≥ 0; when all are 0 the shares are as equal as they can be
 */
export function allocate(totalMinor: number, weights: readonly number[]): number[] {
  assert(Number.isSafeInteger(totalMinor), 'the total is a whole number of minor units');
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
    'weights are whole numbers ≥ 0',
  );
  if (weights.length === 0) return [];
  const sign = totalMinor < 0 ? -1 : 1;
  const total = BigInt(Math.abs(totalMinor));
  const given = weights.some((weight) => weight > 0) ? weights : weights.map(() => 1);
  const sum = given.reduce((acc, weight) => acc + BigInt(weight), 0n);
  const shares = given.map((weight) => Number((total * BigInt(weight)) / sum));
  const remainders = given.map((weight, index) => ({ index, rest: (total * BigInt(weight)) % sum }));
  remainders.sort((x, y) => (x.rest === y.rest ? x.index - y.index : x.rest > y.rest ? -1 : 1));
  let left = Math.abs(totalMinor) - shares.reduce((acc, share) => acc + share, 0);
  for (const { index } of remainders) {
    if (left === 0) break;
    shares[index] = (shares[index] ?? 0) + 1;
    left -= 1;
  }
  return shares.map((share) => (share === 0 ? 0 : share * sign));
}
