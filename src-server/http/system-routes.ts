import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Metrics } from './metrics.ts';
import { ProblemReply, sendProblem } from './problem.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

export interface SystemRoutesOptions {
  /** Null when the server can do its work; otherwise what it lacks. */
  readonly whyNotReady: () => Promise<string | null>;
  readonly metrics: Metrics;
  readonly refreshMetrics: () => Promise<void>;
  /** How many figures the verifier found to differ from the ledger. The server is ready all the same: tills must go on. */
  readonly differences: () => number;
  /** Without it /metrics is for callers on this machine; with it for whoever sends it as bearer token. */
  readonly metricsToken: string | null;
}

export function registerSystemRoutes(instance: FastifyInstance, options: SystemRoutesOptions) {
  const app = instance.withTypeProvider<ZodTypeProvider>();

  app.get(
    '/healthz',
    {
      schema: {
        summary: 'The process lives',
        tags: ['system'],
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    () => ({ status: 'ok' as const }),
  );

  app.get(
    '/readyz',
    {
      schema: {
        summary: 'The database answers and has the right shape',
        tags: ['system'],
        response: { 200: z.object({ status: z.literal('ready'), differences: z.int() }) },
      },
    },
    async () => {
      const lacking = await options.whyNotReady();
      if (lacking !== null) throw new ProblemReply('unavailable', lacking);
      return { status: 'ready' as const, differences: options.differences() };
    },
  );

  app.get(
    '/metrics',
    { schema: { summary: 'Prometheus metrics', tags: ['system'] } },
    async (request, reply) => {
      const allowed = options.metricsToken
        ? request.headers.authorization === `Bearer ${options.metricsToken}`
        : LOOPBACK.has(request.ip);
      if (!allowed)
        return sendProblem(
          reply,
          'unauthorized',
          'Metrics are for this machine or for EVERTILL_METRICS_TOKEN.',
        );
      await options.refreshMetrics();
      return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
    },
  );
}
