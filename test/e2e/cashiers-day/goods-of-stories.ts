import { demoVariant } from '../support/demo-codes.ts';
import type { BasketLine } from './baskets.ts';

// What the stories of the day sell.

const one = (sku: string): BasketLine => ({ ...demoVariant(sku), quantity: 1 });

export const milk = one('DAI-MLK-1L');
export const butter = one('DAI-BUTTER-SALT-250');
/** Grams. */
export const bananas = { ...one('FRU-BANANA'), quantity: 1234 };
/** Not for everyone, and with a deposit. */
export const beer = one('WIN-LAGER-500');
const donation = one('SRV-DONATION');
/** The cashier names its price. */
export const gift = { ...donation, variant: { ...donation.variant, priceMinor: 250 } };
