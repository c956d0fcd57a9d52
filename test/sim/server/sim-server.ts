import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Database } from '../../../src-server/database/database.ts';
import { buildApp } from '../../../src-server/http/app.ts';
import { createMetrics } from '../../../src-server/http/metrics.ts';
import type { Services } from '../../../src-server/http/services.ts';
import { type ShopEngine, startShopEngine } from '../../../src-server/shop-engine.ts';
import { pinKeysOf } from '../../../src-server/staff/pin-keys.ts';
import { Life } from '../world/life.ts';
import type { WireAnswer, WireRequest, WireServer, WireStream } from '../world/network.ts';

/** One a process: prom-client watches the event loop of each. */
const metrics = createMetrics();

export interface RunningServer extends WireServer {
  readonly engine: ShopEngine;
  readonly database: Database;
}

/** A log that keeps what went wrong: the world fails on it. */
function logInto(faults: (message: string, error: unknown) => void): FastifyBaseLogger {
  const quiet = () => {};
  const loud = (about: unknown, message?: string) =>
    faults(message ?? String(about), (about as { err?: unknown } | null)?.err ?? about);
  const log = {
    level: 'info',
    fatal: loud,
    error: loud,
    warn: quiet,
    info: quiet,
    debug: quiet,
    trace: quiet,
    silent: quiet,
    child: () => log,
  };
  return log as unknown as FastifyBaseLogger;
}

/** The whole server but its socket: routes, doors, lane, feeds, sweeper, on a database that is given. */
export async function startSimServer(
  name: string,
  connect: (life: Life) => Database,
  faults: (message: string, error: unknown) => void,
): Promise<RunningServer> {
  const life = new Life(name);
  return life.run(async () => {
    const log = logInto(faults);
    const database = connect(life);
    const engine = startShopEngine({ database, log, metrics, pinKeys: pinKeysOf(Buffer.alloc(32, 7)) });
    const services: Services = engine.services;
    const app = await buildApp({
      services: () => services,
      whyNotReady: async () => null,
      metrics,
      log,
      tillDir: import.meta.dirname,
      version: '0.0.0',
    });
    const sockets = new Map<string, { destroy(): void }>();
    app.addHook('onRequest', (request, reply, done) => {
      const id = request.headers['x-sim-socket'];
      if (typeof id === 'string') sockets.set(id, reply.raw);
      done();
    });
    await app.ready();
    return { life, engine, database, ...wireOf(app, life, sockets) };
  });
}

function wireOf(
  app: FastifyInstance,
  life: Life,
  sockets: Map<string, { destroy(): void }>,
): Pick<WireServer, 'answer' | 'stream'> {
  let connections = 0;
  const injected = ({ method, path, headers, body }: WireRequest) => ({
    method,
    url: path,
    headers: { ...headers, host: 'server' },
    ...(body === null ? {} : { payload: body }),
  });
  return {
    answer: (request) =>
      life.run(async (): Promise<WireAnswer> => {
        const answer = await app.inject(injected(request));
        await life.guard();
        const type = answer.headers['content-type'];
        return {
          status: answer.statusCode,
          headers: typeof type === 'string' ? { 'content-type': type } : {},
          body: answer.body,
        };
      }),
    stream: (request) =>
      life.run(async (): Promise<WireStream> => {
        connections += 1;
        const socketId = String(connections);
        const answer = await app.inject({
          ...injected({ ...request, headers: { ...request.headers, 'x-sim-socket': socketId } }),
          payloadAsStream: true,
        });
        const source = answer.stream();
        source.setEncoding('utf8');
        source.on('error', () => {});
        return {
          status: answer.statusCode,
          onText: (listener) => void source.on('data', (text: string) => life.alive && listener(text)),
          onEnd: (listener) => void source.on('end', () => life.alive && listener()),
          destroy: () => {
            sockets.get(socketId)?.destroy();
            sockets.delete(socketId);
          },
        };
      }),
  };
}
