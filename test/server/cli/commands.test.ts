import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pairingCode } from '../../../shared/sync/protocol.ts';
import { databasePidFile } from '../../support/database-process.ts';
import { lastLine, newDataDir, type RunningServer, runCli, startCliServer } from '../support/cli-process.ts';
import { WireTerminal } from '../support/wire-terminal.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../import/fixtures');

/** Every command, first without a server and then beside one, on the same data. */
const { dataDir, remove } = newDataDir();
let server: RunningServer | null = null;
const cli = (...args: string[]) => runCli([...args, '--data', dataDir]);
afterAll(async () => {
  await server?.stop();
  remove();
});

/** A till that this server never knew. */
const JOURNAL = path.resolve(import.meta.dirname, '../../main/journal/fixtures/journal-of-0.1.0.ndjson');

const csv = (name: string, text: string) => {
  const file = path.join(path.dirname(dataDir), name);
  writeFileSync(file, text);
  return file;
};

const SHIRTS = `Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode
shirt,Linen shirt,Evertill,Shirts,true,Size,S,SHIRT-S,29.90,4,
shirt,,,,,,M,SHIRT-M,29.90,6,
shirt,,,,,,L,SHIRT-L,a lot,2,
mug,Stone mug,Evertill,Kitchen,true,Title,Default Title,MUG,12.50,9,
`;

let journals = 0;

async function everyCommandWorks(round: string): Promise<void> {
  const paired = await cli('pair', '--store', 'main');
  expect(paired).toMatchObject({ code: 0 });
  expect(pairingCode.parse(lastLine(paired.stdout))).toBe(lastLine(paired.stdout));

  const adjusted = await cli(
    'adjust',
    '--store',
    'main',
    '--sku',
    'MUG',
    '--quantity',
    '-2',
    '--reason',
    round,
  );
  expect(adjusted.stderr).toBe('');
  expect(adjusted.code).toBe(0);
  expect(lastLine(adjusted.stdout)).toMatch(/^MUG in store main: -2, now \d+ on hand/);

  expect(await cli('import-journal', JOURNAL)).toMatchObject({ code: Number(journals === 0) });
  const imported = await cli('import-journal', JOURNAL, '--store', 'main');
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(lastLine(imported.stdout)).toContain(journals === 0 ? '3 applied' : '3 repeated');
  journals += 1;

  const verified = await cli('verify');
  expect(verified).toMatchObject({ code: 0 });
  expect(lastLine(verified.stdout)).toBe('Store main: stock agrees with the ledger.');
}

test('a new data directory begins with one store, one owner and no items', async () => {
  const verified = await cli('verify', '--store', 'main');
  expect(verified).toMatchObject({ code: 0 });
  expect(lastLine(verified.stdout)).toContain('Store main');
});

test('an import tells what went in and which lines did not, and a second one changes nothing', async () => {
  const file = csv('shirts.csv', SHIRTS);
  const first = await cli('import', file, '--store', 'main');
  expect(first.code).toBe(0);
  expect(first.stderr).toContain('line 4: price "a lot" is not an amount');
  expect(lastLine(first.stdout)).toContain(
    'Shopify export into store main: 2 items added, 0 changed, 0 unchanged; 3 SKUs received their opening quantity, 0 have',
  );
  const second = await cli('import', file, '--store', 'main');
  expect(second.code).toBe(0);
  expect(lastLine(second.stdout)).toContain('0 items added, 0 changed, 2 unchanged; 0 SKUs received');
  expect(lastLine(second.stdout)).toContain('3 have movements already');
  expect(second.stderr.trim().split('\n')).toHaveLength(1);
});

test('every command works while no server runs', async () => {
  expect(existsSync(databasePidFile(dataDir))).toBe(false);
  await everyCommandWorks('alone');
});

test('every command works while a server runs, and its tills see what was done', async () => {
  server = await startCliServer(['--data', dataDir]);
  const { stdout } = await cli('pair', '--store', 'main');
  const till = await WireTerminal.enrol(server.url, lastLine(stdout), 'Till');
  const before = await till.stockLevel('MUG');
  await everyCommandWorks('beside');
  expect(await till.stockLevel('MUG')).toMatchObject({ onHand: Number(before?.onHand) - 2 });
  expect((await cli('import', csv('shirts.csv', SHIRTS), '--store', 'main')).code).toBe(0);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
});

