import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { name, text } from '../../shared/core/scalars.ts';
import { exceptionPageSchema, exceptionSchema } from '../../shared/stock/exception.ts';
import { actRequestSchema } from '../../shared/stock/exception-acts.ts';
import type { ResolveFailure } from '../stock/exceptions.ts';
import { type FindTerminal, officeOf, officeOnly, officeOrEnrolled, terminalOf } from './authenticate.ts';
import { problemResponses } from './open-api.ts';
import { ProblemReply } from './problem.ts';
import { type FindServices, servicesOf } from './services.ts';

const tags = ['exceptions'];
const FAILURES: Readonly<Partial<Record<ResolveFailure, 'notFound' | 'alreadyResolved' | 'unavailable'>>> = {
  notFound: 'notFound',
  alreadyResolved: 'alreadyResolved',
  underWay: 'alreadyResolved',
  notApplied: 'unavailable',
};

/**
 * What waits for a person. A till reads what is open in its own store, to tell its cashier; deciding is head office's, because
 * a till's token says which machine asks and not which person.
 */
export function registerExceptionRoutes(
  instance: FastifyInstance,
  services: FindServices,
  find: FindTerminal,
  officeToken: string | null,
) {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  const isOffice = officeOf(officeToken);

  app.get(
    '/v1/exceptions',
    {
      onRequest: officeOrEnrolled(isOffice, find),
      schema: {
        summary: 'What waits for a person, the oldest first, with everything needed to decide',
        description:
          'A till sees its own store. Head office sees all of them, or the one that `store` names.',
        tags,
        security: [{ terminal: [] }, { office: [] }],
        querystring: z.object({
          state: z.enum(['open', 'resolved', 'all']).default('open'),
          store: name(40).optional(),
          after: text(200).optional(),
          limit: z.coerce.number().int().min(1).max(500).default(100),
        }),
        response: { 200: exceptionPageSchema, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async (request) => {
      const { state, store, after = null, limit } = request.query;
      const { exceptions, storeOf } = servicesOf(services);
      const storeId = isOffice(request)
        ? store === undefined
          ? null
          : await storeOf(store)
        : terminalOf(request).storeId;
      if (storeId === undefined) throw new ProblemReply('notFound', `There is no store "${store}".`);
      const page = await exceptions.list({ storeId, state, after, limit });
      if (page === null) throw new ProblemReply('invalidRequest', 'after: is not where a page ended');
      return page;
    },
  );

  app.post(
    '/v1/exceptions/:id/resolve',
    {
      onRequest: officeOnly(isOffice, 'Exceptions are resolved by head office'),
      schema: {
        summary:
          'What a person did about an exception: recorded, with its movement, once by the id of the act',
        tags,
        security: [{ office: [] }],
        params: z.object({ id: text(36) }),
        body: actRequestSchema,
        response: {
          200: z.object({ exception: exceptionSchema, moved: z.int() }),
          ...problemResponses(400, 401, 404, 409, 503),
        },
      },
    },
    async (request) => {
      const done = await servicesOf(services).exceptions.resolve(request.params.id, request.body);
      if (!done.ok)
        throw new ProblemReply(FAILURES[done.code] ?? 'invalidRequest', done.detail, { reason: done.code });
      return { exception: done.exception, moved: done.moved };
    },
  );
}
