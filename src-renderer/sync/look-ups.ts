import { z } from 'zod';
import { quantity } from '../../shared/core/scalars.ts';
import { type NumberedReceipt, numberedReceiptsSchema } from '../../shared/sale/receipt-number.ts';
import { type OpenSale, type Sale, saleSchema } from '../../shared/sale/sale.ts';
import { type SaleResult, saleResultSchema } from '../../shared/stock/reservation.ts';
import {
  AccessRefused,
  isRefusal,
  NetworkFault,
  type ServerAnswer,
  type ServerClient,
} from './server-client.ts';

/** What was asked of the server, once, for somebody who waits. */
export type LookUp<T> =
  | { readonly state: 'found'; readonly value: T }
  | { readonly state: 'unknown' }
  /** Offline, or access was withdrawn. */
  | { readonly state: 'unreachable' };

export interface FoundSale {
  readonly sale: Sale;
  /** What has come back of it at any till, by line. Quantities in the unit's smallest step, above zero. */
  readonly returned: ReadonlyMap<string, number>;
  /** The paid sales in which it did, as far as they are understood. */
  readonly returns: readonly Sale[];
  /** Other paid sales that touched its money: what it took in exchange, the receipts of that, and so on. */
  readonly chain: readonly Sale[];
}

export interface StoreStock {
  readonly storeId: string;
  readonly storeName: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

export type ParkedElsewhere = OpenSale & { readonly terminalName?: string };

export type HandOverOutcome =
  | { readonly state: 'moved'; readonly sale: Sale; readonly result: SaleResult }
  /** It was paid, taken by somebody else, or is gone. */
  | { readonly state: 'refused'; readonly code: string }
  | { readonly state: 'unreachable' };

/** What a till may ask of its server beyond what is replicated. Nothing here is needed to sell. */
export interface LookUps {
  /** A sale of any till of the store. */
  sale(saleId: string): Promise<LookUp<FoundSale>>;
  /** The receipts of the store with a number, of any till, the newest first. */
  receiptsNumbered(number: number): Promise<LookUp<readonly NumberedReceipt[]>>;
  /** What other tills have parked, the newest first. */
  parkedElsewhere(): Promise<LookUp<readonly ParkedElsewhere[]>>;
  /** What every store has of a SKU. */
  stockOf(sku: string): Promise<LookUp<readonly StoreStock[]>>;
  /** Asks for a parked sale of another till. The new sale has to be stored before. */
  handOver(saleId: string, newId: string): Promise<HandOverOutcome>;
}

/** While no server is known. */
export const NOBODY_TO_ASK: LookUps = {
  sale: async () => ({ state: 'unreachable' }),
  receiptsNumbered: async () => ({ state: 'unreachable' }),
  parkedElsewhere: async () => ({ state: 'unreachable' }),
  stockOf: async () => ({ state: 'unreachable' }),
  handOver: async () => ({ state: 'unreachable' }),
};

/** Somebody stands at the counter. */
const WAIT_MS = 4_000;

const foundSaleSchema = z.looseObject({
  sale: saleSchema,
  returned: z.array(z.looseObject({ lineId: z.string(), quantity })).default([]),
  returns: z.array(z.unknown()).default([]),
  chain: z.array(z.unknown()).default([]),
});
const storesSchema = z.looseObject({
  stores: z.array(
    z.looseObject({
      storeId: z.string(),
      storeName: z.string(),
      onHand: z.int(),
      reserved: z.int(),
      available: z.int(),
    }),
  ),
});
/** The server begins the new sale at revision 0: the till's own first one is newer. */
const begunSchema = z.preprocess(
  (sale) => (isRecord(sale) && sale.revision === 0 ? { ...sale, revision: 1 } : sale),
  saleSchema,
);
const handedSchema = z.looseObject({ sale: begunSchema, saleResult: saleResultSchema });

/** One that is not understood hides none of the others. */
const understood = (sales: readonly unknown[]): Sale[] =>
  sales.flatMap((sale) => saleSchema.safeParse(sale).data ?? []);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

export function createLookUps(client: ServerClient): LookUps {
  async function ask<T>(path: string, read: (body: unknown) => T | null): Promise<LookUp<T>> {
    const answer = await reached(() => client.send('GET', path, { timeoutMs: WAIT_MS }));
    if (!answer) return { state: 'unreachable' };
    const value = answer.status === 200 ? read(answer.body) : null;
    if (value !== null) return { state: 'found', value };
    return { state: isRefusal(answer) ? 'unknown' : 'unreachable' };
  }

  return {
    sale: (saleId) =>
      ask(`/v1/sales/${encodeURIComponent(saleId)}`, (body) => {
        const parsed = foundSaleSchema.safeParse(body);
        if (!parsed.success) return null;
        const { sale, returned, returns, chain } = parsed.data;
        return {
          sale,
          returned: new Map(returned.map((line) => [line.lineId, line.quantity])),
          returns: understood(returns),
          chain: understood(chain),
        };
      }),
    receiptsNumbered: (number) =>
      ask(`/v1/receipts/${number}`, (body) => numberedReceiptsSchema.safeParse(body).data?.receipts ?? null),
    parkedElsewhere: () =>
      ask('/v1/sales?status=parked', (body) => {
        const parsed = z.looseObject({ sales: z.array(z.unknown()) }).safeParse(body);
        if (!parsed.success) return null;
        return understood(parsed.data.sales).flatMap((sale) =>
          sale.status === 'parked' ? [sale as ParkedElsewhere] : [],
        );
      }),
    stockOf: (sku) =>
      ask(`/v1/stock/${encodeURIComponent(sku)}`, (body) => {
        const parsed = storesSchema.safeParse(body);
        return parsed.success ? parsed.data.stores : null;
      }),
    async handOver(saleId, newId) {
      const path = `/v1/sales/${encodeURIComponent(saleId)}/hand-over`;
      const answer = await reached(() => client.send('POST', path, { body: { newId }, timeoutMs: WAIT_MS }));
      if (!answer) return { state: 'unreachable' };
      const read = answer.status === 200 ? handedSchema.safeParse(answer.body) : null;
      if (read?.success) return { state: 'moved', sale: read.data.sale, result: read.data.saleResult };
      // Who was not understood may have moved it all the same: it is asked for again under the same ids.
      return isRefusal(answer) ? { state: 'refused', code: answer.code } : { state: 'unreachable' };
    },
  };
}

/** Null where nobody answered. */
async function reached(send: () => Promise<ServerAnswer>): Promise<ServerAnswer | null> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof NetworkFault || error instanceof AccessRefused) return null;
    throw error;
  }
}
