import type { ScanFacts } from '../../shared/catalog/scanned-article.ts';
import { businessDay } from '../../shared/core/business-day.ts';
import { dayOf } from '../../shared/staff/store-settings.ts';
import type { Till } from '../sync/till.ts';

/** What a scan is read with. The day is looked up only where a code carries one. */
export function scanFacts({
  catalogue,
  settings,
  clock,
}: Pick<Till, 'catalogue' | 'settings' | 'clock'>): ScanFacts {
  const store = settings.getSnapshot();
  return {
    findByCode: (code) => catalogue.findByCode(code),
    embeddedBarcodes: dayOf(store).embeddedBarcodes,
    currency: store?.currency ?? 'EUR',
    get today() {
      const now = clock.bestNow().toISOString();
      return store ? businessDay(now, store.timeZone, store.dayStartsAtHour) : now.slice(0, 10);
    },
  };
}

/** The same where goods do not go out of the shop: what has passed its day this year is read all the same. */
export function scanFactsAnyDay(till: Pick<Till, 'catalogue' | 'settings' | 'clock'>): ScanFacts {
  const { findByCode, embeddedBarcodes, currency } = scanFacts(till);
  return { findByCode, embeddedBarcodes, currency, today: `${till.clock.bestNow().getUTCFullYear()}-01-01` };
}
