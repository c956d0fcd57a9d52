import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { PULLED, PUSHED } from '../../shared/sync/documents.ts';
import { problemSchema, pushAnswerSchema } from '../../shared/sync/protocol.ts';
import { sendPage } from './plain-page.ts';

/** The documents of the wire by the names under which the published description has them. */
const documentRegistry = z.registry<{ id: string }>();
documentRegistry.add(PULLED.items, { id: 'Item' });
documentRegistry.add(PULLED.stockLevels, { id: 'StockLevel' });
documentRegistry.add(PULLED.saleResults, { id: 'SaleResult' });
documentRegistry.add(PULLED.staff, { id: 'StaffMember' });
documentRegistry.add(PULLED.settings, { id: 'StoreSettings' });
documentRegistry.add(PULLED.customers, { id: 'Customer' });
documentRegistry.add(PUSHED.sales, { id: 'Sale' });
documentRegistry.add(PUSHED.shifts, { id: 'ShiftEvent' });
documentRegistry.add(PUSHED.stockCommands, { id: 'StockCommand' });
documentRegistry.add(PUSHED.officeRequests, { id: 'OfficeRequest' });
documentRegistry.add(pushAnswerSchema, { id: 'PushAnswer' });
documentRegistry.add(problemSchema, { id: 'Problem' });

/** A member that is checked elsewhere, document by document, but described here. */
export const described = (...names: readonly string[]) =>
  z.unknown().meta({ anyOf: names.map((name) => ({ $ref: `#/components/schemas/${name}` })) });

/** What a route may answer beside its success, for the description. */
export function problemResponses(...statuses: readonly number[]) {
  const described = {
    description: 'A problem with a stable code',
    content: { 'application/problem+json': { schema: problemSchema } },
  };
  return Object.fromEntries(statuses.map((status) => [status, described]));
}

/** Publishes what the routes' own schemas say, at /v1/openapi.json, and a list of the routes for people at /v1. */
export async function registerOpenApi(app: FastifyInstance, version: string) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Evertill server',
        version,
        description:
          'The wire between tills and the central server. Money is whole minor units, quantities are whole steps of ' +
          "the variant's unit (10^-scale), times are ISO 8601 UTC, ids are UUIDs minted by the client. Errors are " +
          'application/problem+json with a stable `code`.',
      },
      components: {
        securitySchemes: {
          terminal: { type: 'http', scheme: 'bearer' },
          office: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: createJsonSchemaTransform({ schemaRegistry: documentRegistry }),
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: documentRegistry }),
  });

  app.get('/v1/openapi.json', { schema: { hide: true } }, () => app.swagger());

  app.get('/v1', { schema: { hide: true } }, (_request, reply) => {
    const paths = app.swagger().paths ?? {};
    const lines = Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations as Record<string, { summary?: string }>).map(
        ([method, operation]) => `${method.toUpperCase()} ${path} — ${operation.summary ?? ''}`,
      ),
    );
    return sendPage(reply, 'API', ['The whole description is at /v1/openapi.json (OpenAPI 3.1).', ...lines]);
  });
}
