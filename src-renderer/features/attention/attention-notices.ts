import { isTendered } from '../../../shared/sale/sale.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import type { Till } from '../../sync/till.ts';
import { newlyUrgent, RECENT_MS } from './sync-view.ts';

/** What is told of: of a training it is the real till's. */
export interface Alarms extends Pick<Till, 'reports'> {
  readonly sales: Pick<Till['sales'], 'get'>;
  readonly attention: Pick<Till['attention'], 'entries'>;
  readonly saleResults: Pick<Till['saleResults'], 'exceptions'>;
  readonly catalogue: Pick<Till['catalogue'], 'findBySku'>;
  readonly clock: Pick<Till['clock'], 'offsetMs'>;
}

/**
 * Says in the cart, once and calmly, what a cashier can still do something about: a customer who may have paid twice is
 * perhaps still in the shop. Everything else waits in the sync centre.
 *
 * @returns how to stop
 */
export function tellWhatIsUrgent(till: Alarms): () => void {
  const startedAt = Date.now();
  const told = new Set<string>();
  const once = (key: string, tell: () => void) => {
    if (told.has(key)) return;
    told.add(key);
    tell();
  };

  function kept(): void {
    for (const entry of till.attention.entries.getSnapshot()) {
      if (entry.kind !== 'kept' && entry.kind !== 'refused') continue;
      if (Date.parse(entry.at) >= startedAt)
        once(entry.id, () => cashier.tell('warning', 'documentKept', {}, 'till'));
    }
  }
  function exceptions(): void {
    const isRecent = (saleId: string) => {
      const sale = till.sales.get(saleId);
      return (
        sale !== undefined &&
        isTendered(sale) &&
        Math.abs(Date.now() - Date.parse(sale.tenderedAt)) < RECENT_MS
      );
    };
    for (const { saleId, kind, sku } of newlyUrgent(till.saleResults.exceptions.getSnapshot(), isRecent)) {
      const item = (sku && till.catalogue.findBySku(sku)?.item.name) ?? sku ?? '';
      once(`${saleId}/${kind}`, () => cashier.tell('warning', kind, { item }, 'till'));
    }
  }
  function clock(): void {
    if (till.clock.offsetMs.getSnapshot() !== 0)
      once('clock', () => cashier.tell('warning', 'clockWrong', {}, 'till'));
  }
  function healed(): void {
    const codes = new Set(['storeLost', 'storeOlder', 'storeSetAside', 'rowsRestored']);
    if (
      till.reports
        .getSnapshot()
        .some(({ code, at }) => codes.has(code) && startedAt - Date.parse(at) < RECENT_MS)
    )
      once('healed', () => cashier.tell('info', 'storeHealed', {}, 'till'));
  }

  const stops = [
    till.attention.entries.subscribe(kept),
    till.saleResults.exceptions.subscribe(exceptions),
    till.clock.offsetMs.subscribe(clock),
    till.reports.subscribe(healed),
  ];
  healed();
  clock();
  return () => {
    for (const stop of stops) stop();
  };
}
