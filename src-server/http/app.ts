import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { registerContentSecurity } from './content-security.ts';
import { registerExceptionRoutes } from './exception-routes.ts';
import type { Metrics } from './metrics.ts';
import { registerOpenApi } from './open-api.ts';
import { answerError, answerNotFound, answerUnreadable } from './problem.ts';
import { registerSaleRoutes } from './sale-routes.ts';
import { type FindServices, servicesOf } from './services.ts';
import { registerStaffRoutes } from './staff-routes.ts';
import { registerStreamRoute } from './stream-route.ts';
import { registerSyncRoutes } from './sync-routes.ts';
import { registerSystemRoutes } from './system-routes.ts';
import { registerTerminalRoutes } from './terminal-routes.ts';
import { registerTillFiles } from './till-files.ts';

export interface AppDependencies {
  /** Null while the database is starting: the routes then answer 503. */
  readonly services: FindServices;
  readonly whyNotReady: () => Promise<string | null>;
  readonly metrics: Metrics;
  /** Brings the figures that are read from the database up to date, before they are shown. */
  readonly refreshMetrics?: () => Promise<void>;
  /** How many figures the verifier found to differ from the ledger. */
  readonly differences?: () => number;
  readonly log: FastifyBaseLogger;
  /** The built renderer. */
  readonly tillDir: string;
  readonly version: string;
  readonly metricsToken?: string | null;
  /** Who sends it as bearer token is head office. */
  readonly officeToken?: string | null;
  /** Further origins whose pages may call the server: a till under development. */
  readonly allowedOrigins?: readonly string[];
}

const REQUEST_TIMEOUT_MS = 60_000;
const BODY_LIMIT_BYTES = 4 * 1024 * 1024;
/** Far above what a till does; it stops a loop gone wild from taking the server from the others. */
const REQUESTS_PER_MINUTE = 60_000;

/** The server's HTTP side, composed and not listening. */
export async function buildApp(dependencies: AppDependencies): Promise<FastifyInstance> {
  const { services, metrics } = dependencies;
  const app: FastifyInstance = fastify({
    loggerInstance: dependencies.log,
    // Two lines a request would drown the lines that say what happened to stock.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    // Who sends a request drop by drop does not keep a connection for ever.
    requestTimeout: REQUEST_TIMEOUT_MS,
    // A document may hold any member name. Nothing here assigns members by name onto live objects.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: answerError,
    clientErrorHandler: answerUnreadable,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerNotFound);
  app.addHook('onResponse', (request, reply, done) => {
    metrics.requestSeconds.observe(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: String(reply.statusCode),
      },
      reply.elapsedTime / 1000,
    );
    done();
  });

  await registerContentSecurity(app, dependencies.allowedOrigins ?? []);
  await app.register(rateLimit, {
    max: REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
  });
  await registerOpenApi(app, dependencies.version);

  const find = (token: string) => servicesOf(services).terminals.authenticate(token);
  registerSystemRoutes(app, {
    whyNotReady: dependencies.whyNotReady,
    metrics,
    refreshMetrics: dependencies.refreshMetrics ?? (async () => {}),
    differences: dependencies.differences ?? (() => 0),
    metricsToken: dependencies.metricsToken ?? null,
  });
  registerTerminalRoutes(app, services, find, metrics);
  registerSyncRoutes(app, services, find);
  registerStreamRoute(app, services, find, metrics);
  registerSaleRoutes(app, services, find);
  registerExceptionRoutes(app, services, find, dependencies.officeToken ?? null);
  registerStaffRoutes(app, services, find, dependencies.officeToken ?? null);
  await registerTillFiles(app, dependencies.tillDir);
  return app;
}
