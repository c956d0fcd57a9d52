import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { databasePid } from '../../support/database-process.ts';
import { lastLine, newDataDir, type RunningServer, runCli, startCliServer } from '../support/cli-process.ts';
import { WireTerminal } from '../support/wire-terminal.ts';

let server: RunningServer | null = null;
let clean = () => {};
afterEach(async () => {
  await server?.stop();
  clean();
});

const readiness = async (url: string) => {
  const answer = await fetch(`${url}/readyz`);
  return { status: answer.status, body: (await answer.json()) as { detail?: string } };
};

test('a database killed under the running server is brought back by it, again and again, and nothing acknowledged is lost', async () => {
  const { dataDir, remove } = newDataDir();
  clean = remove;
  server = await startCliServer(['--data', dataDir]);
  const { url } = server;
  // For a moment between two databases there is none.
  const postmaster = () => databasePid(dataDir);
  const { stdout } = await runCli(['pair', '--store', 'main', '--data', dataDir]);
  const till = await WireTerminal.enrol(url, lastLine(stdout), 'Till');

  // Sells all the while, as a till does: what is not answered `applied` or `repeated` is sent again, the same.
  const acknowledged = new Set<string>();
  let selling = true;
  let refused = 0;
  const sell = async () => {
    while (selling) {
      const sale = till.tender(till.open([{ sku: 'TEA', quantity: 1 }]));
      for (;;) {
        const [answer] = await till.push('sales', sale).catch(() => []);
        if (answer?.status === 'applied' || answer?.status === 'repeated') break;
        refused += 1;
        await sleep(20);
      }
      acknowledged.add(sale.id);
    }
  };
  const tills = Array.from({ length: 4 }, sell);
  for (let kill = 0; kill < 2; kill += 1) {
    const before = acknowledged.size;
    await expect.poll(() => acknowledged.size).toBeGreaterThan(before + 20);
    const killed = postmaster();
    if (killed === null) throw new Error('no database runs');
    process.kill(killed, 'SIGKILL');
    await expect.poll(() => [null, killed].includes(postmaster())).toBe(false);
    await expect.poll(async () => (await readiness(url)).status).toBe(200);
    const back = acknowledged.size;
    await expect.poll(() => acknowledged.size).toBeGreaterThan(back + 20);
  }
  selling = false;
  await Promise.all(tills);

  expect(refused).toBeGreaterThan(0);
  expect(server.output()).toContain('the embedded database is back');
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^evertill_database_losses_total 2$/m);
  for (const id of acknowledged) expect((await till.get(`/v1/sales/${id}`)).status).toBe(200);
  expect((await till.stockLevel('TEA'))?.onHand).toBe(-acknowledged.size);
  expect(await runCli(['verify', '--data', dataDir])).toMatchObject({ code: 0 });
  expect(await server.stop()).toBe(0);
});