test('tills are listed, and one that is lost is revoked', async () => {
  if (!server) throw new Error('the server was started above');
  const { stdout } = await cli('pair', '--store', 'main');
  const till = await WireTerminal.enrol(server.url, lastLine(stdout), 'Left in a taxi');
  const { terminalId } = till.identity;
  expect((await cli('terminals')).stdout).toMatch(
    new RegExp(`^${terminalId}  main  active  .*  Left in a taxi$`, 'm'),
  );
  const gone = await cli('revoke', '--store', 'main', '--terminal', terminalId);
  expect(lastLine(gone.stdout)).toBe(`Terminal ${terminalId} of store main is revoked.`);
  expect((await cli('terminals', '--store', 'main')).stdout).toContain(`${terminalId}  main  revoked`);
  await expect.poll(async () => (await till.get('/v1/sync/items/pull')).body.code).toBe('revoked');
  const stranger = await cli('revoke', '--store', 'main', '--terminal', 'nobody');
  expect(stranger.stderr).toContain('Store main has no terminal "nobody"');

  // Sold all the same, and more than there is: it stands, and waits for a person.
  await till.push('sales', till.tender(till.open([{ sku: 'MUG', quantity: 500, unitPriceMinor: 1250 }])));
  const waiting = await cli('exceptions');
  expect(waiting.stdout).toMatch(/main {2}oversold {2}MUG × \d+/);
  expect(waiting.stdout).toContain('revokedTerminal');

  // Looked at whole, resolved in two steps by whoever types the beginning of its id, and on the record with both.
  const [id = ''] = /^(\S+).* oversold {2}MUG /m.exec(waiting.stdout)?.slice(1) ?? [];
  const whole = await cli('exceptions', id);
  expect(whole.stdout).toContain('"name": "Stone mug"');
  expect(lastLine(whole.stdout)).toBe('Acts for it: foundStock, recount, transfer, backOrder, writeOff.');
  const wrong = await cli('resolve', id, '--act', 'setAside', '--by', 'Mara');
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain('Nothing was done. setAside is not an act for oversold');
  const found = await cli(
    'resolve',
    id,
    '--act',
    'foundStock',
    '--by',
    'Mara',
    '--quantity',
    '100',
    '--keep-open',
  );
  expect(lastLine(found.stdout)).toMatch(
    /^oversold .* foundStock by Mara, \+100 on the shelf, still open\.$/,
  );
  const counted = await cli(
    'resolve',
    id,
    '--act',
    'recount',
    '--by',
    'Mara',
    '--quantity',
    '5',
    '--note',
    'shelf',
  );
  expect(lastLine(counted.stdout)).toMatch(/recount by Mara, \+\d+ on the shelf, resolved\.$/);
  expect((await cli('exceptions')).stdout).not.toContain('oversold  MUG');
  expect((await cli('exceptions', '--all')).stdout).toMatch(/oversold {2}MUG.*resolved .*recount/);
  expect((await till.get(`/v1/stock/MUG`)).body).toMatchObject({ code: 'revoked' });
});

test('a kept document is listed, written out to the byte, and sent again', async () => {
  if (!server) throw new Error('the server was started above');
  expect((await cli('kept')).stdout).toBe('No document is kept.\n');
  const { stdout } = await cli('pair', '--store', 'main');
  const till = await WireTerminal.enrol(server.url, lastLine(stdout), 'From the future');
  const sale = till.open([{ sku: 'MUG', quantity: 1 }], { status: 'floating' });
  expect(await till.push('sales', sale)).toMatchObject([{ status: 'kept' }]);
  const listed = await cli('kept', '--store', 'main');
  expect(listed.stdout).toMatch(
    / {2}main {2}sales {2}\S+ {2}revision 1 {2}notUnderstood .* From the future$/m,
  );
  const id = lastLine(listed.stdout).split(' ')[0] ?? '';
  const file = path.join(path.dirname(dataDir), 'kept.json');
  expect((await cli('export-kept', id, file)).code).toBe(0);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(sale);
  expect((await cli('export-kept', id, file)).stderr).toContain('is there already');
  const again = await cli('resend-kept', id, '--by', 'Mara');
  expect(again).toMatchObject({ code: 1 });
  expect(again.stderr).toContain('kept (notUnderstood');
  expect((await cli('exceptions')).stdout).toContain('keptDocument  sales notUnderstood');
  expect((await cli('resend-kept', 'ffffffff', '--by', 'Mara')).stderr).toContain(
    'There is no kept document',
  );
});

