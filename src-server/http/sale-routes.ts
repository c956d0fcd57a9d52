import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { skuCode, uuid } from '../../shared/core/scalars.ts';
import { numberedReceiptsSchema, receiptNumber } from '../../shared/sale/receipt-number.ts';
import { type SaleResult, saleResultSchema } from '../../shared/stock/reservation.ts';
import { problemSchema } from '../../shared/sync/protocol.ts';
import { enrolledOnly, type FindTerminal, terminalOf } from './authenticate.ts';
import { described, problemResponses } from './open-api.ts';
import { ProblemReply } from './problem.ts';
import { type FindServices, servicesOf } from './services.ts';

const security = [{ terminal: [] }];
const tags = ['sales'];
const saleParams = z.object({ id: uuid });
const saleAndResult = z.object({ sale: described('Sale'), saleResult: saleResultSchema });

/** Codes of a push that was applied and holds nothing, because its author is no longer who it was. */
const OVERTAKEN = new Set(['oldEpoch', 'revoked', 'replaced']);

/** Every line in full. A sale that asks for nothing (returns, services) holds nothing and needs nothing. */
function isGranted({ reservation }: SaleResult): boolean {
  if (reservation.state === 'released') return true;
  return reservation.state === 'live' && reservation.lines.every((line) => line.granted >= line.requested);
}

export function registerSaleRoutes(instance: FastifyInstance, services: FindServices, find: FindTerminal) {
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/sales/:id/under-paying',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'Makes sure that every line is granted before money changes hands',
        description: 'On 409 `notAvailable` the problem carries the result as it stands as `result`.',
        tags,
        security,
        params: saleParams,
        body: described('Sale'),
        response: {
          200: saleResultSchema,
          ...problemResponses(400, 401, 503),
          409: {
            description: 'Not every line is granted, or the sale has ended',
            content: {
              'application/problem+json': {
                schema: problemSchema.extend({ result: saleResultSchema.nullable().optional() }),
              },
            },
          },
        },
      },
    },
    async (request) => {
      const body = request.body as { id?: unknown; status?: unknown; takenFrom?: unknown } | null;
      if (body?.id !== request.params.id)
        throw new ProblemReply('invalidRequest', 'body.id: is not the id of the address');
      if (body.status !== 'underPaying')
        throw new ProblemReply('invalidRequest', 'body.status: must be underPaying');
      const terminal = terminalOf(request);
      const { sync, sales } = servicesOf(services);
      const { answer, result } = await sync.underPaying(terminal, body);
      const { takenFrom } = body;
      if (answer.status === 'retry') throw new ProblemReply('unavailable', answer.message ?? 'Send again.');
      if (answer.status === 'kept')
        throw new ProblemReply(
          'invalidRequest',
          answer.message ?? 'The sale is not understood; it was kept.',
        );
      if (result?.reservation.state === 'converted')
        throw new ProblemReply('saleTendered', 'The sale has been paid.', { result });
      if (typeof takenFrom === 'string' && (await sales.wasTakenFromTendered(terminal, takenFrom)))
        throw new ProblemReply('saleTendered', 'The sale that this one was taken from has been paid.', {
          result,
        });
      if (
        !result ||
        answer.status === 'stale' ||
        OVERTAKEN.has(answer.code ?? '') ||
        result.reservation.state === 'handedOver'
      )
        throw new ProblemReply('stale', 'The server knows something newer of this sale.', { result });
      if (!isGranted(result))
        throw new ProblemReply('notAvailable', 'Not every line could be reserved.', { result });
      return result;
    },
  );

  app.get(
    '/v1/sales',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'Parked sales of the store, which may be taken over',
        tags,
        security,
        querystring: z.object({ status: z.literal('parked') }),
        response: {
          200: z.object({ sales: z.array(described('Sale')) }),
          ...problemResponses(400, 401, 503),
        },
      },
    },
    async (request) => ({ sales: await servicesOf(services).sales.parked(terminalOf(request)) }),
  );

  app.get(
    '/v1/sales/:id',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'A sale of any till of the store, for a return',
        tags,
        security,
        params: saleParams,
        response: {
          200: saleAndResult.extend({
            /** What has come back of its lines so far, at any till. */
            returned: z.array(z.object({ lineId: z.string(), quantity: z.int() })),
            /** The paid sales in which they did: how much of its money went back, and by which way. */
            returns: z.array(described('Sale')),
            /** Other paid sales that touched its money, where goods were exchanged: whose money it was at first. */
            chain: z.array(described('Sale')),
          }),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async (request) => {
      const found = await servicesOf(services).sales.findForReturn(terminalOf(request), request.params.id);
      if (!found) throw new ProblemReply('notFound', `This store has no sale ${request.params.id}.`);
      return {
        ...found,
        returned: [...found.returned],
        returns: [...found.returns],
        chain: [...found.chain],
      };
    },
  );

  app.get(
    '/v1/receipts/:number',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'The receipts of the store with a number, of any till, the newest first',
        tags,
        security,
        params: z.object({ number: receiptNumber }),
        response: { 200: numberedReceiptsSchema, ...problemResponses(400, 401, 503) },
      },
    },
    async (request) => ({
      receipts: await servicesOf(services).sales.byNumber(terminalOf(request), request.params.number),
    }),
  );

  app.post(
    '/v1/sales/:id/hand-over',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'Moves a parked sale and what it holds to another till',
        description: 'Asked by the till that takes over, which names its new sale. Idempotent by both ids.',
        tags,
        security,
        params: saleParams,
        body: z.object({ newId: uuid }),
        response: { 200: saleAndResult, ...problemResponses(400, 401, 404, 409, 503) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const handed = await servicesOf(services).sales.handOver(terminalOf(request), id, request.body.newId);
      if (handed.ok) return { sale: handed.sale, saleResult: handed.saleResult };
      throw new ProblemReply(handed.code, handed.detail);
    },
  );

  app.get(
    '/v1/stock/:sku',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'On hand and available in every store',
        tags: ['stock'],
        security,
        params: z.object({ sku: skuCode }),
        response: {
          200: z.object({
            sku: z.string(),
            stores: z.array(
              z.object({
                storeId: z.string(),
                storeName: z.string(),
                onHand: z.int(),
                reserved: z.int(),
                /** Never shown below zero. */
                available: z.int(),
              }),
            ),
          }),
          ...problemResponses(400, 401, 404, 503),
        },
      },
    },
    async (request) => {
      const { sku } = request.params;
      const stores = await servicesOf(services).stockOf(sku);
      if (stores.length === 0) throw new ProblemReply('notFound', `Nobody knows the SKU ${sku}.`);
      return { sku, stores: [...stores] };
    },
  );
}
