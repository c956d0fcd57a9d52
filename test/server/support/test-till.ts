import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../../shared/core/uuid.ts';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import { FIRST_PREVIOUS_HASH, type SaleLine } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { sha256Hex } from '../../../src-server/sync/content-digest.ts';
import type { SyncTerminal } from '../../../src-server/sync/sync-doors.ts';

export const STORE = 1;
export const mint = (): string => uuidV7(Date.now(), randomBytes(10));

export type Lines = readonly (readonly [sku: string, quantity: number, more?: Record<string, unknown>])[];

/** A till that writes the documents of SYNC.md: sales with rising revisions and a hash chain that fits. */
export class TestTill implements SyncTerminal {
  readonly terminalId = mint();
  readonly storeId = STORE;
  readonly revoked = false;
  readonly replaces = [];
  readonly cashierId = mint();
  epoch = 1;
  period = 1;
  sequence = 0;
  previousHash = FIRST_PREVIOUS_HASH;

  /** A revision of a sale that is not paid. */
  open(id: string, revision: number, lines: Lines, status = 'open'): Record<string, unknown> {
    return {
      ...{
        id,
        terminalId: this.terminalId,
        epoch: this.epoch,
        revision,
        status,
        currency: 'EUR',
        tenders: [],
      },
      lines: lines.map(([sku, quantity, more], n) => ({
        ...{ lineId: `l${n}`, sku, quantity, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 },
        ...more,
      })),
    };
  }

  /** The paid sale, with the next place in this terminal's chain. */
  tendered(
    id: string,
    revision: number,
    lines: Lines,
    more: Record<string, unknown> = {},
  ): Record<string, unknown> {
    this.sequence += 1;
    const open = this.open(id, revision, lines, 'tendered');
    const sold = open.lines as SaleLine[];
    const { totalMinor, taxMinor } = saleTotals(sold, (more.pricesIncludeTax as boolean | undefined) ?? true);
    const draft = {
      ...open,
      ...{ sequence: this.sequence, period: this.period, tenderedAt: new Date(0).toISOString() },
      ...{ businessDate: '2026-11-22', cashierId: this.cashierId, shiftId: this.cashierId },
      ...{ totalMinor, taxMinor, roundingMinor: 0, previousHash: this.previousHash },
      ...more,
    };
    const hash = sha256Hex(saleHashText(draft as never));
    this.previousHash = hash;
    return { ...draft, hash };
  }

  command(
    kind: string,
    sku: string,
    quantity: number,
    more: Record<string, unknown> = {},
  ): Record<string, unknown> {
    return {
      id: mint(),
      kind,
      sku,
      quantity,
      reason: 'test',
      staffId: this.cashierId,
      at: '2026-11-22T10:00:00Z',
      ...more,
    };
  }

  closed(period: number, lastSequence: number): Record<string, unknown> {
    return {
      ...{ id: mint(), shiftId: mint(), terminalId: this.terminalId, epoch: this.epoch, kind: 'closed' },
      ...{
        at: '2026-11-22T20:00:00Z',
        businessDate: '2026-11-22',
        cashierId: this.cashierId,
        period,
        lastSequence,
      },
    };
  }
}
