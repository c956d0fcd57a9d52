import fs from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Database, Queryable, Statement } from '../../../src-server/database/database.ts';
import type { Life } from '../world/life.ts';
import { PreparedStatements } from './prepared-statements.ts';

/** All rows of all tables, as JSON texts. */
export type Backup = ReadonlyMap<string, string>;

/** Text of a file of the product; mutations change it on its way. */
export type ReadSource = (file: string) => string;

const DATABASE = path.join(import.meta.dirname, '../../../src-server/database');

const sqlFiles = (folder: string): string[] =>
  fs
    .readdirSync(path.join(DATABASE, folder))
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => path.join(DATABASE, folder, name));

/** The server's own SQL in PostgreSQL, compiled into this process. One a process: its start takes seconds. */
export class PgliteServer {
  readonly #pg: PGlite;
  readonly #tables: readonly string[];
  /** Those that are written; the database makes the others of them. */
  readonly #columns: ReadonlyMap<string, string>;
  readonly #empty: Backup;
  readonly #plain: Queryable;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    pg: PGlite,
    tables: readonly string[],
    columns: ReadonlyMap<string, string>,
    empty: Backup,
  ) {
    this.#pg = pg;
    this.#columns = columns;
    this.#tables = tables;
    this.#empty = empty;
    const prepared = new PreparedStatements(pg);
    this.#plain = queryable({
      query: async (text, values) => ({ rows: await prepared.query(text, values ?? []) }),
    });
  }

  static async start(readSource: ReadSource): Promise<PgliteServer> {
    const pg = await PGlite.create();
    await pg.exec(`set timezone = 'UTC'`);
    for (const file of sqlFiles('migrations')) {
      const [up = ''] = readSource(file).split(/^-- Down Migration/m);
      await pg.exec(up);
    }
    for (const file of sqlFiles('functions')) await pg.exec(readSource(file));
    const found = await pg.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const tables = found.rows.map(({ name }) => name);
    const written = await pg.query<{ name: string; columns: string }>(
      `select table_name as name, string_agg(column_name, ', ' order by ordinal_position) as columns
         from information_schema.columns where table_schema = 'public' and is_generated = 'NEVER' group by 1`,
    );
    const columns = new Map(written.rows.map((row) => [row.name, row.columns]));
    return new PgliteServer(pg, tables, columns, await backupOf(pg, tables));
  }

  /** One after another, and what belongs together is not interrupted. */
  alone<T>(work: (pg: Queryable) => Promise<T>): Promise<T> {
    const turn = this.#queue.then(() => work(this.#plain));
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.alone((pg) => pg.query<Row>(text, values));
  }

  backup(): Promise<Backup> {
    return this.alone(() => backupOf(this.#pg, this.#tables));
  }

  restore(backup: Backup): Promise<void> {
    return this.alone(async () => {
      await this.#pg.exec(`truncate ${this.#tables.join(', ')}`);
      await this.#pg.exec('set session_replication_role = replica');
      for (const [table, rows] of backup)
        if (rows !== '[]')
          await this.#pg.query(
            `insert into ${table} (${this.#columns.get(table)})
             select ${this.#columns.get(table)} from json_populate_recordset(null::${table}, $1)`,
            [rows],
          );
      await this.#pg.exec('set session_replication_role = origin');
    });
  }

  async reset(seed: number): Promise<void> {
    await this.restore(this.#empty);
    await this.query('select setseed($1)', [(seed % 1000) / 1000]);
  }

  /** The database as a program of the server has it: statements of a killed one are done, or not, and never answered. */
  connect(
    life: Life,
    options: {
      readonly delay: () => Promise<void>;
      readonly afterTransaction: (pg: Queryable) => Promise<void>;
      readonly around: (
        pg: Queryable,
        statement: Statement,
        run: () => Promise<object[]>,
      ) => Promise<object[]>;
    },
  ): Database {
    return {
      query: async <Row extends object>(
        statement: Statement | string,
        values?: readonly unknown[],
      ): Promise<Row[]> => {
        const asked: Statement =
          typeof statement === 'string' ? { text: statement, values: values ?? [] } : statement;
        await options.delay();
        await life.guard();
        const rows = await this.alone((pg) => options.around(pg, asked, () => pg.query(asked)));
        await options.delay();
        await life.guard();
        return rows as Row[];
      },
      transaction: async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
        await options.delay();
        await life.guard();
        const result = await this.alone(async (pg) => {
          const done = (await this.#pg.transaction((tx) => work(queryable(tx)))) as T;
          await options.afterTransaction(pg);
          return done;
        });
        await options.delay();
        await life.guard();
        return result;
      },
      end: async () => {},
    };
  }
}

interface Asking {
  query<Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

const queryable = (pg: Asking): Queryable => ({
  async query<Row extends object>(
    statement: Statement | string,
    values?: readonly unknown[],
  ): Promise<Row[]> {
    const { text, values: given } = typeof statement === 'string' ? { text: statement, values } : statement;
    return (await pg.query<Row>(text, [...(given ?? [])])).rows;
  },
});

async function backupOf(pg: PGlite, tables: readonly string[]): Promise<Backup> {
  const text = tables
    .map((table) => `select '${table}' as name, coalesce(json_agg(t), '[]')::text as rows from ${table} t`)
    .join(' union all ');
  const { rows } = await pg.query<{ name: string; rows: string }>(text);
  return new Map(rows.map((row) => [row.name, row.rows]));
}
