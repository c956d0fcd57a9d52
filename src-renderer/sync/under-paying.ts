import type { OpenSale } from '../../shared/sale/sale.ts';
import { saleResultSchema } from '../../shared/stock/reservation.ts';
import { UNDER_PAYING_WAIT_MS } from '../../shared/sync/protocol.ts';
import { AccessRefused, isRefusal, NetworkFault, type ServerClient } from './server-client.ts';
import type { UnderPayingAnswer } from './till.ts';

/**
 * Asks the server to grant every line before money changes hands. A customer is waiting with a note in the hand: after
 * 1.5 s the till says that it could not ask and goes on as if offline.
 *
 * @param onResult told of the result as the server states it, so that the screens have it without waiting for a pull
 */
export async function askUnderPaying(
  client: ServerClient,
  sale: OpenSale,
  onResult: (result: unknown) => void,
): Promise<UnderPayingAnswer> {
  try {
    const path = `/v1/sales/${encodeURIComponent(sale.id)}/under-paying`;
    const answer = await client.send('POST', path, { body: sale, timeoutMs: UNDER_PAYING_WAIT_MS });
    const read = saleResultSchema.safeParse(resultIn(answer.body));
    const result = read.success ? read.data : null;
    if (result) onResult(result);
    if (answer.status === 200 && result) return { state: 'granted', result };
    if (answer.status === 409 && answer.code === 'notAvailable' && result)
      return { state: 'notAvailable', result };
    if (answer.status === 409 && isRefusal(answer)) return { state: 'taken', result };
    return { state: 'notAsked' };
  } catch (error) {
    if (error instanceof NetworkFault || error instanceof AccessRefused) return { state: 'notAsked' };
    throw error;
  }
}

/** A refusal is a problem that carries the result as it stands. */
function resultIn(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return 'saleId' in body
    ? body
    : 'result' in body
      ? body.result
      : 'saleResult' in body
        ? body.saleResult
        : body;
}
