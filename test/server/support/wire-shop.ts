import { upsertItems } from '../../../src-server/catalog/upsert-items.ts';
import { findStore } from '../../../src-server/database/terminal-queries.ts';
import { adjustStock } from '../../../src-server/stock/adjust.ts';
import { verifyStore } from '../../../src-server/stock/verify.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { makePairingCode } from '../../../src-server/terminals/terminals.ts';
import { type RunningServer, startCliServer } from './cli-process.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';
import { newId, WireTerminal } from './wire-terminal.ts';

/** A real server process on a database of its own, with a shelf of things to sell; the tests look behind it. */
export interface WireShop {
  readonly db: TestDatabase;
  readonly server: RunningServer;
  pairingCode(store?: string): Promise<string>;
  enrol(name: string, replaces?: string): Promise<WireTerminal>;
  /** Puts units on the shelf from another process, as a command does. */
  receive(sku: string, quantity: number): Promise<void>;
  /** A new SKU with that many units. */
  stocked(quantity: number): Promise<string>;
  /** Ends it, and fails when stock is not what the ledger says. */
  close(): Promise<void>;
}

/** What head office sends to the server of a test. */
export const OFFICE_TOKEN = 'office-of-the-tests';

let count = 0;

export async function openWireShop(): Promise<WireShop> {
  const db = await createTestDatabase();
  const server = await startCliServer([], { DATABASE_URL: db.url, EVERTILL_OFFICE_TOKEN: OFFICE_TOKEN });
  const lane = openApplyLane({ database: db.database, lanes: 1 });
  const main = await findStore(db.database, 'main');
  if (!main) throw new Error('a new database has no store');

  const pairingCode = async (store = 'main') => (await makePairingCode(db.database, store, new Date())) ?? '';
  const receive = async (sku: string, quantity: number) => {
    const result = await adjustStock(db.database, lane, main.store_id, {
      sku,
      quantity,
      reason: 'test',
      at: new Date(),
    });
    if (!result.ok) throw new Error(`nothing received of ${sku}: ${result.detail}`);
  };
  return {
    db,
    server,
    pairingCode,
    enrol: async (name, replaces) => WireTerminal.enrol(server.url, await pairingCode(), name, replaces),
    receive,
    async stocked(quantity) {
      count += 1;
      const sku = `THING-${count}`;
      await upsertItems(db.database, [
        {
          id: newId(),
          name: `Thing ${count}`,
          category: 'Things',
          taxClass: 'standard',
          hasSizes: false,
          active: true,
          variants: [
            { sku, size: null, properties: {}, codes: [], unit: { code: 'H87', scale: 0 }, priceMinor: 100 },
          ],
        },
      ]);
      if (quantity !== 0) await receive(sku, quantity);
      return sku;
    },
    async close() {
      await server.stop();
      const differences = await verifyStore(db.database, main.store_id);
      await db.drop();
      if (differences.length > 0) throw new Error(`stock differs: ${JSON.stringify(differences)}`);
    },
  };
}
