import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { uuid } from '../../shared/core/scalars.ts';
import { pinSecretSchema, setPinRequestSchema } from '../../shared/staff/pin.ts';
import { ROLES, staffChangeSchema, staffDraftSchema } from '../../shared/staff/staff-member.ts';
import {
  enrolledOnly,
  type FindTerminal,
  officeOf,
  officeOnly,
  officeOrEnrolled,
  terminalOf,
} from './authenticate.ts';
import { problemResponses } from './open-api.ts';
import { ProblemReply, sendProblem } from './problem.ts';
import { type FindServices, servicesOf } from './services.ts';

const tags = ['staff'];
const written = z.object({
  id: uuid,
  name: z.string(),
  role: z.enum(ROLES),
  active: z.boolean(),
  hue: z.int().optional(),
});
const listed = written.extend({ pinSet: z.boolean() });
const params = z.object({ id: uuid });

/** People and their PINs. Who is head office says who there is; a till gets what it checks PINs with, and sets one with a PIN that it was given. */
export function registerStaffRoutes(
  instance: FastifyInstance,
  services: FindServices,
  find: FindTerminal,
  officeToken: string | null,
) {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  const isOffice = officeOf(officeToken);
  const office = { onRequest: officeOnly(isOffice, 'Head office keeps the list of staff') } as const;
  const security = [{ office: [] }];

  app.get(
    '/v1/terminals/pin-secret',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'What this terminal, and no other, checks PINs with while it is offline',
        tags,
        security: [{ terminal: [] }],
        response: { 200: pinSecretSchema, ...problemResponses(401, 503) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return servicesOf(services).pinSecretOf(terminalOf(request).terminalId);
    },
  );

  app.get(
    '/v1/staff',
    {
      ...office,
      schema: {
        summary: 'Everybody, those who have left too, and whether they have a PIN',
        tags,
        security,
        response: { 200: z.object({ staff: z.array(listed) }), ...problemResponses(401, 503) },
      },
    },
    async () => ({ staff: await servicesOf(services).staff.list() }),
  );

  app.post(
    '/v1/staff',
    {
      ...office,
      schema: {
        summary: 'Adds a person, who has no PIN yet',
        tags,
        security,
        body: staffDraftSchema,
        response: { 201: written, ...problemResponses(400, 401, 503) },
      },
    },
    async (request, reply) => {
      const member = await servicesOf(services).staff.add(request.body);
      request.log.info({ staffId: member.id, role: member.role }, 'staff added');
      return reply.code(201).send(member);
    },
  );

  app.post(
    '/v1/staff/:id',
    {
      ...office,
      schema: {
        summary: 'Changes a person; `active: false` where somebody has left',
        tags,
        security,
        params,
        body: staffChangeSchema,
        response: { 200: written, ...problemResponses(400, 401, 404, 503) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const member = await servicesOf(services).staff.change(id, request.body);
      if (!member) throw new ProblemReply('notFound', `There is nobody with the id ${id}.`);
      request.log.info({ staffId: id, changed: Object.keys(request.body) }, 'staff changed');
      return member;
    },
  );

  app.post(
    '/v1/staff/:id/pin',
    {
      onRequest: officeOrEnrolled(isOffice, find),
      schema: {
        summary: 'Sets a PIN. A till sends the old one, or that of somebody who may change settings',
        tags,
        security: [{ terminal: [] }, { office: [] }],
        params,
        body: setPinRequestSchema,
        response: { 204: z.null(), ...problemResponses(400, 401, 404, 409, 429, 503) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const setter = isOffice(request) ? 'office' : terminalOf(request);
      const outcome = await servicesOf(services).staff.setPin(id, request.body, setter);
      if (outcome.ok) {
        const by = setter === 'office' ? 'office' : (request.body.by?.staffId ?? 'nobody');
        request.log.info({ staffId: id, by }, 'staff has a new code');
        return reply.code(204).send(null);
      }
      if (outcome.code === 'notFound')
        throw new ProblemReply('notFound', `There is nobody with the id ${id}.`);
      if (outcome.code === 'tooManyRequests') {
        const seconds = Math.ceil((outcome.waitMs ?? 0) / 1000);
        reply.header('retry-after', String(seconds));
        return sendProblem(reply, 'tooManyRequests', `Too many wrong PINs. Try again in ${seconds} s.`);
      }
      throw new ProblemReply('pinRefused', `${outcome.code}.`, { reason: outcome.code });
    },
  );
}
