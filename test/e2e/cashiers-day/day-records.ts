import { expect } from 'vitest';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import type { ElectronTill } from '../support/electron-till.ts';
import type { ServerProcess } from '../support/server-process.ts';

/** Paid sales as the server has them. */
export async function saleDocs(server: ServerProcess): Promise<TenderedSale[]> {
  const rows = await server.rows<{ doc: TenderedSale }>(`select doc from sale where status = 'tendered'`);
  return rows.map(({ doc }) => doc);
}

/** One of them, as soon as it is there. */
export async function saleDoc(server: ServerProcess, saleId: string): Promise<TenderedSale> {
  const found = async () => (await saleDocs(server)).find(({ id }) => id === saleId);
  await expect.poll(found).toBeDefined();
  return (await found()) as TenderedSale;
}

/** On hand and reserved of every SKU in the store. */
export async function stockRows(server: ServerProcess) {
  const rows = await server.rows<{ sku: string; onHand: string; reserved: string }>(
    `select sku, on_hand as "onHand", reserved from stock join store using (store_id) where code = 'main'`,
  );
  return rows.map(({ sku, onHand, reserved }) => ({
    sku,
    onHand: Number(onHand),
    reserved: Number(reserved),
  }));
}

/** What main's journal holds of the day, in its order. */
export async function journalled(
  till: ElectronTill,
): Promise<{ sales: TenderedSale[]; events: ShiftEvent[] }> {
  const identity = await till.invoke('identity:get', undefined);
  if (!identity.ok || !identity.value) throw new Error('the till is not paired');
  const { terminalId, epoch } = identity.value;
  const entries = await till.invoke('journal:entries', { terminalId, epoch, afterEntry: 0 });
  if (!entries.ok) throw new Error(entries.failure.detail);
  return {
    sales: entries.value.flatMap((entry) => (entry.kind === 'sale' ? [entry.document] : [])),
    events: entries.value.flatMap((entry) => (entry.kind === 'shiftEvent' ? [entry.document] : [])),
  };
}

/** As the till writes it for the demo shop. */
export const euros = (minor: number): string =>
  `${minor < 0 ? '-' : ''}€${(Math.abs(minor) / 100).toLocaleString('en-IE', { minimumFractionDigits: 2 })}`;
