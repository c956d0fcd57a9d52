import { messages, type PGlite, protocol } from '@electric-sql/pglite';

const { serialize } = protocol;

interface Prepared {
  readonly name: string;
  readonly parameterTypes: readonly number[];
}

/**
 * Statements that are parsed and planned once, as the server's own driver does it. PGlite's `query` does it at every call,
 * which takes most of a simulation's time.
 */
export class PreparedStatements {
  readonly #pg: PGlite;
  readonly #known = new Map<string, Prepared>();

  constructor(pg: PGlite) {
    this.#pg = pg;
  }

  async query<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    const prepared = this.#known.get(text) ?? (await this.#prepare(text));
    const answers = await this.#send(
      serialize.bind({
        statement: prepared.name,
        values: values.map((value, index) => this.#textOf(value, prepared.parameterTypes[index] ?? 0)),
      }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    );
    const fields = answers.find((message) => message instanceof messages.RowDescriptionMessage)?.fields ?? [];
    return answers
      .filter((message) => message instanceof messages.DataRowMessage)
      .map(
        (row) =>
          Object.fromEntries(
            fields.map((field, index) => [
              field.name,
              this.#valueOf(row.fields[index] ?? null, field.dataTypeID),
            ]),
          ) as Row,
      );
  }

  async #prepare(text: string): Promise<Prepared> {
    const name = `s${this.#known.size + 1}`;
    const answers = await this.#send(
      serialize.parse({ name, text }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    );
    const described = answers.find((message) => message instanceof messages.ParameterDescriptionMessage);
    const prepared = { name, parameterTypes: described?.dataTypeIDs ?? [] };
    this.#known.set(text, prepared);
    return prepared;
  }

  /** In one message: each costs a way into the database and back. */
  async #send(...parts: Uint8Array[]) {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    const { messages: answers } = await this.#pg.execProtocol(whole, { syncToFs: false });
    return answers;
  }

  #textOf(value: unknown, type: number): string | null {
    if (value === null || value === undefined) return null;
    const serializer = this.#pg.serializers[type];
    return serializer ? serializer(value) : (value as string | number | boolean).toString();
  }

  #valueOf(text: string | null, type: number): unknown {
    const parser = this.#pg.parsers[type];
    return text === null || !parser ? text : parser(text, type);
  }
}
