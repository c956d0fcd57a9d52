import { expect, test } from 'vitest';
import { runCli } from '../support/cli-process.ts';
import { openWireShop } from '../support/wire-shop.ts';
import { newId } from '../support/wire-terminal.ts';

test('a server whose database has gone lives, is not ready, and asks tills to send again', async () => {
  const shop = await openWireShop();
  try {
    const sku = await shop.stocked(1);
    const till = await shop.enrol('Till');
    await till.push('sales', till.open([{ sku, quantity: 1 }]));
    await shop.db.drop();
    expect((await till.get('/healthz')).status).toBe(200);
    const ready = await till.get('/readyz');
    expect(ready.body).toMatchObject({ status: 503, code: 'unavailable' });
    const pull = await till.get('/v1/sync/items/pull');
    expect(pull.body).toMatchObject({ status: 503, code: 'unavailable' });
    const push = await till.post('/v1/sync/sales/push', [
      { newDocumentState: till.open([{ sku, quantity: 1 }]) },
    ]);
    expect(push.status === 503 || push.body.answers[0].status === 'retry').toBe(true);
    const paying = till.open([{ sku, quantity: 1 }], { status: 'underPaying' });
    expect((await till.post(`/v1/sales/${paying.id}/under-paying`, paying)).body).toMatchObject({
      status: 503,
    });
    expect((await till.get('/metrics')).status).toBe(200);
    expect(await shop.server.stop()).toBe(0);
  } finally {
    await shop.server.stop();
  }
});

test('a managed database that cannot be used is named without its password', async () => {
  const failed = await runCli(['verify'], {
    DATABASE_URL: `postgres://someone:hunter2@127.0.0.1:1/${newId()}`,
  });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('The database of DATABASE_URL (127.0.0.1:1) cannot be used');
  expect(failed.stderr).not.toContain('hunter2');
  const garbage = await runCli(['verify'], { DATABASE_URL: 'not a url' });
  expect(garbage.code).toBe(1);
  expect(garbage.stderr).toContain('DATABASE_URL');
});
