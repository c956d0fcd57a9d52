import { gtinCheckDigit } from '../../../shared/catalog/gtin.ts';
import { demoVariant } from '../support/demo-codes.ts';
import type { BasketLine } from './baskets.ts';

// What the stories of the day sell.

const one = (sku: string): BasketLine => ({ ...demoVariant(sku), quantity: 1 });
const several = (sku: string, quantity: number): BasketLine => ({ ...one(sku), quantity });

export const milk = one('DAI-MLK-1L');
export const butter = one('DAI-BUTTER-SALT-250');
/** Not for everyone, and with a deposit. */
export const beer = one('WIN-LAGER-500');
/** Has a size and a colour. */
export const shirt = one('CLO-TEE-NVY-M');
/** One is on the shelf. */
export const raspberries = one('FRU-BERRY-RASP');
const donation = one('SRV-DONATION');
/** The cashier names its price. */
export const gift = { ...donation, variant: { ...donation.variant, priceMinor: 250 } };

const labelled = (digits: string): string => `${digits}${gtinCheckDigit(digits)}`;
/** 1.234 kg, as the scale at the counter writes it. */
export const bananas = { ...several('FRU-BANANA', 1234), code: labelled('217093701234') };
/** For 3.51: at 21.90 the kilogram that is 161 grams, less two cents. */
export const ham = { ...several('DEL-HAM-COOKED', 161), discountMinor: 2, code: labelled('227323700351') };
/** Three on one code, good until the end of next year, as GS1 writes it. */
export const butterCase = {
  ...several('DAI-BUTTER-SALT-250', 3),
  code: `]C1010${butter.code}17${new Date().getUTCFullYear() - 1999}1231303`,
};

/** Nothing of it lies in a customer's basket: the stories reckon with it. */
export const goodsOfStories = [milk, butter, beer, shirt, raspberries, bananas, ham] as const;
