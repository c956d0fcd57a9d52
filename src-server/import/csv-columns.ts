import type { CsvRecord } from './csv-records.ts';

/** Where the columns of a file stand, found by any of their names, whatever their case. */
export class CsvColumns {
  readonly #index = new Map<string, number>();

  constructor(header: readonly string[]) {
    for (const [index, name] of header.entries()) {
      const key = name.toLowerCase();
      // A column that stands twice (an export with a plug-in's columns) counts where it stands first.
      if (!this.#index.has(key)) this.#index.set(key, index);
    }
  }

  has(names: readonly string[]): boolean {
    return names.some((name) => this.#index.has(name.toLowerCase()));
  }

  /** The text of the first of these columns that the file has; empty when it has none of them. */
  text(record: CsvRecord, names: readonly string[]): string {
    for (const name of names) {
      const index = this.#index.get(name.toLowerCase());
      if (index !== undefined) return record.cells[index] ?? '';
    }
    return '';
  }
}
