import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import packageJson from '../../package.json' with { type: 'json' };
import { seedDemoShop } from '../demo/seed-demo-shop.ts';
import { buildApp } from '../http/app.ts';
import { refreshAttention } from '../http/attention-metrics.ts';
import { createMetrics } from '../http/metrics.ts';
import { createServerLog } from '../http/server-log.ts';
import type { Services } from '../http/services.ts';
import { type Mailer, openMailer } from '../mail/mailer.ts';
import { type OpenShop, openShop } from '../open-shop.ts';
import { ensureFirstShop } from '../shop/first-shop.ts';
import { startShopEngine } from '../shop-engine.ts';
import { openPinKeys } from '../staff/pin-keys.ts';
import { CommandFailure } from './command-failure.ts';
import type { CommandLine } from './command-line.ts';
import { untilAskedToEnd } from './until-asked-to-end.ts';

type ServeLine = Extract<CommandLine, { command: 'serve' | 'demo' }>;
type Environment = Readonly<Record<string, string | undefined>>;

const ROOT = path.resolve(import.meta.dirname, '../..');

async function listen(app: FastifyInstance, { host, port }: ServeLine): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CommandFailure(
        `Port ${port} of ${host} is taken by another program, perhaps another Evertill server. End that one, or choose another port with --port N.`,
      );
    if (code === 'EACCES')
      throw new CommandFailure(`This user may not open port ${port}. Choose one above 1023.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CommandFailure(`This machine has no address ${host}. Use 127.0.0.1, or 0.0.0.0 for all.`);
    throw error;
  }
}

/** @throws CommandFailure where the mail server is named and cannot be understood, without saying its password */
function mailerOf(env: Environment): Mailer | null {
  const { EVERTILL_SMTP_URL: url, EVERTILL_MAIL_FROM: from } = env;
  if (!url) return null;
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol))
    throw new CommandFailure(
      'EVERTILL_SMTP_URL is no address of a mail server. It reads smtp://user:password@host:587.',
    );
  if (!from?.includes('@'))
    throw new CommandFailure('EVERTILL_MAIL_FROM is missing: the address that receipts come from.');
  return openMailer(url, from);
}

/**
 * Runs the server until it is asked to end. It listens before the database is there, so that a taken port is known at
 * once; until then every call is answered 503.
 */
export async function serve(line: ServeLine, env: Environment): Promise<number> {
  const asked = untilAskedToEnd();
  const log = createServerLog(env.EVERTILL_LOG || 'info');
  const metrics = createMetrics();
  let services: Services | null = null;
  let shop: OpenShop | null = null;
  let stopEngine: (() => Promise<void>) | null = null;
  let lacking = 'The database is starting.';
  let databaseLost = false;
  let differences = () => 0;

  const app = await buildApp({
    services: () => services,
    whyNotReady: async () => {
      if (!services || !shop) return lacking;
      return shop.database.query('select 1').then(
        () => null,
        () =>
          databaseLost
            ? 'The database has ended and is being started again.'
            : 'The database does not answer.',
      );
    },
    metrics,
    differences: () => differences(),
    refreshMetrics: async () => {
      if (shop) await refreshAttention(metrics, shop.database);
    },
    log,
    tillDir: path.join(ROOT, 'out/renderer'),
    version: packageJson.version,
    metricsToken: env.EVERTILL_METRICS_TOKEN || null,
    officeToken: env.EVERTILL_OFFICE_TOKEN || null,
    allowedOrigins: (env.EVERTILL_ALLOWED_ORIGINS ?? '').split(',').filter(Boolean),
  });
  try {
    const address = await listen(app, line);
    shop = await openShop(line.place, {
      onProgress: (message) => console.log(message),
      onError: (error) => log.error({ err: error }, 'a database connection broke'),
      maxConnections: 20,
      keepRunning: {
        lost() {
          databaseLost = true;
          metrics.databaseLosses.inc();
          log.error('the embedded database has ended under the server; it is being started again');
        },
        back(tries, durationMs) {
          databaseLost = false;
          log.warn({ tries, durationMs: Math.round(durationMs) }, 'the embedded database is back');
        },
        failed: (error) => log.error({ err: error }, 'the embedded database could not be started again'),
      },
    });
    // The demo shop brings stores and people of its own.
    if (line.command === 'serve') await ensureFirstShop(shop.database, new Date());
    const pinKeys = await openPinKeys(line.place.dataDir, env);
    const engine = startShopEngine({
      database: shop.database,
      log,
      metrics,
      pinKeys,
      mailer: mailerOf(env),
    });
    stopEngine = engine.stop;
    differences = engine.differences;
    if (line.command === 'demo') {
      lacking = 'The demo shop is being added.';
      await seedDemoShop({
        database: shop.database,
        pinKeys,
        apply: engine.apply,
        onProgress: (message) => console.log(message),
      });
    }
    services = engine.services;
    if (!line.place.databaseUrl) console.log(`Data: ${line.place.dataDir}`);
    console.log(`Evertill server is ready at ${address}`);
    log.info({ address }, 'ready');
    await asked;
    log.info('ending');
    return 0;
  } finally {
    services = null;
    lacking = 'The server is ending.';
    await app.close();
    await stopEngine?.();
    await shop?.close();
    log.info('ended');
  }
}
