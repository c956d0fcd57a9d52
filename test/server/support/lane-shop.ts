import type { SaleResult } from '../../../shared/stock/reservation.ts';
import type { StockLevel } from '../../../shared/stock/stock-level.ts';
import type { PulledCollection, PushedCollection } from '../../../shared/sync/documents.ts';
import type { PushAnswer } from '../../../shared/sync/protocol.ts';
import type { Database } from '../../../src-server/database/database.ts';
import { type Difference, verifyStore } from '../../../src-server/stock/verify.ts';
import { verifyAllSales } from '../../../src-server/stock/verify-sales.ts';
import { type ApplyLane, openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { pullFeed, saleResultOf } from '../../../src-server/sync/feed.ts';
import { openStreamHub } from '../../../src-server/sync/stream-hub.ts';
import { openSync, type SyncDoors, type SyncTerminal } from '../../../src-server/sync/sync-doors.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { mint, STORE, TestTill } from './test-till.ts';

export { type Lines, mint, STORE, type TestTill } from './test-till.ts';

export interface LaneShop {
  readonly db: TestDatabase;
  readonly database: Database;
  readonly lane: ApplyLane;
  readonly doors: SyncDoors;
  readonly hub: ReturnType<typeof openStreamHub>;
  /** SQL errors that the lane met. */
  readonly errors: unknown[];
  now(): Date;
  passMs(durationMs: number): void;
  till(name?: string): Promise<TestTill>;
  /** Puts SKUs on the shelf of the store, with the receipts that say so. */
  stock(units: Readonly<Record<string, number>>, tracked?: boolean): Promise<void>;
  push(till: SyncTerminal, document: unknown, collection?: PushedCollection): Promise<PushAnswer>;
  figures(sku: string): Promise<{ onHand: number; reserved: number; sold: number }>;
  result(saleId: unknown): Promise<SaleResult>;
  exceptions(saleId: unknown): Promise<string[]>;
  /** Everything of a collection, from the beginning. */
  pullAll(
    till: SyncTerminal,
    collection: PulledCollection,
    limit?: number,
  ): Promise<Record<string, unknown>[]>;
  level(till: SyncTerminal, sku: string): Promise<StockLevel>;
  verify(): Promise<Difference[]>;
  close(): Promise<void>;
}

/** A store on real PostgreSQL with the lane and the doors in front of it, and a clock that the test moves. */
export async function openLaneShop(maxConnections = 10): Promise<LaneShop> {
  const db = await createTestDatabase(maxConnections);
  const { database } = db;
  let nowMs = Date.parse('2026-11-22T10:00:00.000Z');
  const now = () => new Date(nowMs);
  const errors: unknown[] = [];
  const hub = openStreamHub({ database, pollMs: 50, spacingMs: 20 });
  const lane = openApplyLane({
    database,
    now,
    onCommitted: (storeId) => hub.hint(storeId),
    onError: (error) => errors.push(error),
  });
  const doors = openSync({ database, lane, hub, now });
  await database.query(`insert into store values (${STORE}, 'main', 'Main')`);
  await database.query(`insert into feed_clock values (${STORE}, 0)`);
  return {
    db,
    database,
    lane,
    doors,
    hub,
    errors,
    now,
    passMs(durationMs) {
      nowMs += durationMs;
    },
    async till(name = 'Till') {
      const till = new TestTill();
      await database.query(
        `insert into terminal (terminal_id, store_id, name, token_hash, enrolled_at)
         values ($1, ${STORE}, $2, sha256($3::text::bytea), now())`,
        [till.terminalId, name, till.terminalId],
      );
      return till;
    },
    async stock(units, tracked = true) {
      for (const [sku, quantity] of Object.entries(units)) {
        await database.query(`insert into stock (store_id, sku, tracked) values (${STORE}, $1, $2)`, [
          sku,
          tracked,
        ]);
        await lane.apply(STORE, { kind: 'opening', id: mint(), reason: 'test', lines: [{ sku, quantity }] });
      }
    },
    async push(till, document, collection = 'sales') {
      const [answer] = await doors.push(till, collection, [document]);
      return answer as PushAnswer;
    },
    async figures(sku) {
      const [row] = await database.query<{ onHand: number; reserved: number; sold: number }>(
        `select on_hand as "onHand", reserved, sold from stock where store_id = ${STORE} and sku = $1`,
        [sku],
      );
      if (!row) throw new Error(`no stock row of ${sku}`);
      return row;
    },
    async result(saleId) {
      const result = await saleResultOf(database, STORE, String(saleId));
      if (!result) throw new Error(`no result of sale ${String(saleId)}`);
      return result;
    },
    async exceptions(saleId) {
      const rows = await database.query<{ text: string }>(
        `select concat_ws(' ', kind, nullif(sku, ''), quantity) as text from exception_case
          where store_id = ${STORE} and cause_id = $1 order by 1`,
        [saleId],
      );
      return rows.map((row) => row.text);
    },
    async pullAll(till, collection, limit = 3) {
      const documents: Record<string, unknown>[] = [];
      let checkpoint: string | null = null;
      for (;;) {
        const page = await pullFeed(database, till, collection, checkpoint, limit);
        if (page === 'checkpointExpired') throw new Error('the checkpoint expired');
        documents.push(...(page.documents as Record<string, unknown>[]));
        checkpoint = page.checkpoint;
        if (page.documents.length === 0) return documents;
      }
    },
    async level(till, sku) {
      const page = await pullFeed(database, till, 'stockLevels', null, 1000);
      const level = page === 'checkpointExpired' ? [] : (page.documents as StockLevel[]);
      const found = level.find((document) => document.sku === sku);
      if (!found) throw new Error(`no stock level of ${sku}`);
      return found;
    },
    verify: async () => [...(await verifyStore(database, STORE)), ...(await verifyAllSales(database, STORE))],
    async close() {
      await hub.close();
      await lane.close();
      await db.drop();
    },
  };
}
