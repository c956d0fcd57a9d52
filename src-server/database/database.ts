import pg from 'pg';
import { applicationName } from './embedded-postgres.ts';

// 64-bit integers of this schema are counters and quantities far below 2^53; numbers are easier to get right than strings.
const INT8_OID = 20;
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8_OID
      ? Number
      : pg.types.getTypeParser(oid as never, format as never)) as typeof pg.types.getTypeParser,
};

/** One statement. With a `name` it is prepared once a connection. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export interface Queryable {
  /** Rows of one statement. `bigint` columns come as numbers, `json` parsed, `timestamptz` as Date. */
  query<Row extends object>(statement: Statement | string, values?: readonly unknown[]): Promise<Row[]>;
}

export interface Database extends Queryable {
  /** Runs `work` in one transaction on one connection; rolls back when it throws. */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  end(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly maxConnections?: number;
  /** Told of connections that broke while idle; the pool replaces them. */
  readonly onError?: (error: Error) => void;
}

/** The lanes' batches take eight at most; the rest is for who reads. */
const MAX_CONNECTIONS = 16;

const queryable = (client: pg.Pool | pg.ClientBase): Queryable => ({
  async query<Row extends object>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    const config = typeof statement === 'string' ? { text: statement, values } : statement;
    const result = await client.query<Row>({ ...config, values: [...(config.values ?? [])] });
    return result.rows;
  },
});

/** A pool of connections. A forgotten transaction is ended by the server so that it cannot hold a store's clock. */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? MAX_CONNECTIONS,
    application_name: applicationName(),
    types,
    connectionTimeoutMillis: 10_000,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000,
    // The session's zone decides how times without one are read; there shall be none.
    // Compiling costs more than these short statements take, and before PostgreSQL 18 it would start at every batch, because
    // a plan that the settings of apply_batch disfavour looks expensive (measured on 15: 12 times slower).
    options: '-c timezone=UTC -c jit=off',
  });
  pool.on('error', (error) => {
    // pg hangs the whole connection on it, with what it was asked and its key: nothing for a log.
    delete (error as { client?: unknown }).client;
    options.onError?.(error);
  });
  return {
    ...queryable(pool),
    async transaction(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A database that is killed may say so between two statements. Unheard, that would end the server; the next statement
      // fails anyway, and with it the transaction.
      const onBroken = (error: Error) => {
        broken = error;
      };
      client.on('error', onBroken);
      try {
        await client.query('begin');
        const result = await work(queryable(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((reason: Error) => {
          broken = reason;
        });
        throw error;
      } finally {
        client.off('error', onBroken);
        client.release(broken);
      }
    },
    async end() {
      await pool.end();
    },
  };
}
