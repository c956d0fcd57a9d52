import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';
import type { CatalogueConflict } from '../catalog/decide-upsert.ts';
import { upsertItems } from '../catalog/upsert-items.ts';
import { findItems } from '../database/catalog-queries.ts';
import type { Database } from '../database/database.ts';
import { findOnHand } from '../database/stock-lookup-queries.ts';
import type { Answer, Operation } from '../sync/operation.ts';
import type { ImportedItem, ImportedQuantity, ImportSource } from './imported-items.ts';
import { parseProductCsv } from './product-csv.ts';

export interface ImportOptions {
  readonly database: Database;
  readonly storeId: number;
  readonly text: string;
  readonly apply: (storeId: number, operation: Extract<Operation, { kind: 'opening' }>) => Promise<Answer>;
  readonly now: Date;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface ImportReport {
  readonly source: ImportSource;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** SKUs that received their opening quantity. */
  readonly received: number;
  /** SKUs that have movements already: the file's quantity was not used. */
  readonly quantitiesLeft: number;
  /** By line, in the order of the file. */
  readonly problems: readonly { readonly line: number; readonly reason: string }[];
}

/** Lines of one opening receipt. */
const RECEIPT_LINES = 400;

/**
 * Brings a product export into the catalogue and its quantities into a store's stock, where the SKU has no history yet.
 *
 * @returns one sentence as `error` when nothing of the file can be used
 */
export async function importProducts(options: ImportOptions): Promise<ImportReport | { error: string }> {
  const { database, storeId } = options;
  const csv = parseProductCsv(options.text);
  if ('error' in csv) return csv;
  const problems = [...csv.problems];
  const lineOf = new Map(csv.items.map(({ item, line }) => [item.id, line]));

  const outcome = await upsertItems(
    database,
    csv.items.map(({ item }) => item),
    options.onProgress,
  );
  const owners = await findItems(
    database,
    outcome.conflicts.flatMap((conflict) => ('ownerId' in conflict ? [conflict.ownerId] : [])),
  );
  for (const conflict of outcome.conflicts)
    problems.push({
      line: lineOf.get(conflict.itemId) ?? 0,
      reason: wordsFor(conflict, (id) => owners.get(id)?.name ?? id),
    });

  const refused = new Set(outcome.conflicts.map(({ itemId }) => itemId));
  const wanted = quantitiesOf(csv.items, csv.quantities, refused);
  const left = await receive(options, wanted);
  const onHand = await findOnHand(database, storeId, [...left]);
  for (const { sku, quantity, line } of wanted) {
    if (!left.has(sku) || onHand.get(sku) === quantity) continue;
    problems.push({
      line,
      reason: `quantity ${quantity} of ${sku} was not received: it has movements already and ${onHand.get(sku) ?? 0} on hand (correct it with adjust)`,
    });
  }
  return {
    source: csv.source,
    added: outcome.added,
    changed: outcome.changed,
    unchanged: outcome.unchanged,
    received: wanted.length - left.size,
    quantitiesLeft: left.size,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

function wordsFor(conflict: CatalogueConflict, nameOf: (itemId: string) => string): string {
  switch (conflict.code) {
    case 'invalidItem':
      return `"${conflict.itemName}" is no item: ${conflict.path} ${conflict.message}`;
    case 'skuTaken':
      return `"${conflict.itemName}" was left out: SKU ${conflict.sku} belongs to "${nameOf(conflict.ownerId)}"`;
    case 'codeTaken':
      return `"${conflict.itemName}" was left out: code ${conflict.gtin} belongs to "${nameOf(conflict.ownerId)}"`;
  }
}

function quantitiesOf(
  items: readonly ImportedItem[],
  quantities: readonly ImportedQuantity[],
  refusedItems: ReadonlySet<string>,
): ImportedQuantity[] {
  const refusedSkus = new Set(
    items
      .filter(({ item }) => refusedItems.has(item.id))
      .flatMap(({ item }) => item.variants.map(({ sku }) => sku)),
  );
  return quantities.filter(({ sku }) => !refusedSkus.has(sku));
}

/** @returns the SKUs that were left alone because they have movements */
async function receive(
  { storeId, apply, now }: ImportOptions,
  quantities: readonly ImportedQuantity[],
): Promise<Set<string>> {
  const left = new Set<string>();
  for (let from = 0; from < quantities.length; from += RECEIPT_LINES) {
    const lines = quantities
      .slice(from, from + RECEIPT_LINES)
      .map(({ sku, quantity }) => ({ sku, quantity }));
    const answer = await apply(storeId, {
      kind: 'opening',
      id: uuidV7(now.getTime(), randomBytes(10)),
      reason: 'opening quantity of an import',
      lines,
    });
    if (answer.status !== 'applied')
      throw new Error(
        `an opening receipt was not applied (${answer.code ?? answer.status}). Import the file again: nothing is received twice.`,
      );
    for (const sku of answer.refusedSkus ?? []) left.add(sku);
  }
  return left;
}
