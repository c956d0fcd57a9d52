const LENGTHS = new Set([8, 12, 13, 14]);

/** GS1's check digit for the digits before it (weights 3 and 1 from the right). */
export function gtinCheckDigit(body: string): number {
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) {
    const digit = body.charCodeAt(body.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit * 3 : digit;
  }
  return (10 - (sum % 10)) % 10;
}

/** True for a GTIN-8, -12, -13 or -14 whose check digit fits. */
export function isGtin(code: string): boolean {
  if (!LENGTHS.has(code.length) || !/^\d+$/.test(code)) return false;
  return gtinCheckDigit(code.slice(0, -1)) === Number(code.at(-1));
}

/**
 * One text for one article number: scanners report a UPC-A as 12 digits or as 13 with a leading zero.
 * A valid GTIN comes back without leading zeros beyond 13 digits (GTIN-14 keeps its indicator); other codes as they are, trimmed.
 */
export function normalizeCode(code: string): string {
  const trimmed = code.trim();
  if (!isGtin(trimmed)) return trimmed;
  if (trimmed.length === 12) return `0${trimmed}`;
  if (trimmed.length === 14 && trimmed.startsWith('0')) return trimmed.slice(1);
  return trimmed;
}
