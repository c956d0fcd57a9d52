import { useScanTaker } from '../../runtime/scan-taker.ts';
import { useTill } from '../../runtime/till-context.tsx';
import type { PanelSays } from './panel-says.tsx';
import { readBack } from './scanned-back.ts';

/** A receipt's code opens that receipt; goods are no receipt. */
export function useReceiptScans(says: PanelSays, onReceipt: (saleId: string) => void): void {
  const till = useTill();
  useScanTaker((codes) => {
    const read = readBack(till, codes);
    if (read.kind === 'receipt') return onReceipt(read.saleId);
    if (read.kind === 'article') says.say('findReceipt', { name: read.article.hit.item.name });
    else says.say(read.code, read.values);
  });
}
