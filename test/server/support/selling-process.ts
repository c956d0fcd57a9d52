// A server's lane under load, in a process that a test kills. Prints the id of a sale on a line of its own as soon as the sale
// was answered `applied`, and never sooner.
import { openDatabase } from '../../../src-server/database/database.ts';
import { openEmbeddedPostgres } from '../../../src-server/database/embedded-postgres.ts';
import { migrate } from '../../../src-server/database/migrate.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { judgeDocument } from '../../../src-server/sync/door.ts';
import { mint, STORE, TestTill } from './test-till.ts';

const [dataDir = ''] = process.argv.slice(2);
const server = await openEmbeddedPostgres({ dataDir });
await migrate(server.url);
const database = openDatabase({ url: server.url });
await database.query(`insert into store values (${STORE}, 'main', 'Main') on conflict do nothing`);
await database.query(`insert into feed_clock values (${STORE}, 0) on conflict do nothing`);
await database.query(`insert into stock (store_id, sku) values (${STORE}, 'A') on conflict do nothing`);
const lane = openApplyLane({ database });

async function sell(): Promise<never> {
  const till = new TestTill();
  for (;;) {
    const sale = till.tendered(mint(), 1, [['A', 1]]);
    const judged = judgeDocument(till, 'sales', sale, new Date());
    if (judged.kind !== 'operation') throw new Error('not an operation');
    const answer = await lane.apply(STORE, judged.operation);
    if (answer.status === 'applied') process.stdout.write(`${judged.id}\n`);
  }
}
await Promise.all(Array.from({ length: 16 }, sell));
