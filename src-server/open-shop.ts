import { CommandFailure, wordsOf } from './commands/command-failure.ts';
import type { Place } from './commands/command-line.ts';
import { type Database, openDatabase } from './database/database.ts';
import { openEmbeddedPostgres } from './database/embedded-postgres.ts';
import { type KeepRunningListener, keepRunning } from './database/keep-running.ts';
import { DatabaseIsNewer, MigrationFailed, migrate } from './database/migrate.ts';

export interface OpenShop {
  readonly database: Database;
  readonly url: string;
  /** Ends the pool, and the embedded database unless another process still uses it. */
  close(): Promise<void>;
}

export interface OpenShopOptions {
  readonly onProgress?: (message: string) => void;
  readonly onError?: (error: Error) => void;
  readonly maxConnections?: number;
  /** Of who stays: an embedded database that ends meanwhile is brought back, and this hears of it. */
  readonly keepRunning?: KeepRunningListener;
}

/** The database of a shop, started or joined, in its present shape. It may be empty. */
export async function openShop(place: Place, options: OpenShopOptions = {}): Promise<OpenShop> {
  if (place.databaseUrl) return openManaged(place.databaseUrl, options);
  const { onProgress } = options;
  const embedded = await openEmbeddedPostgres({ dataDir: place.dataDir, ...(onProgress && { onProgress }) });
  try {
    const shop = await connect(embedded.url, options, () => embedded.stop());
    if (!options.keepRunning) return shop;
    const leaveAlone = keepRunning(embedded, options.keepRunning);
    return {
      ...shop,
      async close() {
        await leaveAlone();
        await shop.close();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

async function openManaged(url: string, options: OpenShopOptions): Promise<OpenShop> {
  try {
    return await connect(url, options, async () => {});
  } catch (error) {
    if (error instanceof DatabaseIsNewer || error instanceof MigrationFailed)
      throw new CommandFailure(`${hostOf(url)}: ${error.message}.`);
    throw new CommandFailure(
      `The database of DATABASE_URL (${hostOf(url)}) cannot be used: ${wordsOf(error)}. Check that it runs and that the user may create tables in it.`,
    );
  }
}

async function connect(
  url: string,
  { onError, maxConnections = 10 }: OpenShopOptions,
  stop: () => Promise<void>,
): Promise<OpenShop> {
  await migrate(url);
  const database = openDatabase({ url, maxConnections, ...(onError && { onError }) });
  return {
    database,
    url,
    async close() {
      await database.end();
      await stop();
    },
  };
}

/** Where a database is, without its password. */
function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return 'not a URL';
  }
}
