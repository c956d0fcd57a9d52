import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import type { ConnectionState } from './connection-state.ts';
import type { ServerClient } from './server-client.ts';

export interface ExpressPush {
  /** This cart has changed: its newest state goes to the server past everything that waits. */
  offer(saleId: string): void;
}

/**
 * RxDB sends in the order of writing, so behind three weeks of sales a cart would wait for minutes for what it asks to
 * be reserved. While there is such a queue, carts are sent beside it as well: the server needs no order, and takes the
 * same revision twice as one. Nothing is noted here; the queue itself brings the answer that counts.
 */
export function createExpressPush(
  client: ServerClient,
  connection: ConnectionState,
  saleOf: (saleId: string) => Sale | undefined,
): ExpressPush {
  const waiting = new Set<string>();
  let sending = false;

  async function sendAll(): Promise<void> {
    for (let [saleId] = waiting; saleId !== undefined; [saleId] = waiting) {
      waiting.delete(saleId);
      const sale = saleOf(saleId);
      if (!sale || isTendered(sale) || connection.connection.getSnapshot().state !== 'online') continue;
      await client.send('POST', '/v1/sync/sales/push', { body: [{ newDocumentState: sale }] });
    }
  }

  return {
    offer(saleId) {
      waiting.add(saleId);
      if (sending) return;
      sending = true;
      sendAll()
        // Whatever went wrong, the queue sends it too.
        .catch(() => undefined)
        .finally(() => {
          sending = false;
        });
    },
  };
}
