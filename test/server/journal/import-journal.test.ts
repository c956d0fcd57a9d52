import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { exportJournal } from '../../../src-main/journal/export-journal.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { importJournalFile } from '../../../src-server/commands/import-journal.ts';
import {
  draft,
  officeRequest,
  saleId,
  shiftEvent,
  shiftRecord,
  stockRecord,
} from '../../main/support/sale-drafts.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

const FIXTURE = path.resolve(import.meta.dirname, '../../main/journal/fixtures/journal-of-0.1.0.ndjson');
let shop: LaneShop;
let folder: string;
let till: TestTill;
let journal: SaleJournal;
/** So that the sales of one test are not those of another. */
let first = 0;

beforeAll(async () => {
  shop = await openLaneShop();
  await shop.stock({ COFFEE: 10_000 });
});
afterAll(() => shop.close());
beforeEach(async () => {
  first += 1000;
  folder = await mkdtemp(path.join(os.tmpdir(), 'journal-'));
  till = await shop.till();
  const opened = await openSaleJournal(path.join(folder, 'journal'));
  if (!opened) throw new Error('locked');
  journal = opened;
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true, force: true });
});

/** Each sale takes two coffees. */
async function sell(number: number, extra: Parameters<typeof draft>[1] = {}): Promise<TenderedSale> {
  const outcome = await journal.commit(draft(first + number, { terminalId: till.terminalId, ...extra }));
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  return outcome.sale;
}

async function bring(place: string, store: string | null = null) {
  const problems: string[] = [];
  const lines = await importJournalFile(
    shop.database,
    shop.lane,
    { file: place, store },
    { problem: (text) => problems.push(text), progress: () => undefined },
  );
  return { lines, last: lines.at(-1), problems };
}

const onHand = async () => (await shop.figures('COFFEE')).onHand;
const file = () => path.join(folder, 'journal', till.terminalId, '1', '0000000001.ndjson');
const keptOf = () =>
  shop.database.query<{ doc_id: string; body: string; reason: string; sequence: number | null }>(
    'select doc_id, body, reason, sequence from kept_document where terminal_id = $1 order by kept_at, doc_id',
    [till.terminalId],
  );

test('each sale is applied once, whether the till had sent it or not, and a second import changes nothing', async () => {
  const before = await onHand();
  const sales = [];
  for (let number = 1; number <= 40; number += 1) sales.push(await sell(number));
  const event = { ...shiftEvent(first), terminalId: till.terminalId };
  await journal.record({ kind: 'shiftEvent', terminalId: till.terminalId, epoch: 1, document: event });
  const { document: command } = stockRecord(first, { terminalId: till.terminalId, quantity: 15 });
  await journal.record({
    kind: 'stockCommand',
    terminalId: till.terminalId,
    epoch: 1,
    document: command as never,
  });
  const request = { ...officeRequest(first), terminalId: till.terminalId };
  await journal.record({ kind: 'officeRequest', terminalId: till.terminalId, epoch: 1, document: request });
  for (const sale of sales.slice(10, 20))
    expect(await shop.push(till, sale)).toMatchObject({ status: 'applied' });
  expect(await shop.push(till, event, 'shifts')).toMatchObject({ status: 'applied' });

  const { problems, last } = await bring(path.join(folder, 'journal'));
  expect(problems).toEqual([]);
  expect(last).toBe('43 entries: 32 applied, 11 repeated, 0 kept for a person, 0 stale; 0 lines broken.');
  expect(await onHand()).toBe(before - 80 + 15);
  for (const sale of sales) expect(await shop.exceptions(sale.id)).toEqual([]);

  expect((await bring(path.join(folder, 'journal'))).last).toContain('0 applied, 43 repeated, 0 kept');
  expect(await shop.push(till, sales[0])).toMatchObject({ status: 'repeated' });
  expect(await shop.push(till, command, 'stockCommands')).toMatchObject({ status: 'repeated' });
  expect(await onHand()).toBe(before - 80 + 15);
  expect(await shop.verify()).toEqual([]);
});

test('an exported copy is imported; a file that is missing in it is named', async () => {
  await sell(1);
  await sell(2, { epoch: 2 });
  const outcome = await exportJournal(journal, folder, { now: new Date(), version: '1' });
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  const { folder: copy } = outcome.exported;
  await rm(path.join(copy, till.terminalId, '2'), { recursive: true });
  const { problems, last } = await bring(copy, 'main');
  expect(problems).toEqual([`${till.terminalId}/2/0000000001.ndjson is missing.`]);
  expect(last).toContain('1 entries: 1 applied');
});

