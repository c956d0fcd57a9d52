import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../shared/core/canonical-json.ts';
import { isUuid } from '../../../shared/core/uuid.ts';
import type { JournalRecord } from '../../../shared/journal/entry.ts';
import type { OfficeRequest } from '../../../shared/office/office-request.ts';
import { FIRST_PREVIOUS_HASH, type TenderedDraft, type TenderedSale } from '../../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import type { StockCommand } from '../../../shared/stock/stock-command.ts';

export const TERMINAL = '0190a000-0000-7000-8000-000000000001';

/** A small id that is readable in a failed test: 7 becomes …0007. */
export function saleId(number: number): string {
  const id = `0190b000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  if (!isUuid(id)) throw new Error(`no id for ${number}`);
  return id;
}

/** Sale number n of a till: two coffees and a German sentence, so that a line has bytes beyond ASCII. */
export function draft(number: number, extra: Partial<TenderedDraft> = {}): TenderedDraft {
  return {
    id: saleId(number),
    terminalId: TERMINAL,
    epoch: 1,
    revision: 3,
    status: 'tendered',
    currency: 'EUR',
    lines: [
      {
        lineId: 'l1',
        sku: 'COFFEE',
        name: 'Grüner Kaffee – groß',
        quantity: 2,
        unitPriceMinor: 350,
        discountMinor: 0,
        taxMinor: 46,
      },
    ],
    tenders: [
      { id: saleId(900_000 + number), kind: 'cash', amountMinor: 700, state: 'captured', givenMinor: 1000 },
    ],
    period: 1,
    tenderedAt: '2026-11-22T10:00:00.000Z',
    businessDate: '2026-11-22',
    cashierId: '0190a000-0000-7000-8000-00000000000c',
    shiftId: '0190a000-0000-7000-8000-00000000000d',
    totalMinor: 700,
    taxMinor: 46,
    roundingMinor: 0,
    ...extra,
  };
}

/** The shift of the sales above begins, or goes on. */
export function shiftEvent(number: number, extra: Partial<ShiftEvent> = {}): ShiftEvent {
  return {
    id: saleId(500_000 + number),
    shiftId: '0190a000-0000-7000-8000-00000000000d',
    terminalId: TERMINAL,
    epoch: 1,
    kind: 'cashIn',
    at: '2026-11-22T09:00:00.000Z',
    businessDate: '2026-11-22',
    cashierId: '0190a000-0000-7000-8000-00000000000c',
    period: 1,
    amountMinor: 100 * number,
    reason: 'Wechselgeld für die Kasse',
    ...extra,
  };
}

export function stockCommand(number: number, extra: Partial<StockCommand> = {}): StockCommand {
  return {
    id: saleId(600_000 + number),
    terminalId: TERMINAL,
    kind: 'receipt',
    sku: 'COFFEE',
    quantity: 10 + number,
    reason: 'delivery',
    staffId: '0190a000-0000-7000-8000-00000000000c',
    at: '2026-11-22T09:30:00.000Z',
    ...extra,
  };
}

export const shiftRecord = (...args: Parameters<typeof shiftEvent>): JournalRecord => {
  const document = shiftEvent(...args);
  return { kind: 'shiftEvent', terminalId: document.terminalId, epoch: document.epoch, document };
};

export const stockRecord = (...args: Parameters<typeof stockCommand>): JournalRecord => ({
  kind: 'stockCommand',
  terminalId: TERMINAL,
  epoch: 1,
  document: stockCommand(...args),
});

export function officeRequest(number: number): OfficeRequest {
  return {
    id: saleId(700_000 + number),
    terminalId: TERMINAL,
    kind: 'newCustomer',
    customer: { name: `Ümit Café ${number}` },
    staffId: '0190a000-0000-7000-8000-00000000000c',
    at: '2026-11-22T09:45:00.000Z',
  };
}

export const requestRecord = (number: number): JournalRecord => ({
  kind: 'officeRequest',
  terminalId: TERMINAL,
  epoch: 1,
  document: officeRequest(number),
});

/** Proves a whole chain with code of its own: sequences from 1 without gaps, each hash right, each linked. */
export function provenChain(sales: readonly TenderedSale[]): string[] {
  const faults: string[] = [];
  let previous = FIRST_PREVIOUS_HASH;
  for (const [index, sale] of sales.entries()) {
    const { hash, ...content } = sale;
    if (sale.sequence !== index + 1) faults.push(`sequence ${sale.sequence} stands at ${index + 1}`);
    if (sale.previousHash !== previous) faults.push(`sequence ${sale.sequence} is not linked`);
    if (hash !== createHash('sha256').update(canonicalJson(content)).digest('hex'))
      faults.push(`sequence ${sale.sequence} has a wrong hash`);
    previous = hash;
  }
  if (new Set(sales.map((sale) => sale.id)).size !== sales.length) faults.push('a sale stands twice');
  return faults;
}
