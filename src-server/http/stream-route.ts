import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { StreamEvent } from '../sync/stream-hub.ts';
import { enrolledOnly, type FindTerminal, terminalOf } from './authenticate.ts';
import type { Metrics } from './metrics.ts';
import { problemResponses } from './open-api.ts';
import { type FindServices, servicesOf } from './services.ts';

const COMMENT_EVERY_MS = 15_000;
const REVOKED_EVERY_MS = 1000;
const FLUSH_WITHIN_MS = 1000;
/** A client that is this far behind is told to pull again instead. */
const BACKLOG_LIMIT_BYTES = 1024 * 1024;

export function registerStreamRoute(
  app: FastifyInstance,
  services: FindServices,
  find: FindTerminal,
  metrics: Metrics,
) {
  const open = new Map<() => void, string>();

  /** A token that is taken away ends its streams too. One question for all of them. */
  const watch = setInterval(() => {
    const found = services();
    if (open.size === 0 || !found) return;
    found.terminals.revokedAmong([...new Set(open.values())]).then(
      (revoked) => {
        for (const [end, terminalId] of open) if (revoked.has(terminalId)) end();
      },
      (error: unknown) => app.log.warn({ err: error }, 'could not look for revoked terminals'),
    );
  }, REVOKED_EVERY_MS);

  app.get(
    '/v1/sync/stream',
    {
      onRequest: enrolledOnly(find),
      schema: {
        summary: 'Server-sent events: `changes` as they commit, `resync` for who has lagged',
        tags: ['sync'],
        security: [{ terminal: [] }],
        response: {
          200: {
            description: 'text/event-stream',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...problemResponses(401, 503),
        },
      },
    },
    async (request, reply) => {
      const terminal = terminalOf(request);
      const { sync } = servicesOf(services);
      reply.hijack();
      const { raw } = reply;
      // The origin's headers were set by hooks; a hijacked answer has to bring them itself.
      raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
      });
      raw.write(': listening\n\n');
      const send = ({ event, data }: StreamEvent) => {
        if (raw.writableLength > BACKLOG_LIMIT_BYTES) return false;
        raw.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        return true;
      };
      const leave = sync.listen(terminal, { send });
      const comments = setInterval(() => raw.write(':\n\n'), COMMENT_EVERY_MS);
      const end = () => {
        if (!open.delete(end)) return;
        clearInterval(comments);
        leave();
        metrics.connectedStreams.dec();
        raw.end();
        // A client that does not read would keep the connection, and the server's end, for ever.
        setTimeout(() => raw.destroy(), FLUSH_WITHIN_MS).unref();
      };
      open.set(end, terminal.terminalId);
      metrics.connectedStreams.inc();
      raw.on('close', end);
      raw.on('error', end);
      if (request.raw.socket.destroyed) end();
    },
  );

  // Without this the server would wait for its listeners for ever.
  app.addHook('preClose', (done) => {
    clearInterval(watch);
    for (const end of open.keys()) end();
    done();
  });
}
