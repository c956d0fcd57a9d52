import { z } from 'zod';
import { gtinCheckDigit, isGtin } from './gtin.ts';

/**
 * How the shop's own scale writes a price or a weight into an EAN-13 (GS1 prefixes 02 and 20 to 29, which belong to the
 * shop): prefix, article, an optional check digit of the value, value, check digit.
 */
export const embeddedBarcodeSchema = z
  .object({
    prefix: z
      .string()
      .regex(/^(?:0?2|2\d|02\d?|2\d\d)$/, 'is no prefix for use inside a shop (02, 20 to 29)'),
    kind: z.enum(['price', 'weight']),
    itemDigits: z.int().min(3).max(8),
    valueDigits: z.int().min(3).max(6),
    /** Digits of the value behind the point: 3 for grams of a kilogram, 2 for cents. */
    valueExponent: z.int().min(0).max(4),
    /** A digit that secures the value stands before it. It is read over: the code's own check digit covers it. */
    checkDigit: z.boolean().default(false),
  })
  .refine((rule) => embeddedLength(rule) === 13, 'does not add up to the 13 digits of an EAN-13');

export type EmbeddedBarcode = z.infer<typeof embeddedBarcodeSchema>;

const embeddedLength = (rule: {
  prefix: string;
  itemDigits: number;
  valueDigits: number;
  checkDigit: boolean;
}): number => rule.prefix.length + rule.itemDigits + (rule.checkDigit ? 1 : 0) + rule.valueDigits + 1;

export interface EmbeddedReading {
  readonly kind: EmbeddedBarcode['kind'];
  /** How the article may be known: the code with the value at zero, prefix and article, the article's digits alone. */
  readonly codes: readonly string[];
  readonly value: number;
  /** The value counts 10^-exponent of a kilogram, or of the currency's whole unit. */
  readonly exponent: number;
}

/** What a code from the shop's scale says, by the first rule whose prefix it has; null for every other code. */
export function readEmbedded(code: string, rules: readonly EmbeddedBarcode[]): EmbeddedReading | null {
  // A scanner may report a code that begins with 02 as UPC-A, without the zero.
  const whole = code.length === 12 ? `0${code}` : code;
  if (whole.length !== 13 || !isGtin(whole)) return null;
  const rule = rules.find((other) => whole.startsWith(other.prefix));
  if (!rule) return null;
  const articleEnd = rule.prefix.length + rule.itemDigits;
  const article = whole.slice(rule.prefix.length, articleEnd);
  const valueStart = 12 - rule.valueDigits;
  const zeroed = `${whole.slice(0, articleEnd)}${'0'.repeat(12 - articleEnd)}`;
  const short = article.replace(/^0+/, '');
  return {
    kind: rule.kind,
    codes: [
      ...new Set(
        [`${zeroed}${gtinCheckDigit(zeroed)}`, rule.prefix + article, article, short].filter(Boolean),
      ),
    ],
    value: Number(whole.slice(valueStart, 12)),
    exponent: rule.valueExponent,
  };
}