test('a broken entry is named and kept whole; what is readable around it is applied', async () => {
  const before = await onHand();
  for (let number = 1; number <= 6; number += 1) await sell(number);
  await journal.record(shiftRecord(first, { terminalId: till.terminalId }));
  const lines = readFileSync(file(), 'utf8').split('\n');
  // Money changed by hand; a line that is nothing any more; an envelope whose sale is whole; a changed shift event.
  lines[1] = (lines[1] ?? '').replace('"totalMinor":700', '"totalMinor":100');
  lines[2] = `\0${(lines[2] ?? '').slice(20)}`;
  lines[4] = (lines[4] ?? '').replace('"entry":5', '"entry":7');
  lines[6] = (lines[6] ?? '').replace(/"amountMinor":\d+/, '"amountMinor":1');
  writeFileSync(file(), `${lines.join('\n')}{"torn`);

  const { problems, last } = await bring(file());
  expect(problems[0]).toMatch(
    /^First broken entry: .*0000000001\.ndjson, line 2 \(byte \d+\), entry 2: wrongHash/,
  );
  expect(problems).toContain(`Kept for a person: ${saleId(first + 2)} (brokenJournalEntry).`);
  expect(last).toBe('3 entries: 4 applied, 0 repeated, 3 kept for a person, 0 stale; 4 lines broken.');
  expect(await onHand()).toBe(before - 8);
  const kept = await keptOf();
  expect(kept.map((row) => row.reason)).toEqual(Array(3).fill('brokenJournalEntry'));
  const byId = new Map(kept.map((row) => [row.doc_id, row]));
  expect(byId.get(saleId(first + 2))).toMatchObject({ sequence: 2 });
  expect(JSON.parse(byId.get(saleId(first + 2))?.body ?? '')).toMatchObject({ totalMinor: 100 });
  const { base64 } = JSON.parse(byId.get('')?.body ?? '') as { base64: string };
  expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(lines[2]);
  // It says nothing any more; the sales around it tell which one it was, and a Z does not wait for it.
  expect(byId.get('')).toMatchObject({ sequence: 3 });
  const z = till.closed(1, 6);
  expect(await shop.push(till, z, 'shifts')).toMatchObject({ status: 'applied' });
  expect(await shop.database.query('select waiting from shift_event where event_id = $1', [z.id])).toEqual([
    { waiting: false },
  ]);
  expect(await shop.exceptions(saleId(first + 2))).toEqual(['keptDocument']);

  // The sale itself arrives later from the till: it is applied, once.
  expect(
    await shop.push(till, (await journal.sales({ terminalId: till.terminalId, epoch: 1 }, 0))[0]),
  ).toMatchObject({
    status: 'repeated',
  });
  const again = await bring(file());
  expect(again.last).toContain('0 applied, 4 repeated, 3 kept');
  expect(await keptOf()).toHaveLength(3);
});

test('a document that the server does not understand is kept and never holds back the next', async () => {
  await sell(1, { lines: 'none' as never });
  await sell(2);
  const { last, problems } = await bring(file());
  expect(last).toContain('2 entries: 1 applied, 0 repeated, 1 kept');
  expect(problems).toEqual([`Kept for a person: ${saleId(first + 1)} (notUnderstood).`]);
});

test('a till that the server does not know is refused by name, and taken in where a person names its store', async () => {
  const stranger = mint();
  for (let number = 1; number <= 3; number += 1) await sell(number, { terminalId: stranger, epoch: 4 });
  const place = path.join(folder, 'journal');
  await expect(bring(place)).rejects.toThrow(stranger);
  await expect(bring(place)).rejects.toThrow('--store STORE');
  const before = await onHand();
  const { lines, last } = await bring(place, 'main');
  expect(lines[0]).toBe(`Terminal ${stranger} was unknown: it is a former till of store main now.`);
  expect(last).toContain('3 applied');
  expect(await onHand()).toBe(before - 6);
  expect(await shop.exceptions(saleId(first + 1))).toEqual([]);
  const rows = await shop.database.query(
    'select store_id, epoch, revoked_at is not null as revoked from terminal where terminal_id = $1',
    [stranger],
  );
  expect(rows).toEqual([{ store_id: STORE, epoch: 4, revoked: true }]);
  expect((await bring(place)).last).toContain('3 repeated');
});

test('of a revoked till only what it sold afterwards is shown to a person', async () => {
  const soldBefore = await sell(1, { tenderedAt: '2026-11-22T09:00:00.000Z' });
  const soldAfter = await sell(2, { tenderedAt: '2026-11-22T09:30:00.000Z' });
  await shop.database.query(
    "update terminal set revoked_at = '2026-11-22T09:15:00Z' where terminal_id = $1",
    [till.terminalId],
  );
  expect((await bring(file())).last).toContain('2 applied');
  expect(await shop.exceptions(soldBefore.id)).toEqual([]);
  expect(await shop.exceptions(soldAfter.id)).toEqual(['revokedTerminal']);
});

test('a journal of the version before is imported', async () => {
  const copy = path.join(folder, 'old.ndjson');
  const other = await shop.till();
  const { terminalId } = JSON.parse(readFileSync(FIXTURE, 'utf8').split('\n')[0] ?? '') as TenderedSale;
  await shop.database.query('update terminal set terminal_id = $1 where terminal_id = $2', [
    terminalId,
    other.terminalId,
  ]);
  writeFileSync(copy, readFileSync(FIXTURE));
  expect((await bring(copy)).last).toContain('3 entries: 3 applied');
  expect((await bring(copy)).last).toContain('3 repeated');
});

test('what is no journal, or another store’s, is told', async () => {
  await sell(1);
  await expect(bring(path.join(folder, 'nope'))).rejects.toThrow('is not there');
  await expect(bring(folder, 'other')).rejects.toThrow('There is no store "other"');
  const empty = path.join(folder, 'empty.ndjson');
  writeFileSync(empty, 'hello\n');
  await expect(bring(empty)).rejects.toThrow('no entry of a journal can be read');
  await shop.database.query("insert into store values (2, 'second', 'Second') on conflict do nothing");
  await expect(bring(file(), 'second')).rejects.toThrow('belongs to store main');
});

test('a broken line that nests without end, or counts beyond what a database holds, is kept like any other', async () => {
  await sell(1);
  const depth = 30_000;
  const deep = `{"journal":2,"entry":2,"kind":"sale","hash":"x","document":{"id":"x","sequence":2,"revision":-1,"epoch":1e12,"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  writeFileSync(file(), `${readFileSync(file(), 'utf8')}${deep}\n`);
  await bring(file());
  const [kept] = await keptOf();
  expect(kept).toMatchObject({ reason: 'brokenJournalEntry', sequence: 2 });
  expect(kept?.body).toContain('['.repeat(depth));
});
