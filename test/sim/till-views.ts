import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import type { Till } from '../../src-renderer/sync/till.ts';
import { effectOf } from './effect.ts';
import type { Oracle } from './oracle.ts';
import type { PgliteServer } from './server/pglite-database.ts';
import type { SimTill } from './till/sim-till.ts';
import { Violation } from './violation.ts';

interface Level {
  readonly version: number;
  readonly epoch: number;
  readonly onHand: number;
}

const levelOf = (till: Till, sku: string): Level | null => till.stock.view(sku).level as Level | null;

const salesOf = (till: Till): Sale[] => till.sales.allIds().flatMap((id) => till.sales.get(id) ?? []);

/** What the sales of a till in its present epoch take of a SKU, the whole of it: periods play no part. */
function demandOf(till: Till, sku: string, level: Level, counts: (sale: Sale) => boolean): number {
  const terminalId = till.identity.getSnapshot()?.terminalId;
  return salesOf(till)
    .filter(
      (sale) => sale.status !== 'abandoned' && sale.terminalId === terminalId && sale.epoch >= level.epoch,
    )
    .filter(counts)
    .flatMap((sale) => sale.lines.map((line) => ({ line, tendered: isTendered(sale) })))
    .filter(({ line }) => line.sku === sku)
    .reduce((sum, { line, tendered }) => sum + effectOf(line, tendered), 0);
}

/** Another till has it now, and the document is at least as new as the news of it. */
function isGone(till: Till, sale: Sale, level: Level): boolean {
  const result = till.saleResults.get(sale.id) as { version?: number; reservation: { state: string } } | null;
  return (
    !isTendered(sale) && result?.reservation.state === 'handedOver' && level.version >= (result.version ?? 0)
  );
}

/** STOCK.md, "The till's own view": exact whatever is in flight. */
export function checkView({ name, till }: SimTill, skus: readonly string[], oracle: Oracle): void {
  const identity = till?.identity.getSnapshot();
  if (!till || !identity) return;
  for (const sku of skus) {
    const level = levelOf(till, sku);
    if (!level) continue;
    const demand = demandOf(till, sku, level, (sale) => !isGone(till, sale, level));
    const who = { terminalId: identity.terminalId, epoch: level.epoch };
    const expected = oracle
      .stockAt(sku, level.version)
      .map((at) => oracle.expectedAvailable(at, who, demand));
    const { available } = till.stock.view(sku);
    oracle.count('views checked');
    if (expected.length > 0 && !expected.includes(available))
      throw new Violation(
        "the till's own view is exact",
        `${name} shows ${available} of ${sku} and should show ${expected.join(' or ')} (${JSON.stringify(level)}, demand ${demand})`,
      );
  }
}

/** STOCK.md, 7: every till shows what the server has. Answers the first that does not. */
export async function firstDifference(
  pg: PgliteServer,
  storeId: number,
  machines: readonly SimTill[],
  oracle: Oracle,
): Promise<string | null> {
  const rows = await pg.query<{ sku: string; on_hand: number; seq: number }>(
    'select sku, on_hand, seq from stock where store_id = $1',
    [storeId],
  );
  for (const { name, till } of machines) {
    const identity = till?.identity.getSnapshot();
    if (!till || !identity) return `${name} is not paired after healing`;
    for (const row of rows) {
      const level = levelOf(till, row.sku);
      if (level?.onHand !== row.on_hand)
        return `${name} believes that ${row.sku} is ${level?.onHand} (version ${level?.version}), the server has ${row.on_hand} (version ${row.seq})`;
      const [others] = await pg.query<{ units: number }>(
        `select coalesce(sum(granted), 0) as units from sale_line
          where sku = $1 and counted and not (terminal_id = $2 and epoch = $3)`,
        [row.sku, identity.terminalId, level.epoch],
      );
      const open = demandOf(
        till,
        row.sku,
        level,
        (sale) => !isTendered(sale) && till.saleResults.get(sale.id)?.reservation.state !== 'handedOver',
      );
      const expected = row.on_hand - Number(others?.units ?? 0) - open;
      const shown = till.stock.view(row.sku).available;
      if (shown !== expected)
        return `after healing ${name} shows ${shown} of ${row.sku}, by the server it is ${expected} (on hand ${row.on_hand}, others ${others?.units}, open here ${open})`;
      oracle.count('agreements');
    }
    const attention = till.attention.entries.getSnapshot();
    for (const { kind } of attention) oracle.count(`attention ${kind}`);
    if (attention.some(({ kind }) => kind === 'conflict' || kind === 'unreadable'))
      return `${name}: ${JSON.stringify(attention)}`;
  }
  return null;
}

/** What a till still has to send, for a person who reads of it. */
export function unsentOf({ name, till }: SimTill): string {
  if (!till) return `${name} is off`;
  const parts = till.outbox.getSnapshot().parts.flatMap(({ collection }) =>
    till.unsentIds(collection).map((id) => {
      if (collection !== 'sales') return `${collection}/${id}`;
      const sale = till.sales.get(id);
      const result = till.saleResults.get(id);
      return `sale ${id} ${sale?.status} revision ${sale?.revision} epoch ${sale?.epoch} (answered ${result?.revision} ${result?.reservation.state})`;
    }),
  );
  const { state } = till.connection.getSnapshot();
  if (state === 'online' && parts.length === 0) return '';
  return `${name} is ${state} and has ${parts.join(', ')}; told ${JSON.stringify(till.attention.entries.getSnapshot())}`;
}
