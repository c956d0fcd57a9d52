import type { Item } from '../../shared/catalog/item.ts';
import {
  findCodeOwners,
  findItems,
  findSkuOwners,
  writeItems,
  writeStockRows,
} from '../database/catalog-queries.ts';
import type { Database, Queryable } from '../database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../database/feed-clock.ts';
import { listStores } from '../database/terminal-queries.ts';
import { type CatalogueConflict, type CatalogueDecision, decideUpsert, namedBy } from './decide-upsert.ts';

export interface UpsertOutcome {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Items that did not go in, and why. */
  readonly conflicts: readonly CatalogueConflict[];
}

/** Items a transaction: long enough to be quick, short enough not to keep the stores' tills waiting. */
const CHUNK = 500;

async function decide(
  db: Queryable,
  items: readonly unknown[],
): Promise<CatalogueDecision & { known: Set<string> }> {
  const shaped = items.filter(
    (item): item is Item =>
      typeof item === 'object' && item !== null && Array.isArray((item as Item).variants),
  );
  const { skus, codes } = namedBy(shaped);
  const known = await findItems(
    db,
    shaped.map((item) => item.id),
  );
  const facts = {
    items: known,
    skuOwners: await findSkuOwners(db, skus),
    codeOwners: await findCodeOwners(db, codes),
  };
  return { ...decideUpsert(items, facts), known: new Set(known.keys()) };
}

/**
 * Puts items into the catalogue, each whole or not at all. What is there already with the same content gets no new
 * version, so doing it again changes nothing: an item whose SKU or code another one of them gives up goes in after that one,
 * wherever they stand.
 */
export async function upsertItems(
  database: Database,
  items: readonly Item[],
  onProgress?: (done: number, total: number) => void,
): Promise<UpsertOutcome> {
  const sum = { added: 0, changed: 0, unchanged: 0, conflicts: [] as CatalogueConflict[] };
  for (let pending = items; ; ) {
    const round = await upsertOnce(database, pending, pending === items ? onProgress : undefined);
    sum.added += round.added;
    sum.changed += round.changed;
    sum.unchanged += round.unchanged;
    const refused = new Set(round.conflicts.flatMap((each) => ('ownerId' in each ? [each.itemId] : [])));
    for (const id of round.settled) refused.delete(id);
    if (refused.size === 0 || round.added + round.changed === 0)
      return { ...sum, conflicts: [...sum.conflicts, ...round.conflicts] };
    pending = pending.filter(({ id }) => refused.has(id));
    // What is asked for once more is judged once more; the rest stays as it was said.
    sum.conflicts.push(...round.conflicts.filter(({ itemId }) => !refused.has(itemId)));
  }
}

async function upsertOnce(
  database: Database,
  items: readonly Item[],
  onProgress?: (done: number, total: number) => void,
): Promise<UpsertOutcome & { readonly settled: readonly string[] }> {
  const settled: string[] = [];
  const total = { added: 0, changed: 0, unchanged: 0, conflicts: [] as CatalogueConflict[] };
  for (let from = 0; from < items.length; from += CHUNK) {
    const chunk = items.slice(from, from + CHUNK);
    // Looked at without the lock first: a file that changes nothing keeps nobody waiting.
    let decision = await decide(database, chunk);
    if (decision.write.length > 0) {
      decision = await database.transaction(async (tx) => {
        const version = await bumpFeedClock(tx, COMPANY_SCOPE);
        const decided = await decide(tx, chunk);
        await writeItems(tx, decided.write, version);
        const stores = await listStores(tx);
        await writeStockRows(
          tx,
          stores.map((store) => store.store_id),
          namedBy(decided.write).skus,
        );
        return decided;
      });
    }
    const changed = decision.write.filter((item) => decision.known.has(item.id)).length;
    total.changed += changed;
    total.added += decision.write.length - changed;
    total.unchanged += decision.unchanged.length;
    total.conflicts.push(...decision.conflicts);
    settled.push(...decision.write.map(({ id }) => id), ...decision.unchanged);
    onProgress?.(from + chunk.length, items.length);
  }
  return { ...total, settled };
}
