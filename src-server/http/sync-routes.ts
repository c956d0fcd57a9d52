import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PULLED_COLLECTIONS, type PulledCollection } from '../../shared/sync/documents.ts';
import { pullQuerySchema, pullResponseSchema, pushResponseSchema } from '../../shared/sync/protocol.ts';
import { sentTexts } from '../sync/sent-texts.ts';
import { enrolledOnly, enrolledOrRevoked, type FindTerminal, terminalOf } from './authenticate.ts';
import { described, problemResponses } from './open-api.ts';
import { ProblemReply } from './problem.ts';
import { type FindServices, servicesOf } from './services.ts';

/** 1000 sales of a hundred lines each. */
const PUSH_LIMIT_BYTES = 64 * 1024 * 1024;

const security = [{ terminal: [] }];
const tags = ['sync'];

/** Entries are taken as they come: what is wrong with one of them is told in its answer, not to the whole batch. */
const pushBodySchema = z
  .array(
    z.unknown().meta({
      type: 'object',
      required: ['newDocumentState'],
      properties: {
        newDocumentState: {
          anyOf: ['Sale', 'ShiftEvent', 'StockCommand', 'OfficeRequest'].map((name) => ({
            $ref: `#/components/schemas/${name}`,
          })),
        },
        assumedMasterState: {},
      },
    }),
  )
  .max(1000);

const pulledPageSchema = pullResponseSchema.extend({
  documents: z.array(
    described('Item', 'StockLevel', 'SaleResult', 'StaffMember', 'StoreSettings', 'Customer'),
  ),
});

const documentOf = (entry: unknown): unknown =>
  typeof entry === 'object' && entry !== null
    ? (entry as { newDocumentState?: unknown }).newDocumentState
    : entry;

export function registerSyncRoutes(instance: FastifyInstance, services: FindServices, find: FindTerminal) {
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/v1/sync/:collection/pull',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'What changed after a checkpoint; without one, from the beginning',
        tags,
        security,
        params: z.object({
          collection: z.enum(PULLED_COLLECTIONS as [PulledCollection, ...PulledCollection[]]),
        }),
        querystring: pullQuerySchema,
        response: { 200: pulledPageSchema, ...problemResponses(400, 401, 409, 503) },
      },
    },
    async (request) => {
      const { checkpoint, limit } = request.query;
      const page = await servicesOf(services).sync.pull(
        terminalOf(request),
        request.params.collection,
        checkpoint || null,
        limit,
      );
      if (page === 'checkpointExpired')
        throw new ProblemReply('checkpointExpired', 'Drop what was pulled and pull without a checkpoint.');
      const { documents, checkpoint: next, serverEpoch } = page;
      return { documents: [...documents], checkpoint: next, serverEpoch };
    },
  );

  instance.register((scope, _options, registered) => {
    keepBodyText(scope);
    registerPush(scope, services, find);
    registered();
  });
}

const bodyTexts = new WeakMap<FastifyRequest, string>();

/** Parses JSON bodies as they are always parsed, and remembers their text for what must be kept as it was sent. */
function keepBodyText(scope: FastifyInstance): void {
  scope.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    try {
      const value: unknown = JSON.parse(text);
      bodyTexts.set(request, text);
      done(null, value);
    } catch {
      done(new ProblemReply('invalidRequest', 'The body is not JSON.'));
    }
  });
}

function registerPush(scope: FastifyInstance, services: FindServices, find: FindTerminal) {
  const app = scope.withTypeProvider<ZodTypeProvider>();

  app.post(
    '/v1/sync/:collection/push',
    {
      onRequest: enrolledOrRevoked(find),
      bodyLimit: PUSH_LIMIT_BYTES,
      schema: {
        summary: 'One answer a document, in order; one bad document never fails a batch',
        tags,
        security,
        params: z.object({
          /** One of PUSHED_COLLECTIONS; what a newer till has beside them is kept for a newer server. */
          collection: z
            .string()
            .regex(/^[a-z][A-Za-z]{0,39}$/, 'is not the name of a collection')
            .refine(
              (name) => !PULLED_COLLECTIONS.some((pulled) => pulled === name),
              'is written by the server alone',
            ),
        }),
        body: pushBodySchema,
        response: { 200: pushResponseSchema, ...problemResponses(400, 401, 413, 503) },
      },
    },
    async (request) => {
      const terminal = terminalOf(request);
      const { collection } = request.params;
      if (terminal.revoked && (collection === 'stockCommands' || collection === 'officeRequests'))
        throw new ProblemReply('revoked', `Terminal ${terminal.terminalId} was revoked.`);
      const documents = request.body.map(documentOf);
      let texts: readonly string[] | undefined;
      const textOf = (index: number) => {
        texts ??= sentTexts(bodyTexts.get(request) ?? '[]');
        return texts[index];
      };
      const answers = await servicesOf(services).sync.push(terminal, collection, documents, textOf);
      return { conflicts: [], answers: [...answers] };
    },
  );
}
