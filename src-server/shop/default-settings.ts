import type { StoreSettings } from '../../shared/staff/store-settings.ts';

const MINUTE_MS = 60_000;

/** What a store begins with until somebody says otherwise. Amounts in cents. */
export function defaultSettings(
  store: { readonly code: string; readonly name: string },
  timeZone: string,
): Omit<StoreSettings, 'version'> {
  return {
    id: 'store',
    storeId: store.code,
    storeName: store.name,
    address: [],
    taxNumber: '',
    currency: 'EUR',
    locale: 'en-IE',
    timeZone,
    dayStartsAtHour: 0,
    pricesIncludeTax: true,
    taxClasses: [
      { taxClass: 'standard', label: 'Standard 19 %', ratePpm: 190_000 },
      { taxClass: 'reduced', label: 'Reduced 7 %', ratePpm: 70_000 },
      { taxClass: 'zero', label: 'Zero', ratePpm: 0 },
    ],
    cashStepMinor: 1,
    notesMinor: [500, 1000, 2000, 5000, 10_000],
    reservationTtlMs: 15 * MINUTE_MS,
    parkedTtlMs: 24 * 60 * MINUTE_MS,
    underPayingTtlMs: 60 * MINUTE_MS,
    oversell: 'allow',
    receiptFooter: [],
  };
}
