import { z } from 'zod';
import { counter, currencyCode, localeTag, name, ratePpm, text, timeZoneName } from '../core/scalars.ts';

/** The one settings document of a store (`id` is `store`): what every till of it needs to work alone. */
export const storeSettingsSchema = z.looseObject({
  id: z.literal('store'),
  storeId: name(40),
  storeName: name(80),
  address: z.array(text(80)).max(6),
  taxNumber: text(40),
  currency: currencyCode,
  /** BCP 47, for amounts and dates on receipts. */
  locale: localeTag,
  timeZone: timeZoneName,
  dayStartsAtHour: z.int().min(0).max(23),
  pricesIncludeTax: z.boolean(),
  taxClasses: z.array(z.object({ taxClass: name(40), label: name(40), ratePpm })).max(20),
  /** The smallest coin in use; 1 means no cash rounding. */
  cashStepMinor: z.int().min(1).max(1000),
  /** Notes and large coins, rising, for quick amounts. */
  notesMinor: z.array(z.int().min(1)).max(20),
  /** How long a cart keeps what it holds after the last touch. */
  reservationTtlMs: z.int().min(1000),
  parkedTtlMs: z.int().min(1000),
  underPayingTtlMs: z.int().min(1000),
  /** Selling beyond stock while offline: anyone, or a manager. */
  oversell: z.enum(['allow', 'manager']),
  receiptFooter: z.array(text(80)).max(6),
  version: counter,
});

export type StoreSettings = z.infer<typeof storeSettingsSchema>;

/** Tax rate of a class by the store's settings; 0 where the class is unknown (the server reports it). */
export function taxRateOf(settings: Pick<StoreSettings, 'taxClasses'>, taxClass: string): number {
  return settings.taxClasses.find((entry) => entry.taxClass === taxClass)?.ratePpm ?? 0;
}