test('a quantity for a SKU that has moved is reported, not received', async () => {
  const changed = SHIRTS.replace('MUG,12.50,9', 'MUG,12.50,50');
  const again = await cli('import', csv('changed.csv', changed), '--store', 'main');
  expect(again.code).toBe(0);
  expect(again.stderr).toContain(
    'line 5: quantity 50 of MUG was not received: it has movements already and 5 on hand',
  );
});

test('a SKU of another item is reported by its line, and the rest goes in', async () => {
  const thief = `${SHIRTS.split('\n')[0]}\nbowl,Bowl,Evertill,Kitchen,true,Title,Default Title,MUG,8.00,1,\nplate,Plate,Evertill,Kitchen,true,Title,Default Title,PLATE,9.00,1,\n`;
  const taken = await cli('import', csv('thief.csv', thief), '--store', 'main');
  expect(taken.code).toBe(0);
  expect(taken.stderr).toContain('line 2: "Bowl" was left out: SKU MUG belongs to "Stone mug"');
  expect(lastLine(taken.stdout)).toContain('1 items added');
});

test.each(['shopify-export.csv', 'woocommerce-export.csv', 'woocommerce-export-german.csv'])(
  '%s goes in as the shop wrote it, and again without a change',
  async (name) => {
    const first = await cli('import', path.join(FIXTURES, name), '--store', 'main');
    expect(first.code).toBe(0);
    expect(lastLine(first.stdout)).toMatch(/[1-9]\d* items added/);
    const second = await cli('import', path.join(FIXTURES, name), '--store', 'main');
    expect(lastLine(second.stdout)).toMatch(/: 0 items added, 0 changed, [1-9]/);
  },
);

test.each<[string, string[], RegExp]>([
  [
    'a store that is not there',
    ['pair', '--store', 'moon'],
    /There is no store "moon"\. The stores are: main\./,
  ],
  [
    'a SKU that is not there',
    ['adjust', '--store', 'main', '--sku', 'NOPE', '--quantity', '1', '--reason', 'x'],
    /Store main has no SKU "NOPE"/,
  ],
  [
    'a file that is not there',
    ['import', '/nowhere/file.csv', '--store', 'main'],
    /There is no file \/nowhere\/file\.csv/,
  ],
  ['a folder', ['import', '/tmp', '--store', 'main'], /\/tmp is a folder/],
  ['a command that is not there', ['sell'], /There is no command "sell"/],
  ['a store that is not named', ['pair'], /"pair" wants --store/],
])('%s is said on standard error, and the exit code is not 0', async (_name, args, message) => {
  const failed = await cli(...args);
  expect(failed.code).toBeGreaterThan(0);
  expect(failed.stdout).toBe('');
  expect(failed.stderr).toMatch(message);
  expect(failed.stderr).not.toContain('    at ');
});

test.each([
  ['no CSV', 'just a letter to a friend'],
  ['nothing', ''],
  ['bytes', String.fromCharCode(...Array.from({ length: 400 }, (_, index) => (index * 37) % 256))],
  ['another table', 'Date,Amount\n2026-01-01,5\n'],
  ['only bad rows', `${SHIRTS.split('\n')[0]}\nx,X,Y,Z,true,Title,Default Title,X,cheap,1,\n`],
])('garbage (%s) is refused with a message', async (name, text) => {
  const failed = await cli('import', csv(`${name}.csv`, text), '--store', 'main');
  expect(failed.code).toBeGreaterThan(0);
  expect(failed.stderr).toContain('Nothing was imported from');
  expect(failed.stdout).toBe('');
});

test('help lists the commands', async () => {
  const help = await cli('help');
  expect(help.code).toBe(0);
  for (const command of ['demo', 'pair', 'import', 'adjust', 'verify'])
    expect(help.stdout).toContain(command);
});

test('a port that is taken is said at once', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const failed = await cli('--port', String(port));
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain(`Port ${port} of 127.0.0.1 is taken by another program`);
  taken.close();
});

test('differences between stock and ledger are listed, and the exit code says so', async () => {
  const { openEmbeddedPostgres } = await import('../../../src-server/database/embedded-postgres.ts');
  const { openDatabase } = await import('../../../src-server/database/database.ts');
  const embedded = await openEmbeddedPostgres({ dataDir });
  const database = openDatabase({ url: embedded.url });
  await database.query(`update stock set on_hand = on_hand + 1 where sku = 'MUG'`);
  const found = await cli('verify');
  expect(found.code).toBe(1);
  expect(found.stderr).toMatch(/store main, MUG: onHand is \d+, by the ledger \d+/);
  await database.query(`update stock set on_hand = on_hand - 1 where sku = 'MUG'`);
  await database.end();
  await embedded.stop();
});
