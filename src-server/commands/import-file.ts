import { readFile } from 'node:fs/promises';
import type { Database } from '../database/database.ts';
import { decodedCsv } from '../import/decoded-csv.ts';
import { type ImportOptions, importProducts } from '../import/import-products.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

/** Nobody's catalogue; a film or a disk image by mistake. */
const FILE_LIMIT_BYTES = 512 * 1024 * 1024;

async function textOf(file: string): Promise<string> {
  try {
    const bytes = await readFile(file);
    if (bytes.length > FILE_LIMIT_BYTES)
      throw new CommandFailure(`${file} is too large to be a product export.`);
    return decodedCsv(bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CommandFailure(`There is no file ${file}.`);
    if (code === 'EISDIR') throw new CommandFailure(`${file} is a folder. Name the CSV file in it.`);
    if (code === 'EACCES') throw new CommandFailure(`${file} may not be read by this user.`);
    throw error;
  }
}

const NAMES = { shopify: 'Shopify', woocommerce: 'WooCommerce' } as const;

/** Where an import tells what it finds and how far it is. */
export interface ImportListener {
  problem(text: string): void;
  progress(text: string): void;
}

/** @returns the lines for standard output */
export async function importFile(
  database: Database,
  apply: ImportOptions['apply'],
  { file, store }: { readonly file: string; readonly store: string },
  listener: ImportListener,
): Promise<string[]> {
  const { store_id: storeId } = await storeOfCommand(database, store);
  const report = await importProducts({
    database,
    storeId,
    text: await textOf(file),
    apply,
    now: new Date(),
    onProgress: (done, total) => listener.progress(`${done} of ${total} items`),
  });
  if ('error' in report) throw new CommandFailure(`Nothing was imported from ${file}. ${report.error}`);
  for (const { line, reason } of report.problems) listener.problem(`line ${line}: ${reason}`);
  const { added, changed, unchanged, received, quantitiesLeft, problems } = report;
  if (added + changed + unchanged === 0)
    throw new CommandFailure(`Nothing was imported from ${file}: none of its products could be used.`);
  return [
    `${NAMES[report.source]} export into store ${store}: ${added} items added, ${changed} changed, ${unchanged} unchanged; ` +
      `${received} SKUs received their opening quantity, ${quantitiesLeft} have movements already and were left alone; ` +
      `${problems.length} lines with problems.`,
  ];
}
