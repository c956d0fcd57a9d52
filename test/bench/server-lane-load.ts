import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';
import { saleHashText } from '../../shared/sale/content-hash.ts';
import { FIRST_PREVIOUS_HASH, type SaleLine } from '../../shared/sale/sale.ts';
import { saleTotals, taxOfMinor } from '../../shared/sale/totals.ts';
import type { Database } from '../../src-server/database/database.ts';
import type { ApplyLane } from '../../src-server/sync/apply-lane.ts';
import { sha256Hex } from '../../src-server/sync/content-digest.ts';
import { judgeDocument } from '../../src-server/sync/door.ts';

export const STORE = 1;
const AT = '2026-11-22T10:00:00.000Z';
const mint = (): string => uuidV7(Date.now(), randomBytes(10));

/** One basket as a till pushes it: while it is filled, and paid. */
export interface Basket {
  readonly open: Record<string, unknown>;
  readonly tendered: Record<string, unknown>;
}

export interface Till {
  readonly terminalId: string;
  readonly baskets: readonly Basket[];
}

const skuName = (n: number): string => `SKU-${String(n).padStart(6, '0')}`;

/** A till's line has more than the wire needs: what the receipt shows. */
function line(n: number, sku: string, quantity: number): SaleLine {
  return {
    lineId: `l${n}`,
    sku,
    quantity,
    unitPriceMinor: 249,
    discountMinor: 0,
    taxMinor: taxOfMinor(249 * quantity, 190_000, true),
    itemId: '01900000-0000-7000-8000-000000000001',
    name: 'Alpine Chocolate 100 g',
    size: null,
    properties: {},
    unit: { code: 'H87', scale: 0 },
    taxClass: 'standard',
    taxRatePpm: 190000,
  };
}

/** Baskets of one till with a chain that fits, made before the clock runs: hashing them is the tills' work. */
export function makeTill(count: number, lineCount: number, pickSku: (n: number) => number): Till {
  const terminalId = mint();
  const cashierId = mint();
  let previousHash = FIRST_PREVIOUS_HASH;
  const baskets = Array.from({ length: count }, (_, nth): Basket => {
    const skus = new Set<number>();
    for (let n = 0; skus.size < lineCount; n += 1) skus.add(pickSku(n));
    const lines = [...skus].map((sku, n) => line(n, skuName(sku), 1 + (nth % 2)));
    const head = {
      id: mint(),
      terminalId,
      epoch: 1,
      currency: 'EUR',
      pricesIncludeTax: true,
      lines,
      createdAt: AT,
    };
    const { totalMinor, taxMinor } = saleTotals(lines, true);
    const open = { ...head, revision: 1, status: 'open', tenders: [], touchedAt: AT };
    const draft = {
      ...head,
      revision: 2,
      status: 'tendered',
      tenders: [
        {
          id: mint(),
          kind: 'cash',
          amountMinor: totalMinor,
          state: 'captured',
          givenMinor: totalMinor,
          at: AT,
        },
      ],
      touchedAt: AT,
      sequence: nth + 1,
      period: 1,
      tenderedAt: AT,
      businessDate: '2026-11-22',
      cashierId,
      shiftId: cashierId,
      totalMinor,
      taxMinor,
      roundingMinor: 0,
      previousHash,
    };
    const hash = sha256Hex(saleHashText(draft as never));
    previousHash = hash;
    return { open, tendered: { ...draft, hash } };
  });
  return { terminalId, baskets };
}

/** A store with its SKUs in the catalogue's variants too, so that prices are compared; every tenth is scarce. */
export async function makeStore(
  database: Database,
  skus: number,
  onHand: (n: number) => number,
): Promise<void> {
  const itemId = '01900000-0000-7000-8000-000000000001';
  await database.query(`insert into store values (${STORE}, 'main', 'Main')`);
  await database.query(`insert into feed_clock values (${STORE}, 0)`);
  await database.query(`insert into item values ($1, false, '{}', 1)`, [itemId]);
  const names = Array.from({ length: skus }, (_, n) => skuName(n));
  await database.query(
    `insert into variant select sku, $1, false, null, '{}', sku, 249, false, 'H87', 0 from unnest($2::text[]) sku`,
    [itemId, names],
  );
  await database.query(
    `with opened as (
       insert into stock (store_id, sku, on_hand, moved) select ${STORE}, sku, units, units <> 0
       from unnest($1::text[], $2::bigint[]) x (sku, units) returning sku, on_hand)
     insert into movement (store_id, cause_id, line_no, seq, sku, kind, quantity, at)
     select ${STORE}, gen_random_uuid(), 0, 0, sku, 'receipt', on_hand, now() from opened where on_hand <> 0`,
    [names, names.map((_, n) => onHand(n))],
  );
}

export async function enrol(database: Database, tills: readonly Till[]): Promise<void> {
  await database.query(
    `insert into terminal (terminal_id, store_id, name, token_hash, enrolled_at)
     select id, ${STORE}, 'Till ' || n, sha256(id::text::bytea), now() from unnest($1::uuid[]) with ordinality x (id, n)`,
    [tills.map((till) => till.terminalId)],
  );
}

export interface LoadResult {
  readonly documents: number;
  readonly seconds: number;
  readonly latenciesMs: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
  readonly partial: number;
}

/** Every till pushes its baskets one document after the other, through the door and the lane, all tills at once. */
export async function runLoad(lane: ApplyLane, tills: readonly Till[]): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const statuses: Record<string, number> = {};
  let partial = 0;
  const push = async (terminalId: string, document: unknown) => {
    const startedAtMs = performance.now();
    const terminal = { terminalId, storeId: STORE, revoked: false, replaces: [] };
    const judged = judgeDocument(terminal, 'sales', document, new Date());
    if (judged.kind !== 'operation') throw new Error(judged.code);
    const answer = await lane.apply(STORE, judged.operation);
    latenciesMs.push(performance.now() - startedAtMs);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.granted === false) partial += 1;
  };
  const startedAtMs = performance.now();
  await Promise.all(
    tills.map(async ({ terminalId, baskets }) => {
      for (const basket of baskets) {
        await push(terminalId, basket.open);
        await push(terminalId, basket.tendered);
      }
    }),
  );
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { documents: latenciesMs.length, seconds, latenciesMs, statuses, partial };
}
