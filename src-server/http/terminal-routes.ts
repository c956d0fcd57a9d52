import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  enrolRequestSchema,
  enrolResponseSchema,
  epochRequestSchema,
  epochResponseSchema,
  heartbeatRequestSchema,
  heartbeatResponseSchema,
} from '../../shared/sync/protocol.ts';
import { FailedAttempts } from '../terminals/failed-attempts.ts';
import { enrolledOnly, type FindTerminal, terminalOf } from './authenticate.ts';
import type { Metrics } from './metrics.ts';
import { problemResponses } from './open-api.ts';
import { sendProblem } from './problem.ts';
import { type FindServices, servicesOf } from './services.ts';

/** A person mistypes now and then; 36 bits for ten minutes are not guessed at this pace. */
const WRONG_CODES_PER_MINUTE = 10;

export function registerTerminalRoutes(
  instance: FastifyInstance,
  services: FindServices,
  find: FindTerminal,
  metrics: Metrics,
) {
  const app = instance.withTypeProvider<ZodTypeProvider>();
  const wrongCodes = new FailedAttempts(WRONG_CODES_PER_MINUTE, 60_000);
  const tags = ['terminals'];
  const security = [{ terminal: [] }];

  app.post(
    '/v1/terminals/enrol',
    {
      schema: {
        summary: 'Pairs a till by a one-use code; the token is shown this once',
        tags,
        body: enrolRequestSchema,
        response: { 201: enrolResponseSchema, ...problemResponses(400, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const waitMs = wrongCodes.waitMs(request.ip, Date.now());
      if (waitMs > 0) {
        metrics.enrolments.inc({ outcome: 'tooManyRequests' });
        const seconds = Math.ceil(waitMs / 1000);
        reply.header('retry-after', String(seconds));
        return sendProblem(reply, 'tooManyRequests', `Too many wrong codes. Try again in ${seconds} s.`);
      }
      const enrolment = await servicesOf(services).terminals.enrol(request.body);
      metrics.enrolments.inc({ outcome: enrolment.ok ? 'enrolled' : enrolment.code });
      if (enrolment.ok) {
        const { terminalId, storeId } = enrolment.response;
        request.log.info({ terminalId, storeId, name: request.body.name }, 'terminal enrolled');
        return reply.code(201).header('cache-control', 'no-store').send(enrolment.response);
      }
      if (enrolment.code === 'wrongPairingCode') wrongCodes.failed(request.ip, Date.now());
      return sendProblem(reply, enrolment.code, enrolment.detail);
    },
  );

  app.post(
    '/v1/terminals/epoch',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'A new epoch: the local store was lost, rolled back or cloned',
        tags,
        security,
        body: epochRequestSchema,
        response: { 200: epochResponseSchema, ...problemResponses(400, 401, 503) },
      },
    },
    async (request) => {
      const terminal = terminalOf(request);
      const epoch = await servicesOf(services).terminals.newEpoch(terminal);
      request.log.info(
        { terminalId: terminal.terminalId, epoch, reason: request.body.reason },
        'terminal has a new epoch',
      );
      return { epoch };
    },
  );

  app.post(
    '/v1/terminals/heartbeat',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'Extends the reservations of exactly the named sales and compares heads',
        description:
          'An `epoch` above the one that was told is a new one for this till alone: it goes on in it.',
        tags,
        security,
        body: heartbeatRequestSchema,
        response: { 200: heartbeatResponseSchema, ...problemResponses(400, 401, 503) },
      },
    },
    async (request) => {
      const terminal = terminalOf(request);
      const { saleIds, head, clock } = request.body;
      const beat = await servicesOf(services).terminals.heartbeat(
        terminal,
        saleIds,
        head ?? null,
        clock === undefined ? null : new Date(clock),
      );
      if (beat.fork)
        request.log.warn(
          { terminalId: terminal.terminalId, reason: beat.fork, epoch: beat.epoch },
          'terminal forked',
        );
      return { serverTime: beat.serverTime, epoch: beat.epoch, serverId: beat.serverId };
    },
  );
}
